// A member that founds nothing: it begins with nothing and waits for the state of a cluster.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { joiningState } from '@cairn/raft';
import { MemoryFileSystem } from '@cairn/wal';
import { recoverMember } from './recovery.ts';
import type { RecoveredMember, RecoveryOptions } from './recovery.ts';
import { newMembers } from './testing/test-cluster.ts';

async function join(
  files: MemoryFileSystem,
  options: Partial<RecoveryOptions>,
): Promise<RecoveredMember> {
  await files.makeDirectory('/data');
  return await recoverMember(new MemoryBackend(), {
    fileSystem: files,
    walDirectory: '/data/wal',
    segmentBytes: 16 * 1024,
    sync: true,
    memberId: undefined,
    initialMembers: [],
    ...options,
  });
}

test('a member that joins belongs to the cluster it was told, and knows no members', async () => {
  const joined = await join(new MemoryFileSystem(), { memberId: 7n, joins: 99n });
  assert.deepEqual([joined.memberId, joined.clusterId], [7n, 99n]);
  assert.deepEqual(joined.raft, joiningState());
});

test('one that restarts before it was sent the state knows from its log who it is, and the term', async () => {
  const files = new MemoryFileSystem();
  const { wal } = await join(files, { memberId: 7n, joins: 99n });
  const hardState = { term: 4, vote: 0n, commit: 0 };
  await wal.append({ hardState, entries: [], mustSync: true });
  await wal.close();
  const again = await join(files, {});
  assert.deepEqual([again.memberId, again.clusterId], [7n, 99n]);
  assert.deepEqual(again.raft, { ...joiningState(), hardState });
});

test('the data directory of another member is refused, and so is founding in one of a joiner', async () => {
  const files = new MemoryFileSystem();
  const { wal } = await join(files, { memberId: 7n, joins: 99n });
  await wal.close();
  await assert.rejects(join(files, { memberId: 8n }), /belongs to member 7/);
  const founding = { memberId: 7n, initialMembers: newMembers(1) };
  await assert.rejects(join(files, founding), /its flags have changed/);
});
