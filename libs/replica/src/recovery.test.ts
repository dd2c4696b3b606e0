// What a member makes of its files after a crash at any step of a first start or of the exchange of its
// state, and what it refuses to start on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryBackend, Table } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { Raft } from '@cairn/raft';
import type { ConfState, Entry, RaftInitialState } from '@cairn/raft';
import { MemoryFileSystem } from '@cairn/wal';
import type { Wal } from '@cairn/wal';
import { decodeConfState, encodeConfState } from './conf-state-codec.ts';
import { computeClusterId, loadMembers, putMember } from './membership.ts';
import { storeConfState } from './conf-state-row.ts';
import { installedRow, recoverMember } from './recovery.ts';
import type { RecoveredMember, RecoveryOptions } from './recovery.ts';
import { newMembers } from './testing/test-cluster.ts';
import { UnusableDataError } from './unusable-data-error.ts';

const members = newMembers(3);
const ids = members.map(({ id }) => id);
const [self] = ids as [bigint];
const confState: ConfState = {
  voters: ids,
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
};

function optionsFor(fileSystem: MemoryFileSystem): RecoveryOptions {
  return {
    fileSystem,
    walDirectory: '/data/wal',
    segmentBytes: 16 * 1024,
    sync: true,
    memberId: self,
    initialMembers: members,
  };
}

async function newFiles(): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem();
  await files.makeDirectory('/data');
  return files;
}

/** The power goes at the n-th file operation from now on. Answers whether it came to that. */
function cutPowerAt(files: MemoryFileSystem, steps: number): () => boolean {
  let left = steps;
  files.intercept = () => (left-- > 0 ? undefined : { error: new Error('power cut') });
  return () => left < 0;
}

function entry(index: number, term: number): Entry {
  return { index, term, type: 0, data: Uint8Array.of(index) };
}

/** Entries from..to of one term. */
function entries(from: number, to: number, term: number): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, term));
}

async function append(wal: Wal, list: readonly Entry[], commit: number): Promise<void> {
  const term = list.at(-1)?.term ?? 1;
  await wal.append({ hardState: { term, vote: self, commit }, entries: list, mustSync: true });
}

/** A backend as a received snapshot leaves it. */
async function installedBackend(index: number, term: number): Promise<MemoryBackend> {
  const backend = new MemoryBackend();
  storeConfState(backend, confState);
  const { key, value } = installedRow(index);
  backend.put(Table.meta, key, value);
  backend.commit({ index, term });
  await backend.flush();
  return backend;
}

/** The log of one life, ready to be opened again. */
async function logWith(
  write: (wal: Wal) => Promise<void>,
): Promise<{ readonly files: MemoryFileSystem; readonly backend: MemoryBackend }> {
  const files = await newFiles();
  const backend = new MemoryBackend();
  const { wal } = await recoverMember(backend, optionsFor(files));
  await write(wal);
  await wal.close();
  return { files, backend };
}

function assertFounded({ raft, clusterId }: RecoveredMember, backend: MemoryBackend): void {
  assert.equal(clusterId, computeClusterId(ids));
  assert.deepEqual(raft.confState, confState);
  assert.deepEqual([raft.snapshotIndex, raft.appliedIndex, raft.entries.length], [1, 1, 0]);
  assert.deepEqual(new Set(loadMembers(backend).map(({ id }) => id)), new Set(ids));
}

test('a first start that the power interrupts at any step is finished by the next', async () => {
  let cuts = 0;
  for (let steps = 0, done = false; !done; steps++) {
    for (let seed = 0; seed < 5; seed++) {
      const random = new SeededRandom(steps * 5 + seed);
      const files = await newFiles();
      let backend = new MemoryBackend();
      const wasCut = cutPowerAt(files, steps);
      const started = await recoverMember(backend, optionsFor(files)).catch(() => undefined);
      done = !wasCut();
      if (started !== undefined) assertFounded(started, backend);
      else cuts += 1;
      files.crash({ random });
      backend = backend.crash(random);
      const again = await recoverMember(backend, optionsFor(files));
      assertFounded(again, backend);
      await again.wal.close();
      assertFounded(await recoverMember(backend, optionsFor(files)), backend);
    }
  }
  assert.ok(cuts > 50, `${cuts} cuts`);
});

