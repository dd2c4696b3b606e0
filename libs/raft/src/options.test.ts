import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundingState } from './genesis.ts';
import { commitOnDisk } from './options.ts';
import type { RaftInitialState } from './options.ts';
import { EntryType } from './types.ts';

function disk(types: readonly EntryType[], commit: number, applied = 1): RaftInitialState {
  const voters = [1n, 2n, 3n];
  const confState = {
    voters,
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  return {
    ...foundingState(confState),
    hardState: { term: 2, vote: 0n, commit },
    entries: types.map((type, i) => ({ index: 2 + i, term: 2, type, data: new Uint8Array(0) })),
    appliedIndex: applied,
  };
}

const { normal, confChange } = EntryType;

test('a conf change that another one follows is committed, whatever the hard state says', () => {
  assert.equal(commitOnDisk(disk([normal, confChange, normal, confChange, normal], 1)), 3);
  assert.equal(commitOnDisk(disk([confChange, confChange, confChange], 2)), 3);
});

test('the last conf change proves nothing, and no proof lowers the commit index', () => {
  assert.equal(commitOnDisk(disk([normal, confChange, normal], 1)), 1);
  assert.equal(commitOnDisk(disk([confChange, confChange, normal, normal], 4)), 4);
  assert.equal(commitOnDisk(disk([normal, normal, normal], 1, 3)), 3);
});
