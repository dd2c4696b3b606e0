import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Silence } from './silence.ts';

const limits = { intervalMs: 100, timeoutMs: 30 };

test('a peer that goes on talking is never asked', () => {
  const silence = new Silence(limits, 0);
  for (let nowMs = 90; nowMs < 2_000; nowMs += 90) {
    silence.heard();
    assert.equal(silence.judge(nowMs), 'in time');
  }
});

test('a silent one is asked once and gone after the timeout', () => {
  const silence = new Silence(limits, 0);
  const verdicts = [99, 100, 110, 129, 130].map((nowMs) => silence.judge(nowMs));
  assert.deepEqual(verdicts, ['in time', 'ask', 'in time', 'in time', 'gone']);
});

test('anything it says is an answer, and the clock starts again', () => {
  const silence = new Silence(limits, 0);
  assert.equal(silence.judge(100), 'ask');
  silence.heard();
  const verdicts = [129, 130, 228, 229].map((nowMs) => silence.judge(nowMs));
  assert.deepEqual(verdicts, ['in time', 'in time', 'in time', 'ask']);
});
