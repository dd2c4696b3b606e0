// What a member finds in its data directory, and how WAL and backend are fitted together:
//   marker ≤ backend applied ≤ last entry of the log, which has the backend's term there
// The backend may lag the log (the missing entries are applied again) but must never be ahead of it or
// of another history, with one exception: a snapshot received from the leader replaces the backend
// before the log gets its marker. A crash in between leaves a backend that says so itself; then the
// marker is written now. The log may reach past such a snapshot, with entries that a former leader
// never got committed: the snapshot replaces those too.
import { Table } from '@cairn/backend';
import type { AppliedPosition, Backend } from '@cairn/backend';
import { assert, fromByteString, toByteString } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';
import type { ConfState, Entry, RaftInitialState } from '@cairn/raft';
import type { EntryType } from '@cairn/raft';
import { foundingState, joiningState } from '@cairn/raft';
import { createWal, openWal, walExists } from '@cairn/wal';
import type { FileSystem, Wal, WalRecovery } from '@cairn/wal';
import { encodeConfState } from './conf-state-codec.ts';
import { loadConfState, storeConfState } from './conf-state-row.ts';
import { forceNewCluster } from './force-new-cluster.ts';
import { computeClusterId, putMember } from './membership.ts';
import type { Member } from './membership.ts';
import { UnusableDataError } from './unusable-data-error.ts';

export interface RecoveryOptions {
  readonly fileSystem: FileSystem;
  readonly walDirectory: string;
  readonly segmentBytes: number;
  /** False only for tests and throw-away clusters (`--unsafe-no-fsync`). */
  readonly sync: boolean;
  /** undefined = whoever the data directory belongs to; there must be a log in it then. */
  readonly memberId: MemberId | undefined;
  /**
   * As `--initial-cluster` gives them; used only while the data directory is empty. None = this member
   * founds nothing: it waits for a leader to send it the state.
   */
  readonly initialMembers: readonly Member[];
  /** The cluster that a member without initial members joins; used only while the directory is empty. */
  readonly joins?: ClusterId;
  /** Disaster recovery: keep the data and become the only member; see force-new-cluster.ts. */
  readonly forceNewCluster?: boolean;
}

export interface RecoveredMember {
  readonly wal: Wal;
  readonly memberId: MemberId;
  readonly clusterId: ClusterId;
  readonly raft: RaftInitialState;
  readonly repaired: WalRecovery['repaired'];
}

const installedKey = fromByteString('cairnSnapshotInstalled');

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
  const location = { fileSystem, directory: walDirectory, segmentBytes, sync };
  if (await walExists(fileSystem, walDirectory)) {
    const { wal, recovery } = await openWal(location);
    const fitted = await fit(backend, wal, recovery, options);
    if (options.forceNewCluster !== true) return fitted;
    return { ...fitted, raft: await forceNewCluster(backend, fitted) };
  }
  if (options.forceNewCluster === true) {
    throw new UnusableDataError(
      `--force-new-cluster keeps the data of a lost cluster, but there is none in ${walDirectory}: ` +
        'check --data-dir',
    );
  }
  if (!isFounding(backend)) {
    throw new UnusableDataError(
      `the backend holds applied entries but there is no write-ahead log in ${walDirectory}: ` +
        'restore the directory, or remove the whole data directory and add the member anew',
    );
  }
  const { memberId } = options;
  assert(memberId !== undefined, 'a member without a log says who it is');
  const clusterId = clusterIdOf(options);
  const wal = await createWal({ ...location, metadata: encodeIdentity({ clusterId, memberId }) });
  const raft = await begin(backend, wal, options);
  return { wal, memberId, clusterId, raft, repaired: undefined };
}

function clusterIdOf({ initialMembers, joins }: RecoveryOptions): ClusterId {
  if (initialMembers.length > 0) return computeClusterId(initialMembers.map(({ id }) => id));
  assert(joins !== undefined, 'a member founds a cluster or joins one');
  return joins;
}

