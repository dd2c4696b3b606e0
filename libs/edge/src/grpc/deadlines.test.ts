import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deadlines } from './deadlines.ts';

function pendingCall(): { expire: () => void; expiredAtMs: Promise<number> } {
  const { promise, resolve } = Promise.withResolvers<number>();
  return {
    expire: () => {
      resolve(performance.now());
    },
    expiredAtMs: promise,
  };
}

/** Deadlines do not keep a process alive; in a test nothing else does. */
async function keepingAlive<T>(promise: Promise<T>): Promise<T> {
  const alive = setInterval(() => undefined, 1000);
  try {
    return await promise;
  } finally {
    clearInterval(alive);
  }
}

test('calls expire in the order of their deadlines and never before them', async () => {
  const deadlines = new Deadlines();
  const startMs = performance.now();
  const order: string[] = [];
  const late = pendingCall();
  const early = pendingCall();
  deadlines.add(startMs + 60, late);
  deadlines.add(startMs + 20.5, early);
  void early.expiredAtMs.then(() => order.push('early'));
  void late.expiredAtMs.then(() => order.push('late'));
  const [earlyMs, lateMs] = await keepingAlive(Promise.all([early.expiredAtMs, late.expiredAtMs]));
  assert.ok(earlyMs >= startMs + 20.5);
  assert.ok(lateMs >= startMs + 60);
  assert.deepEqual(order, ['early', 'late']);
  assert.equal(deadlines.size, 0);
});

test('deadlines that pass while the loop is held expire in their order, too', async () => {
  const deadlines = new Deadlines();
  const startMs = performance.now();
  const order: string[] = [];
  const late = pendingCall();
  const early = pendingCall();
  deadlines.add(startMs + 30, late);
  deadlines.add(startMs + 10, early);
  void early.expiredAtMs.then(() => order.push('early'));
  void late.expiredAtMs.then(() => order.push('late'));
  // Buckets are rounded up.
  while (performance.now() < startMs + 50);
  await keepingAlive(Promise.all([early.expiredAtMs, late.expiredAtMs]));
  assert.deepEqual(order, ['early', 'late']);
});

test('a call that ended in time does not expire, and nothing of it stays', async () => {
  const deadlines = new Deadlines();
  const atMs = performance.now() + 20;
  let expired = false;
  const done = { expire: () => (expired = true) };
  deadlines.add(atMs, done);
  deadlines.remove(atMs, done);
  assert.equal(deadlines.size, 0);
  const later = pendingCall();
  deadlines.add(atMs + 20, later);
  await keepingAlive(later.expiredAtMs);
  assert.equal(expired, false);
});

test('a deadline far beyond the reach of one timer does not fire early', async () => {
  const deadlines = new Deadlines();
  let expired = false;
  deadlines.add(performance.now() + 1e15, { expire: () => (expired = true) });
  const soon = pendingCall();
  deadlines.add(performance.now() + 20, soon);
  await keepingAlive(soon.expiredAtMs);
  assert.equal(expired, false);
  assert.equal(deadlines.size, 1);
});
