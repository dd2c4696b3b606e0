import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sampler } from './sampler.ts';

const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7';

void test('a client that has decided is followed, whatever the rate', () => {
  const all = new Sampler(1_000_000, () => 0.5);
  const none = new Sampler(0, () => 0);
  assert.equal(all.decide(`${trace}-00`), undefined);
  const decided = none.decide(`${trace}-01`);
  assert.ok(typeof decided === 'object');
  assert.equal(decided.spanId, '00f067aa0ba902b7');
});

void test('of the others so many per million begin a trace', () => {
  let step = 0;
  const sampler = new Sampler(250_000, () => (step++ % 1_000) / 1_000);
  const begun = Array.from({ length: 1_000 }, () => sampler.decide(undefined)).filter(
    (decision) => decision === 'root',
  );
  assert.equal(begun.length, 250);
  assert.equal(new Sampler(0, () => 0).decide(undefined), undefined);
  assert.equal(new Sampler(1_000_000, () => 0.999_999_9).decide('not a traceparent'), 'root');
});
