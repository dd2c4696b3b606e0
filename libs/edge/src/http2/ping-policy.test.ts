import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PingPolicy } from './ping-policy.ts';

const minuteMs = 60_000;

test('pings at the permitted interval are never too many while there are calls', () => {
  const policy = new PingPolicy(5_000);
  for (let nowMs = 0; nowMs < 100 * minuteMs; nowMs += 5_000) assert.ok(policy.permits(nowMs, 1));
});

test('pings sooner than that are strikes, and the third is one too many', () => {
  const policy = new PingPolicy(5_000);
  const verdicts = [0, 4_999, 9_998, 14_997].map((nowMs) => policy.permits(nowMs, 1));
  assert.deepEqual(verdicts, [true, true, true, false]);
});

test('without calls only one ping in two hours is no strike', () => {
  const policy = new PingPolicy(5_000);
  const verdicts = [0, 1, 2, 3].map((tens) => policy.permits(tens * 10 * minuteMs, 0));
  assert.deepEqual(verdicts, [true, true, true, false]);
  const patient = new PingPolicy(5_000);
  for (let hours = 0; hours < 20; hours += 2) {
    assert.ok(patient.permits(hours * 60 * minuteMs, 0));
  }
});

test('sending something of a call forgives what was before', () => {
  const policy = new PingPolicy(5_000);
  assert.ok([0, 1, 2].every((nowMs) => policy.permits(nowMs, 1)));
  policy.forgive();
  assert.ok([3, 4, 5].every((nowMs) => policy.permits(nowMs, 1)));
  assert.equal(policy.permits(6, 1), false);
});
