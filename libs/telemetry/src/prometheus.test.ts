import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import * as promClient from 'prom-client';
import { collectProcessMetrics } from './process-metrics.ts';
import { Counter, Gauge, Histogram, Registry } from './prometheus.ts';

void test('the parts are those of the whole prom-client', () => {
  assert.deepEqual(
    [Counter, Gauge, Histogram, Registry],
    [promClient.Counter, promClient.Gauge, promClient.Histogram, promClient.Registry],
  );
});

void test('the process says of itself what prom-client says by default', async () => {
  const own = new Registry();
  collectProcessMetrics(own);
  const theirs = new Registry();
  promClient.collectDefaultMetrics({ register: theirs });
  const described = async (registry: Registry): Promise<string[]> =>
    (await registry.getMetricsAsJSON()).map(({ name, help, type }) => `${type} ${name}: ${help}`);
  assert.deepEqual((await described(own)).sort(), (await described(theirs)).sort());
});

void test('a service loads no client of HTTP/2, TLS or WebSockets for its metrics and logs', () => {
  const list = `
    await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    console.log(process.moduleLoadList.join());
  `;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', list]).toString();
  assert.match(loaded, /NativeModule http\b/);
  assert.doesNotMatch(loaded, /undici|NativeModule (?:https|tls|http2|zlib)\b/);
});
