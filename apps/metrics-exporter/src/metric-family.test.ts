import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter, Gauge, Histogram, Registry } from '@cairn/telemetry';
import { readFamilies } from './metric-family.ts';

void test("prom-client's own JSON is read whole", async () => {
  const registry = new Registry();
  new Counter({ name: 'c_total', help: 'C.', labelNames: ['a'], registers: [registry] }).inc({
    a: 'x',
  });
  new Gauge({ name: 'g', help: 'G.', registers: [registry] }).set(Number.NaN);
  new Histogram({ name: 'h', help: 'H.', buckets: [1], registers: [registry] }).observe(0.5);
  const families = readFamilies(JSON.stringify(await registry.getMetricsAsJSON()));
  assert.deepEqual(families, [
    {
      name: 'c_total',
      help: 'C.',
      type: 'counter',
      samples: [{ name: 'c_total', labels: { a: 'x' }, value: 1 }],
    },
    {
      name: 'g',
      help: 'G.',
      type: 'gauge',
      samples: [{ name: 'g', labels: {}, value: Number.NaN }],
    },
    {
      name: 'h',
      help: 'H.',
      type: 'histogram',
      samples: [
        { name: 'h_bucket', labels: { le: '1' }, value: 1 },
        { name: 'h_bucket', labels: { le: '+Inf' }, value: 1 },
        { name: 'h_sum', labels: {}, value: 0.5 },
        { name: 'h_count', labels: {}, value: 1 },
      ],
    },
  ]);
});

void test('a page of another shape is refused with a reason', () => {
  const pages: readonly (readonly [string, RegExp])[] = [
    ['{}', /not a list/],
    ['[1]', /not an object/],
    ['[{"name":"a b","type":"gauge","values":[]}]', /the name "a b"/],
    ['[{"name":"a","type":"odd","values":[]}]', /no known type/],
    ['[{"name":"a","type":"gauge","values":[3]}]', /value that is not an object/],
    ['<html>', /JSON/],
  ];
  for (const [page, reason] of pages) assert.throws(() => readFamilies(page), reason, page);
});
