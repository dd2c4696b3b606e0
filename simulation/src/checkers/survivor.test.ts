import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyBytes } from '@cairn/core';
import { EntryType } from '@cairn/raft';
import { CommittedLog } from './committed-log.ts';
import type { LoggedEntry } from './log-image.ts';
import { checkSurvivor } from './survivor.ts';
import { entry, logOf } from './test-entries.ts';

const quorums = { voters: [1n], votersOutgoing: [] };

/** Entries 2 to 5 of the terms 1, 1, 2, 2; the fourth changes the members. */
function committed(): CommittedLog {
  const log = new CommittedLog(2);
  const entries = [entry(2, 1), entry(3, 1), change(entry(4, 2)), entry(5, 2)];
  log.applies(1n, entries, 2, quorums, new Map([[1n, logOf(1, 1, 2, 2)]]));
  return log;
}

function change(of: LoggedEntry): LoggedEntry {
  return { ...of, type: EntryType.confChange };
}

const place = (index: number, term: number): LoggedEntry => ({
  ...entry(index, term),
  data: emptyBytes,
});

function survivor(
  applied: number,
  ...entries: readonly LoggedEntry[]
): Parameters<typeof checkSurvivor>[0] {
  return { commit: 1 + entries.length, applied, baseIndex: 1, entries };
}

test('what is kept ends where the logs part, or where the shorter one ends', () => {
  const log = committed();
  assert.equal(checkSurvivor(survivor(2, entry(2, 1)), log), 2);
  assert.equal(
    checkSurvivor(survivor(2, entry(2, 1), entry(3, 1), place(4, 2), entry(5, 2)), log),
    5,
  );
  // Of a leader that was cut off before the others went on.
  assert.equal(
    checkSurvivor(survivor(2, entry(2, 1), entry(3, 1), entry(4, 1), entry(5, 1)), log),
    3,
  );
  assert.equal(
    checkSurvivor(
      survivor(2, entry(2, 1), entry(3, 1), place(4, 2), entry(5, 2), entry(6, 2)),
      log,
    ),
    5,
  );
});

test('a tail that is not taken for committed is noticed', () => {
  const found = { ...survivor(2, entry(2, 1), entry(3, 1)), commit: 2 };
  assert.throws(() => checkSurvivor(found, committed()), /up to 3, and goes on after 2/);
});

test('a change of the members stays if it was applied, and leaves its place if not', () => {
  const entries = [entry(2, 1), entry(3, 1), change(entry(4, 2))];
  assert.equal(checkSurvivor(survivor(4, ...entries), committed()), 4);
  assert.throws(() => checkSurvivor(survivor(3, ...entries), committed()), /entry 4 still changes/);
});

test('an entry that was committed otherwise is noticed', () => {
  const other = entry(3, 1, 'another');
  assert.throws(
    () => checkSurvivor(survivor(1, entry(2, 1), other), committed()),
    /entry 3\/1 is not what was committed/,
  );
  assert.throws(
    () => checkSurvivor(survivor(1, entry(2, 1), place(3, 1)), committed()),
    /entry 3\/1 is not/,
  );
});
