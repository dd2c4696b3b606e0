import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReopenDelay } from './reopen-delay.ts';

function take(delay: ReopenDelay, count: number): number[] {
  return Array.from({ length: count }, () => delay.takeMs());
}

test('who is away is tried less and less often, and as often as at first after a success', () => {
  const delay = new ReopenDelay('10.0.0.1:2381');
  assert.deepEqual(take(delay, 7), [20, 40, 80, 160, 320, 500, 500]);
  delay.reset();
  assert.deepEqual(take(delay, 2), [20, 40]);
});

test('a process of the same member is tried often: requests wait for its start', () => {
  assert.deepEqual(take(new ReopenDelay('unix:/run/node.sock'), 4), [20, 40, 50, 50]);
});
