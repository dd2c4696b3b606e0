import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EntryType } from '@cairn/raft';
import type { Entry } from '@cairn/raft';
import { splitCommitted } from './committed-entries.ts';

function entriesOf([from, to]: readonly [number, number]): Entry[] {
  const entries: Entry[] = [];
  for (let index = from; index <= to; index++) {
    entries.push({ index, term: 1, type: EntryType.normal, data: new Uint8Array(0) });
  }
  return entries;
}

const cases = [
  { what: 'nothing at all', committed: [1, 0], written: [1, 0], durableCount: 0 },
  { what: 'nothing is written', committed: [4, 6], written: [1, 0], durableCount: 3 },
  { what: 'nothing is committed', committed: [1, 0], written: [4, 6], durableCount: 0 },
  { what: 'all were written before', committed: [4, 6], written: [7, 9], durableCount: 3 },
  { what: 'some were written before', committed: [4, 8], written: [7, 9], durableCount: 3 },
  { what: 'none was written before', committed: [7, 9], written: [7, 9], durableCount: 0 },
  { what: 'applying is behind', committed: [4, 5], written: [9, 9], durableCount: 2 },
  { what: 'the log goes on before them', committed: [8, 9], written: [7, 9], durableCount: 0 },
] as const;

for (const { what, committed, written, durableCount } of cases) {
  test(`what is committed is durable if this Ready does not write it: ${what}`, () => {
    const committedEntries = entriesOf(committed);
    const split = splitCommitted({ committedEntries, entries: entriesOf(written) });
    assert.deepEqual(split.durable, committedEntries.slice(0, durableCount));
    assert.deepEqual(split.written, committedEntries.slice(durableCount));
  });
}
