import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from './arrivals.ts';

function takeAll(arrivals: Arrivals, nowMs: number): readonly number[] {
  const due: number[] = [];
  for (let at = arrivals.take(nowMs); at !== undefined; at = arrivals.take(nowMs)) due.push(at);
  return due;
}

test('nothing is due early, and every request has its own time whenever it is taken', () => {
  const arrivals = new Arrivals(100, 2_000, 6);
  assert.deepEqual(takeAll(arrivals, 99.9), []);
  assert.deepEqual(takeAll(arrivals, 100), [100, 100]);
  assert.deepEqual(takeAll(arrivals, 100.9), []);
  // A stall: the requests of the time in between were due then, not now.
  assert.deepEqual(takeAll(arrivals, 150), [101, 101, 102, 102]);
  assert.deepEqual(takeAll(arrivals, 1_000), []);
  assert.equal(arrivals.nextMs, undefined);
});

test('a rate that does not fit the tick is kept over time', () => {
  const arrivals = new Arrivals(0, 1_500, 1_500);
  assert.equal(takeAll(arrivals, 499.5).length, 750);
  assert.equal(takeAll(arrivals, 999).length, 750);
  assert.equal(takeAll(new Arrivals(0, 100, 10), 29.9).length, 3);
});
