// What a member finds in its data directory, and how WAL and backend are fitted together:
//   marker ≤ backend applied ≤ last entry of the log
// The backend may lag the log (the missing entries are applied again) but must never be ahead of it,
// with one exception: a snapshot received from the leader replaces the backend before the log gets
// its marker. A crash in between leaves a backend that says so itself; then the marker is written now.
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { assert, fromByteString, toByteString } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';
import type { ConfState, Entry, RaftInitialState } from '@cairn/raft';
import type { EntryType } from '@cairn/raft';
import { createWal, openWal, walExists } from '@cairn/wal';
import type { FileSystem, Wal, WalRecovery } from '@cairn/wal';
import { decodeConfState, encodeConfState } from './conf-state-codec.ts';
import { computeClusterId, putMember } from './membership.ts';
import type { Member } from './membership.ts';

/** The data directory cannot be used; the message tells an operator what to do. */
export class UnusableDataError extends Error {
  override readonly name = 'UnusableDataError';
}

export interface RecoveryOptions {
  readonly fileSystem: FileSystem;
  readonly walDirectory: string;
  readonly segmentBytes: number;
  /** False only for tests and throw-away clusters (`--unsafe-no-fsync`). */
  readonly sync: boolean;
  readonly memberId: MemberId;
  /** As `--initial-cluster` gives them; used only while the data directory is empty. */
  readonly initialMembers: readonly Member[];
}

export interface RecoveredMember {
  readonly wal: Wal;
  readonly clusterId: ClusterId;
  readonly raft: RaftInitialState;
  readonly repaired: WalRecovery['repaired'];
}

const confStateKey = fromByteString('cairnConfState');
const installedKey = fromByteString('cairnSnapshotInstalled');

export function storeConfState(backend: Backend, state: ConfState): void {
  backend.put(Table.meta, confStateKey, encodeConfState(state));
}

/** The row that an installed snapshot carries until the next one: see the head of this file. */
export function installedRow(index: number): { key: Uint8Array; value: Uint8Array } {
  return { key: installedKey, value: fromByteString(String(index)) };
}

/** Opens or creates the log and fits it to the backend. @throws UnusableDataError */
export async function recoverMember(
  backend: Backend,
  options: RecoveryOptions,
): Promise<RecoveredMember> {
  const { fileSystem, walDirectory, segmentBytes, sync } = options;
  if (await walExists(fileSystem, walDirectory)) {
    const { wal, recovery } = await openWal({
      fileSystem,
      directory: walDirectory,
      segmentBytes,
      sync,
    });
    return await fit(backend, wal, recovery, options);
  }
  if (backend.applied.index > 0) {
    throw new UnusableDataError(
      `the backend holds applied entries but there is no write-ahead log in ${walDirectory}: ` +
        'restore the directory, or remove the whole data directory and add the member anew',
    );
  }
  const clusterId = computeClusterId(options.initialMembers.map(({ id }) => id));
  const wal = await createWal({
    fileSystem,
    directory: walDirectory,
    metadata: encodeIdentity({ clusterId, memberId: options.memberId }),
    segmentBytes,
    sync,
  });
  const confState = await bootstrap(backend, options.initialMembers);
  return { wal, clusterId, raft: emptyLog(confState), repaired: undefined };
}

async function bootstrap(backend: Backend, members: readonly Member[]): Promise<ConfState> {
  const confState: ConfState = {
    voters: members.filter((member) => !member.isLearner).map(({ id }) => id),
    learners: members.filter((member) => member.isLearner).map(({ id }) => id),
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  for (const member of members) putMember(backend, member);
  storeConfState(backend, confState);
  backend.commit({ index: 0, term: 0 });
  await backend.flush();
  return confState;
}

function emptyLog(confState: ConfState): RaftInitialState {
  return {
    hardState: { term: 0, vote: 0n, commit: 0 },
    confState,
    snapshotIndex: 0,
    snapshotTerm: 0,
    entries: [],
    appliedIndex: 0,
  };
}

async function fit(
  backend: Backend,
  wal: Wal,
  recovery: WalRecovery,
  options: RecoveryOptions,
): Promise<RecoveredMember> {
  const { clusterId, memberId } = decodeIdentity(recovery.metadata);
  if (memberId !== options.memberId) {
    throw new UnusableDataError(
      `the data directory belongs to member ${memberId.toString(16)}, but the flags describe ` +
        `member ${options.memberId.toString(16)}: check --name, the peer URLs and --data-dir`,
    );
  }
  const stored = backend.get(Table.meta, confStateKey);
  // A crash right after the log was created: nothing has happened yet, so start again.
  const confState =
    stored === undefined
      ? await bootstrap(backend, options.initialMembers)
      : decodeConfState(stored);
  const applied = backend.applied;
  const { marker, hardState, entries } = recovery;
  const lastIndex = marker.index + entries.length;
  if (applied.index < marker.index) {
    throw new UnusableDataError(
      `the backend ends at entry ${applied.index} but the log starts after ${marker.index}: the ` +
        'backend was lost or replaced; restore it, or remove the data directory and add the member anew',
    );
  }
  if (applied.index <= lastIndex) {
    return {
      wal,
      clusterId,
      repaired: recovery.repaired,
      raft: {
        // The commit position is not synced by itself; what is applied was committed.
        hardState: { ...hardState, commit: Math.max(hardState.commit, applied.index) },
        confState,
        snapshotIndex: marker.index,
        snapshotTerm: marker.term,
        entries: entries.map(toRaftEntry),
        appliedIndex: applied.index,
      },
    };
  }
  const raft = await finishInstall(backend, wal, recovery, confState);
  return { wal, clusterId, repaired: recovery.repaired, raft };
}

async function finishInstall(
  backend: Backend,
  wal: Wal,
  recovery: WalRecovery,
  confState: ConfState,
): Promise<RaftInitialState> {
  const { index, term } = backend.applied;
  const installed = backend.get(Table.meta, installedKey);
  if (installed === undefined || toByteString(installed) !== String(index)) {
    throw new UnusableDataError(
      `the backend has applied entry ${index} but the log ends before it: the log lost entries that ` +
        'were on disk; remove the data directory and add the member anew',
    );
  }
  await wal.saveMarker({ index, term, confState: encodeConfState(confState) });
  const hardState = {
    term: Math.max(recovery.hardState.term, term),
    vote: recovery.hardState.term >= term ? recovery.hardState.vote : 0n,
    commit: index,
  };
  await wal.append({ hardState, entries: [], mustSync: true });
  return {
    hardState,
    confState,
    snapshotIndex: index,
    snapshotTerm: term,
    entries: [],
    appliedIndex: index,
  };
}

function toRaftEntry(entry: WalRecovery['entries'][number]): Entry {
  return { ...entry, type: entry.type as EntryType };
}

interface Identity {
  readonly clusterId: ClusterId;
  readonly memberId: MemberId;
}

function encodeIdentity({ clusterId, memberId }: Identity): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(clusterId, 0);
  bytes.writeBigUInt64BE(memberId, 8);
  return bytes;
}

function decodeIdentity(metadata: Uint8Array): Identity {
  assert(metadata.length === 16, 'the log names its cluster and member in 16 bytes');
  const bytes = Buffer.from(metadata);
  return { clusterId: bytes.readBigUInt64BE(0), memberId: bytes.readBigUInt64BE(8) };
}
