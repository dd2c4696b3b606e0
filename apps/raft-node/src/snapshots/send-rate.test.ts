import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SendRate } from './send-rate.ts';

const signal = new AbortController().signal;

/** A clock that moves only while somebody waits. */
function rateOf(bytesPerSecond: number): {
  readonly rate: SendRate;
  readonly clock: { nowMs: number };
} {
  const clock = { nowMs: 0 };
  const wait = async (milliseconds: number): Promise<void> => void (clock.nowMs += milliseconds);
  return { rate: new SendRate({ bytesPerSecond, nowMs: () => clock.nowMs, wait }), clock };
}

test('what leaves does not run ahead of the rate by more than a chunk and a moment', async () => {
  const { rate, clock } = rateOf(1_000_000);
  let sent = 0;
  for (let i = 0; i < 1_000; i++) {
    await rate.take(10_000, signal);
    sent += 10_000;
    assert.ok(sent <= clock.nowMs * 1_000 + 10_000 + 20_000, `${sent} bytes at ${clock.nowMs} ms`);
  }
  assert.ok(clock.nowMs > 9_900 && clock.nowMs <= 10_000, 'and not slower than it');
});

test('time in which nothing was sent is not made up for', async () => {
  const { rate, clock } = rateOf(1_000_000);
  await rate.take(10_000, signal);
  clock.nowMs = 60_000;
  for (let i = 0; i < 100; i++) await rate.take(10_000, signal);
  assert.ok(clock.nowMs >= 60_950);
});

test('without a limit nobody waits', async () => {
  const { rate, clock } = rateOf(0);
  for (let i = 0; i < 100; i++) await rate.take(1e9, signal);
  assert.equal(clock.nowMs, 0);
});

test('whoever waits is let go when the transfer is over', async () => {
  const over = new AbortController();
  const rate = new SendRate({ bytesPerSecond: 1 });
  await rate.take(1_000_000, over.signal);
  const waiting = rate.take(1, over.signal);
  over.abort();
  await waiting;
});
