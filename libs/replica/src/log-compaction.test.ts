import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RaftStatus } from '@cairn/raft';
import { LogCompaction } from './log-compaction.ts';

const mebibyte = 1024 * 1024;

/** A log of 1,000 entries of the same size, all applied and flushed. */
function logOf(entryBytes: number, voters: readonly bigint[], snapshotPeer = false) {
  const done: string[] = [];
  const status = {
    firstIndex: 1,
    confState: { voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false },
    peers: snapshotPeer ? [{ state: 'snapshot' }] : [],
  } as unknown as RaftStatus;
  const compaction = new LogCompaction({
    raft: {
      status: () => status,
      compactLog: (index) => void done.push(`memory ${index}`),
      logBytes: 1_000 * entryBytes,
      logIndexBefore: (bytesMax) => 1_000 - Math.floor(bytesMax / entryBytes),
    },
    wal: {
      saveMarker: async ({ index }) => void done.push(`marker ${index}`),
      releaseBefore: async (index) => void done.push(`disk ${index}`),
    },
    confStateAt: () => status.confState,
    snapshotEntries: 10_000,
    catchUpEntries: 5_000,
    markerIndex: 0,
    keepAfterSnapshotMs: 500,
  });
  return { compaction, done };
}

const backend = { flushed: { index: 1_000, term: 1 } };

test('entries that are few and small stay', async () => {
  const { compaction, done } = logOf(1_000, [1n, 2n, 3n]);
  await compaction.runIfDue(backend, 0);
  assert.deepEqual(done, []);
});

test('few large entries are cut to what a late member may still get', async () => {
  const { compaction, done } = logOf(mebibyte, [1n, 2n, 3n]);
  await compaction.runIfDue(backend, 0);
  assert.deepEqual(done, ['marker 1000', 'memory 936', 'disk 1000']);
});

test('a member alone keeps nothing for others', async () => {
  const { compaction, done } = logOf(mebibyte, [1n]);
  await compaction.runIfDue(backend, 0);
  assert.deepEqual(done, ['marker 1000', 'memory 1000', 'disk 1000']);
});

test('a full log that cannot get shorter does not get a marker for every batch', async () => {
  const { compaction, done } = logOf(mebibyte, [1n, 2n, 3n]);
  await compaction.runIfDue(backend, 0);
  done.length = 0;
  await compaction.runIfDue({ flushed: { index: 1_050, term: 1 } }, 0);
  assert.deepEqual(done, []);
});

test('for a member that is being sent the state memory keeps more, up to a limit', async () => {
  const bearable = logOf(mebibyte / 2, [1n, 2n, 3n], true);
  await bearable.compaction.runIfDue(backend, 0);
  assert.deepEqual(bearable.done, ['marker 1000', 'disk 1000']);
  const tooMuch = logOf(mebibyte, [1n, 2n, 3n], true);
  await tooMuch.compaction.runIfDue(backend, 0);
  assert.deepEqual(tooMuch.done, ['marker 1000', 'memory 936', 'disk 1000']);
});

test('for so long after a transfer as is asked for, memory keeps what its receiver needs', async () => {
  const meanwhile = logOf(mebibyte / 2, [1n, 2n, 3n]);
  meanwhile.compaction.snapshotSent(100);
  await meanwhile.compaction.runIfDue(backend, 599);
  assert.deepEqual(meanwhile.done, ['marker 1000', 'disk 1000']);
  const later = logOf(mebibyte / 2, [1n, 2n, 3n]);
  later.compaction.snapshotSent(100);
  await later.compaction.runIfDue(backend, 600);
  assert.deepEqual(later.done, ['marker 1000', 'memory 872', 'disk 1000']);
});
