import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricFamily } from './metric-family.ts';
import { renderPage } from './page.ts';

function family(
  name: string,
  type: MetricFamily['type'],
  samples: MetricFamily['samples'],
): MetricFamily {
  return { name, help: `Help of ${name}.`, type, samples };
}

void test('a family stands once, with the samples of every target under it', () => {
  const writes = (value: number): MetricFamily =>
    family('writes_total', 'counter', [{ name: 'writes_total', labels: { kind: 'put' }, value }]);
  const { text, conflicts } = renderPage([
    { family: writes(1), labels: { service: 'raft-node', member: 'm1' } },
    { family: writes(2), labels: { service: 'raft-node', member: 'm2' } },
  ]);
  assert.equal(
    text,
    [
      '# HELP writes_total Help of writes_total.',
      '# TYPE writes_total counter',
      'writes_total{service="raft-node",member="m1",kind="put"} 1',
      'writes_total{service="raft-node",member="m2",kind="put"} 2',
      '',
    ].join('\n'),
  );
  assert.deepEqual(conflicts, []);
});

void test("a target's own label of an added name moves to exported_", () => {
  const one = family('g', 'gauge', [{ name: 'g', labels: { service: 'Range' }, value: 1 }]);
  const { text } = renderPage([{ family: one, labels: { service: 'client-gateway' } }]);
  assert.match(text, /^g\{service="client-gateway",exported_service="Range"\} 1$/m);
});

void test('quotes, backslashes and line ends cannot break the page', () => {
  const odd = family('g', 'gauge', [{ name: 'g', labels: { path: 'a"b\\c\nd' }, value: 1 }]);
  const { text } = renderPage([{ family: { ...odd, help: 'two\nlines' }, labels: {} }]);
  assert.match(text, /^# HELP g two\\nlines$/m);
  assert.ok(text.includes(String.raw`g{path="a\"b\\c\nd"} 1`));
  assert.equal(text.trimEnd().split('\n').length, 3);
});

void test('infinite and missing values are written as Prometheus reads them', () => {
  const values = [Infinity, -Infinity, Number.NaN, 1e21, 0.25];
  const odd = family(
    'g',
    'gauge',
    values.map((value, i) => ({ name: 'g', labels: { i: `${i}` }, value })),
  );
  const { text } = renderPage([{ family: odd, labels: {} }]);
  const rendered = text.split('\n').filter((line) => line.startsWith('g{'));
  assert.deepEqual(
    rendered.map((line) => line.split(' ')[1]),
    ['+Inf', '-Inf', 'NaN', '1e+21', '0.25'],
  );
});

void test('one name with two types keeps the first and reports the other', () => {
  const { text, conflicts } = renderPage([
    { family: family('x', 'gauge', [{ name: 'x', labels: {}, value: 1 }]), labels: {} },
    { family: family('x', 'counter', [{ name: 'x', labels: {}, value: 2 }]), labels: {} },
  ]);
  assert.deepEqual(conflicts, ['x']);
  assert.match(text, /^# TYPE x gauge\nx 1$/m);
});