test('members that an interrupted first start left behind are not members', async () => {
  const backend = new MemoryBackend();
  for (const member of newMembers(5)) putMember(backend, member);
  backend.commit({ index: 1, term: 1 });
  assertFounded(await recoverMember(backend, optionsFor(await newFiles())), backend);
});

describe('a snapshot that was put in place before the log knew of it', () => {
  const cases: readonly { name: string; write: (wal: Wal) => Promise<void> }[] = [
    {
      name: 'beyond the end of the log',
      write: async (wal) => await append(wal, entries(2, 10, 2), 10),
    },
    {
      name: 'where the log has a tail that was never committed',
      write: async (wal) => {
        await append(wal, entries(2, 10, 2), 10);
        await append(wal, entries(11, 60, 3), 10);
      },
    },
    {
      name: 'just behind the last entry',
      write: async (wal) => await append(wal, entries(2, 49, 2), 10),
    },
    {
      name: 'at a last entry of another term',
      write: async (wal) => await append(wal, entries(2, 50, 2), 10),
    },
  ];
  const position = { index: 50, term: 4 };

  /** Raft makes up for a crash between the marker and the hard state. */
  function termOf(initial: RaftInitialState): number {
    const limits = {
      electionTicks: 10,
      heartbeatTicks: 1,
      entriesBytesPerMessageMax: 1,
      inflightMessagesMax: 1,
      uncommittedBytesMax: 1,
      committedBytesPerReadyMax: 1,
    };
    const random = new SeededRandom(1);
    const raft = new Raft(
      { id: self, preVote: true, checkQuorum: true, random, ...limits },
      initial,
    );
    return raft.term;
  }

  function assertInstalled({ raft }: RecoveredMember): void {
    const { index, term } = position;
    assert.deepEqual(
      [raft.snapshotIndex, raft.snapshotTerm, raft.appliedIndex, raft.entries.length],
      [index, term, index, 0],
    );
    assert.equal(raft.hardState.commit, index);
    assert.ok(termOf(raft) >= term, 'a term that the state speaks of is not over yet');
    assert.deepEqual(raft.confState, confState);
  }

  for (const { name, write } of cases) {
    test(`${name}: any crash until the log knows leaves the snapshot`, async () => {
      for (let steps = 0; ; steps++) {
        const random = new SeededRandom(steps);
        const { files } = await logWith(write);
        const backend = await installedBackend(position.index, position.term);
        const wasCut = cutPowerAt(files, steps);
        const opened = await recoverMember(backend, optionsFor(files)).catch(() => undefined);
        if (opened !== undefined) assertInstalled(opened);
        const done = !wasCut();
        files.crash({ random });
        const again = await recoverMember(backend.crash(random), optionsFor(files));
        assertInstalled(again);
        // The log can be written on from there.
        await append(again.wal, entries(51, 55, 5), 52);
        await again.wal.close();
        if (done) break;
      }
    });
  }

  test('a vote of a later term than the snapshot’s is not forgotten', async () => {
    const { files } = await logWith(async (wal) => {
      await append(wal, entries(2, 10, 2), 10);
      const hardState = { term: 9, vote: 77n, commit: 10 };
      await wal.append({ hardState, entries: [], mustSync: true });
    });
    const backend = await installedBackend(position.index, position.term);
    const { raft } = await recoverMember(backend, optionsFor(files));
    assert.deepEqual(raft.hardState, { term: 9, vote: 77n, commit: 50 });
  });

  test('a vote of an earlier term is not taken for one of the snapshot’s', async () => {
    const { files } = await logWith(async (wal) => await append(wal, entries(2, 10, 2), 10));
    const backend = await installedBackend(position.index, position.term);
    const { raft } = await recoverMember(backend, optionsFor(files));
    assert.deepEqual(raft.hardState, { term: 4, vote: 0n, commit: 50 });
  });

  test('a marker that made it to the log without its hard state is enough', async () => {
    const { files } = await logWith(async (wal) => {
      await append(wal, entries(2, 10, 2), 10);
      await wal.saveMarker({ ...position, confState: encodeConfState(confState) });
    });
    const backend = await installedBackend(position.index, position.term);
    assertInstalled(await recoverMember(backend, optionsFor(files)));
  });
});

