import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HeldTurns } from './held-turns.ts';

test('no turn is taken before the loop begins, and none is lost', async () => {
  const loop = new HeldTurns();
  const taken: string[] = [];
  loop.schedule(() => {
    taken.push('first');
    loop.schedule(() => taken.push('third'));
  });
  loop.schedule(() => taken.push('second'));
  await nextTurn();
  await nextTurn();
  assert.deepEqual(taken, []);
  loop.begin();
  assert.deepEqual(taken, [], 'a turn of the event loop of its own');
  await nextTurn();
  await nextTurn();
  assert.deepEqual(taken, ['first', 'second', 'third']);
});
