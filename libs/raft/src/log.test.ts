import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RaftLog } from './log.ts';
import type { Entry } from './types.ts';

const nothing = new Uint8Array(0);
const entry = (index: number, term: number): Entry => ({ index, term, type: 0, data: nothing });

/** A durable log with these terms after the base, committed and applied up to the base. */
function logOf(
  terms: readonly number[],
  baseIndex = 0,
  baseTerm = 0,
  committed = baseIndex,
): RaftLog {
  return new RaftLog({
    baseIndex,
    baseTerm,
    entries: terms.map((term, i) => entry(baseIndex + 1 + i, term)),
    committed,
    applied: baseIndex,
  });
}

const termsOf = (log: RaftLog): readonly number[] =>
  log.slice(log.firstIndex, Number.POSITIVE_INFINITY).map(({ term }) => term);

test('a longer log of an older term is not more up to date', () => {
  const log = logOf([1, 1, 2]);
  assert.equal(log.isUpToDate(9, 1), false);
  assert.equal(log.isUpToDate(2, 2), false);
  assert.equal(log.isUpToDate(3, 2), true);
  assert.equal(log.isUpToDate(1, 3), true);
});

test('entries that are there already stay, also those after them', () => {
  const log = logOf([1, 1, 2, 2]);
  log.accept([entry(2, 1), entry(3, 2)]);
  assert.deepEqual(termsOf(log), [1, 1, 2, 2]);
  assert.equal(log.stableIndex, 4);
});

test('the first conflicting entry and all after it give way, on disk too', () => {
  const log = logOf([1, 1, 2, 2]);
  log.accept([entry(2, 1), entry(3, 3)]);
  assert.deepEqual(termsOf(log), [1, 1, 3]);
  assert.equal(log.stableIndex, 2);
  assert.deepEqual(log.unstableEntries(), [entry(3, 3)]);
});

test('a committed entry is never cut', () => {
  const log = logOf([1, 1, 2], 0, 0, 2);
  assert.throws(() => log.accept([entry(2, 3)]), /is committed/);
});

test('what was written before the tail was cut does not count as durable', () => {
  const log = logOf([1]);
  log.accept([entry(2, 2), entry(3, 2)]);
  // Both are being written, and meanwhile a leader of term 3 replaces the second, and adds one.
  log.accept([entry(3, 3), entry(4, 3)]);
  log.stableTo(3, 2);
  assert.equal(log.stableIndex, 1);
  log.stableTo(4, 3);
  assert.equal(log.stableIndex, 4);
});

test('the commit index does not go back, and not beyond the log', () => {
  const log = logOf([1, 1, 1]);
  assert.equal(log.commitTo(2), true);
  assert.equal(log.commitTo(1), false);
  assert.equal(log.committed, 2);
  assert.throws(() => log.commitTo(4), /beyond last/);
});

test('finds the last place with at most a term as a linear search does', () => {
  const log = logOf([3, 3, 4, 4, 4, 7, 9, 9], 10, 2);
  for (let index = 8; index <= 20; index++) {
    for (let term = 0; term <= 10; term++) {
      let expected = Math.min(index, log.lastIndex);
      if (expected >= log.baseIndex) {
        while (expected >= log.baseIndex && (log.termOf(expected) ?? 0) > term) expected--;
      }
      assert.equal(log.lastIndexWithTermAtMost(index, term), expected, `${index}/${term}`);
    }
  }
});

test('compaction keeps the term of the last entry it forgets, and forgets nothing unapplied', () => {
  const log = logOf([1, 2, 3, 3], 0, 0, 3);
  assert.throws(() => log.compact(1), /beyond applied/);
  log.appliedTo(3);
  log.compact(2);
  assert.equal(log.firstIndex, 3);
  assert.equal(log.termOf(2), 2);
  assert.equal(log.termOf(1), undefined);
  assert.equal(log.holds(2, 2), true);
  log.compact(1);
  assert.equal(log.firstIndex, 3);
});

test('a snapshot replaces the log and everything that was known about it', () => {
  const log = logOf([1, 1, 1]);
  const confState = {
    voters: [1n],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  const snapshot = { index: 9, term: 4, confState };
  log.restore(snapshot);
  assert.deepEqual(
    [log.baseIndex, log.lastIndex, log.lastTerm, log.committed, log.applied, log.stableIndex],
    [9, 9, 4, 9, 9, 9],
  );
  assert.equal(log.pendingSnapshot, snapshot);
  log.snapshotInstalled({ ...snapshot });
  assert.equal(log.pendingSnapshot, snapshot, 'another snapshot was installed');
  log.snapshotInstalled(snapshot);
  assert.equal(log.pendingSnapshot, undefined);
});

test('a disk on which the terms fall, or with a hole, or with a commit beyond the log is refused', () => {
  assert.throws(() => logOf([2, 1]), /term 1 after term 2/);
  assert.throws(
    () =>
      new RaftLog({ baseIndex: 0, baseTerm: 0, entries: [entry(2, 1)], committed: 0, applied: 0 }),
    /a gap/,
  );
  assert.throws(() => logOf([1], 0, 0, 2), /broken: base 0 ≤ applied 0 ≤ committed 2 ≤ last 1/);
});