/** The first start, or one after a first start that was interrupted. */
async function begin(
  backend: Backend,
  wal: Wal,
  { initialMembers }: RecoveryOptions,
): Promise<RaftInitialState> {
  return initialMembers.length > 0 ? await found(backend, wal, initialMembers) : joiningState();
}

/** Nothing but the first configuration can have been written. */
function isFounding(backend: Backend): boolean {
  return backend.applied.index <= 1;
}

/**
 * The first start of a founding member: backend first, then the marker that says so in the log. A
 * crash in between leaves a log without a marker, and this is done again.
 */
async function found(
  backend: Backend,
  wal: Wal,
  members: readonly Member[],
): Promise<RaftInitialState> {
  const confState: ConfState = {
    voters: members.filter((member) => !member.isLearner).map(({ id }) => id),
    learners: members.filter((member) => member.isLearner).map(({ id }) => id),
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  const state = foundingState(confState);
  const { snapshotIndex: index, snapshotTerm: term, hardState } = state;
  // A first start that was interrupted may have left others.
  for (const { key } of backend.scan(Table.members, {})) backend.delete(Table.members, key);
  for (const member of members) putMember(backend, member);
  storeConfState(backend, confState);
  backend.commit({ index, term });
  await backend.flush();
  await wal.append({ hardState, entries: [], mustSync: true });
  await wal.saveMarker({ index, term, confState: encodeConfState(confState) });
  return state;
}

async function fit(
  backend: Backend,
  wal: Wal,
  recovery: WalRecovery,
  options: RecoveryOptions,
): Promise<RecoveredMember> {
  const { clusterId, memberId } = decodeIdentity(recovery.metadata);
  if (options.memberId !== undefined && memberId !== options.memberId) {
    throw new UnusableDataError(
      `the data directory belongs to member ${memberId.toString(16)}, but the flags describe ` +
        `member ${options.memberId.toString(16)}: check --name, the peer URLs and --data-dir`,
    );
  }
  const { marker, entries, repaired } = recovery;
  if (marker.index === 0 && entries.length === 0 && isFounding(backend)) {
    // One that joins has not been sent the state yet. It may have learned of a term, and kept to it.
    if (options.initialMembers.length === 0) {
      const raft = { ...joiningState(), hardState: recovery.hardState };
      return { wal, memberId, clusterId, raft, repaired };
    }
    if (clusterId !== clusterIdOf(options)) {
      throw new UnusableDataError(
        'the first start of this member was interrupted, and its flags have changed since: they ' +
          'describe another cluster now. Remove the data directory, there is nothing in it yet',
      );
    }
    const raft = await found(backend, wal, options.initialMembers);
    return { wal, memberId, clusterId, raft, repaired };
  }
  const confState = loadConfState(backend);
  const applied = backend.applied;
  if (confState === undefined || applied.index < marker.index) {
    throw new UnusableDataError(
      `the backend ends at entry ${applied.index} but the log starts after ${marker.index}: the ` +
        'backend was lost or replaced; restore it, or remove the data directory and add the member anew',
    );
  }
  if (!logHolds(recovery, applied)) {
    const raft = await finishInstall(backend, wal, recovery, confState);
    return { wal, memberId, clusterId, raft, repaired };
  }
  const { hardState } = recovery;
  const raft: RaftInitialState = {
    // The commit position is not synced by itself; what is applied was committed.
    hardState: { ...hardState, commit: Math.max(hardState.commit, applied.index) },
    confState,
    snapshotIndex: marker.index,
    snapshotTerm: marker.term,
    entries: entries.map(toRaftEntry),
    appliedIndex: applied.index,
  };
  return { wal, memberId, clusterId, raft, repaired };
}

/** Whether the log goes through this position. */
function logHolds({ marker, entries }: WalRecovery, { index, term }: AppliedPosition): boolean {
  if (index === marker.index) return term === marker.term;
  return entries[index - marker.index - 1]?.term === term;
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
      `the backend has applied entry ${index} of term ${term}, which is not in the log: the log lost ` +
        'entries that were on disk; remove the data directory and add the member anew',
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
