// What is left of a cluster when one member goes on alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend, Table } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { encodeConfChange } from '@cairn/raft';
import type { Entry } from '@cairn/raft';
import { MemoryFileSystem } from '@cairn/wal';
import { loadMembers, removeMember, wasRemoved } from './membership.ts';
import { recoverMember } from './recovery.ts';
import type { RecoveredMember } from './recovery.ts';
import { newMembers } from './testing/test-cluster.ts';

const members = newMembers(3);
const [self, ...others] = members.map(({ id }) => id) as [bigint, bigint, bigint];

function recover(
  files: MemoryFileSystem,
  backend: MemoryBackend,
  forceNewCluster = false,
): Promise<RecoveredMember> {
  return recoverMember(backend, {
    fileSystem: files,
    walDirectory: '/data/wal',
    segmentBytes: 16 * 1024,
    sync: true,
    memberId: self,
    initialMembers: members,
    forceNewCluster,
  });
}

const removal = encodeConfChange({
  kind: 'simple',
  step: { kind: 'removeMember', member: self },
  context: new Uint8Array(0),
});
const entries: readonly Entry[] = [
  { index: 2, term: 3, type: 0, data: Uint8Array.of(2) },
  { index: 3, term: 3, type: 1, data: removal },
  { index: 4, term: 3, type: 0, data: Uint8Array.of(4) },
];

interface Store {
  readonly files: MemoryFileSystem;
  readonly backend: MemoryBackend;
}

/** One of three members, with three entries of which it knows the first to be committed. */
async function survivor(): Promise<Store> {
  const files = new MemoryFileSystem();
  await files.makeDirectory('/data');
  const backend = new MemoryBackend();
  const { wal } = await recover(files, backend);
  await wal.append({ hardState: { term: 3, vote: self, commit: 2 }, entries, mustSync: true });
  await wal.close();
  return { files, backend };
}

function assertAlone({ raft }: RecoveredMember, backend: MemoryBackend, term: number): void {
  assert.deepEqual(raft.confState.voters, [self]);
  assert.deepEqual(raft.hardState, { term, vote: 0n, commit: 4 });
  assert.deepEqual(
    raft.entries.map(({ index, type, data }) => [index, type, [...data]]),
    [
      [2, 0, [2]],
      [3, 0, []],
      [4, 0, [4]],
    ],
    'every entry stays but the change of membership',
  );
  assert.deepEqual(
    loadMembers(backend).map(({ id }) => id),
    [self],
  );
  for (const id of others) assert.ok(wasRemoved(backend, id));
}

test('the member goes on alone, in a new term, with all that its log holds, and so after a restart', async () => {
  const { files, backend } = await survivor();
  const forced = await recover(files, backend, true);
  assertAlone(forced, backend, 4);
  await forced.wal.close();
  assertAlone(await recover(files, backend), backend, 4);
});

test('the power may go at any step: the next start with the flag does it all', async () => {
  let cuts = 0;
  for (let steps = 0, done = false; !done; steps++) {
    for (let seed = 0; seed < 3; seed++) {
      const { files, backend } = await survivor();
      const random = new SeededRandom(steps * 3 + seed);
      let left = steps;
      files.intercept = () => (left-- > 0 ? undefined : { error: new Error('power cut') });
      await recover(files, backend, true).catch(() => undefined);
      done = left >= 0;
      if (!done) cuts += 1;
      files.crash({ random });
      const after = backend.crash(random);
      const again = await recover(files, after, true);
      assertAlone(again, after, again.raft.hardState.term);
    }
  }
  assert.ok(cuts > 5, `${cuts} cuts`);
});

test('a directory without data, and a member that was removed, are refused', async () => {
  const files = new MemoryFileSystem();
  await files.makeDirectory('/data');
  await assert.rejects(recover(files, new MemoryBackend(), true), /there is none in \/data\/wal/);
  const store = await survivor();
  removeMember(store.backend, self);
  store.backend.commit(store.backend.applied);
  assert.equal(store.backend.get(Table.members, Buffer.from(self.toString(16))), undefined);
  await assert.rejects(recover(store.files, store.backend, true), /has been removed/);
});
