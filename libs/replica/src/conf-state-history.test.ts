import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfState } from '@cairn/raft';
import { ConfStateHistory } from './conf-state-history.ts';

function state(...voters: readonly bigint[]): ConfState {
  return { voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false };
}

test('a configuration holds from its index to the one before the next', () => {
  const history = new ConfStateHistory(5, state(1n));
  history.changed(7, state(1n, 2n));
  history.changed(9, state(1n, 2n, 3n));
  const voters = [5, 6, 7, 8, 9, 100].map((index) => history.at(index).voters.length);
  assert.deepEqual(voters, [1, 1, 2, 2, 3, 3]);
});
