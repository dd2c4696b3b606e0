import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartPolicy } from './restart-policy.ts';

void test('each death in a row doubles the delay, and the fifth within 30 s is the last', () => {
  const policy = new RestartPolicy();
  const decisions = [0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => policy.died(nowMs));
  assert.deepEqual(decisions, [
    { kind: 'restart', delayMs: 100 },
    { kind: 'restart', delayMs: 200 },
    { kind: 'restart', delayMs: 400 },
    { kind: 'restart', delayMs: 800 },
    { kind: 'give-up', deaths: 5, windowMs: 30_000 },
  ]);
});

void test('deaths further apart than the window are forgotten', () => {
  const policy = new RestartPolicy();
  for (let death = 0; death < 50; death += 1) {
    assert.deepEqual(policy.died(death * 30_000), { kind: 'restart', delayMs: 100 });
  }
});