test('a snapshot whose position the log goes through keeps what follows it', async () => {
  const { files } = await logWith(async (wal) => await append(wal, entries(2, 60, 2), 55));
  const backend = await installedBackend(50, 2);
  const { raft } = await recoverMember(backend, optionsFor(files));
  assert.equal(raft.appliedIndex, 50);
  assert.equal(raft.entries.at(-1)?.index, 60);
  assert.equal(raft.hardState.commit, 55);
});

test('what is applied counts as committed, whatever the log remembers', async () => {
  const { files, backend } = await logWith(async (wal) => await append(wal, entries(2, 9, 2), 3));
  backend.commit({ index: 7, term: 2 });
  const { raft } = await recoverMember(backend, optionsFor(files));
  assert.equal(raft.hardState.commit, 7);
  assert.deepEqual(
    raft.entries.map(({ index }) => index),
    [2, 3, 4, 5, 6, 7, 8, 9],
  );
});

describe('refused with advice', () => {
  async function refusal(
    files: MemoryFileSystem,
    backend: MemoryBackend,
    changed: Partial<RecoveryOptions> = {},
  ): Promise<string> {
    const options = { ...optionsFor(files), ...changed };
    return await recoverMember(backend, options).then(
      () => assert.fail('it started'),
      (error: unknown) => {
        assert.ok(error instanceof UnusableDataError, String(error));
        return error.message;
      },
    );
  }

  test('a backend ahead of the log that no snapshot explains', async () => {
    const { files, backend } = await logWith(async (wal) => await append(wal, entries(2, 5, 2), 5));
    backend.commit({ index: 6, term: 2 });
    assert.match(await refusal(files, backend), /entry 6 .*the log lost entries/);
  });

  test('a backend of another history than the log', async () => {
    const { files, backend } = await logWith(async (wal) => await append(wal, entries(2, 5, 2), 5));
    backend.commit({ index: 4, term: 3 });
    assert.match(await refusal(files, backend), /entry 4 of term 3, which is not in the log/);
  });

  test('an installed snapshot from which the backend has gone on', async () => {
    const { files } = await logWith(async (wal) => await append(wal, entries(2, 5, 2), 5));
    const backend = await installedBackend(50, 4);
    backend.commit({ index: 51, term: 4 });
    assert.match(await refusal(files, backend), /the log lost entries/);
  });

  test('a backend that ends before the log begins', async () => {
    const { files } = await logWith(async (wal) => {
      await append(wal, entries(2, 50, 2), 50);
      await wal.saveMarker({ index: 40, term: 2, confState: encodeConfState(confState) });
    });
    assert.match(await refusal(files, new MemoryBackend()), /backend was lost or replaced/);
    const behind = await installedBackend(39, 2);
    assert.match(await refusal(files, behind), /ends at entry 39 but the log starts after 40/);
  });

  test('a backend without a log', async () => {
    const message = await refusal(await newFiles(), await installedBackend(50, 4));
    assert.match(message, /there is no write-ahead log/);
  });

  test('the data of another member', async () => {
    const { files, backend } = await logWith(async () => Promise.resolve());
    const [, other] = ids as [bigint, bigint];
    const message = await refusal(files, backend, { memberId: other });
    assert.match(message, new RegExp(`belongs to member ${self.toString(16)}`));
  });

  test('an interrupted first start whose flags have changed since', async () => {
    const files = await newFiles();
    // The first steps make the log; nothing is in it yet.
    for (let steps = 1; ; steps++) {
      const wasCut = cutPowerAt(files, steps);
      await recoverMember(new MemoryBackend(), optionsFor(files)).catch(() => undefined);
      files.crash({ random: new SeededRandom(1), files: 'lost', directories: 'lost' });
      assert.ok(wasCut(), 'the log is made before anything else');
      if ((await files.list('/data/wal').catch(() => [])).length > 0) break;
    }
    const changed = { initialMembers: newMembers(4) };
    const message = await refusal(files, new MemoryBackend(), changed);
    assert.match(message, /flags have changed/);
  });
});

test('the configuration survives its encoding', () => {
  const joint: ConfState = {
    voters: [1n, 2n ** 64n - 1n],
    learners: [3n],
    votersOutgoing: [4n],
    learnersNext: [5n],
    autoLeave: true,
  };
  assert.deepEqual(decodeConfState(encodeConfState(joint)), joint);
});
