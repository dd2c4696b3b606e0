// What a replica is told when it starts, what it needs of the world, and what it tells.
import type { Backend } from '@cairn/backend';
import type { ClusterId, LogIndex, MemberId, MonotonicClock } from '@cairn/core';
import type { Entry, Message, Raft } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import type { Member } from './membership.ts';
import type { Changes } from './state-machine.ts';

export interface ReplicaOptions {
  readonly memberId: MemberId;
  readonly clusterId: ClusterId;
  /** How long a proposal or read may wait (etcd: 5 s + 2 × election timeout). */
  readonly requestTimeoutMs: number;
  /** Largest entry in bytes (`--max-request-bytes`). */
  readonly requestBytesMax: number;
  /** Proposals that may wait at once; more are refused with "too many requests". */
  readonly proposalsWaitingMax: number;
  /** Bytes of proposals that Raft has not taken yet, as without a leader; more are refused. */
  readonly proposalBytesQueuedMax: number;
  /** Linearizable reads that may wait at once; more are refused. */
  readonly readsWaitingMax: number;
  /** Entries applied between two log compactions (`--snapshot-count`). */
  readonly snapshotEntries: number;
  /** Entries kept behind a compaction for members that are a little late. */
  readonly catchUpEntries: number;
  /**
   * How long after a transfer of the whole state the log is kept for its receiver. Default: 30 s, as in
   * etcd; a picture that a sender keeps for longer is of no use.
   */
  readonly keepAfterSnapshotMs?: number;
  /**
   * Applied but unflushed backend bytes at which the loop waits for the disk. From half of it on a
   * leader takes no more proposals of its own, so that it need not wait and its heartbeats go out.
   */
  readonly backendPendingBytesMax: number;
  /** Where the numbers of this life's requests begin: random, from 0 and below `firstRequestMax`. */
  readonly firstRequest: number;
}

/** What the replica needs of the world. A simulator gives it a world of its own. */
export interface ReplicaPorts {
  readonly clock: MonotonicClock;
  readonly wal: Wal;
  readonly backend: Backend;
  readonly raft: Raft;
  /**
   * Messages for other members; may be lost, delayed or doubled. What waits for a microtask to leave
   * does so before the log is written.
   */
  readonly send: (messages: readonly Message[]) => void;
  /** Runs the loop soon, after pending I/O has been looked at (setImmediate). */
  readonly schedule: (run: () => void) => void;
  /** The replica cannot go on and must not: stop the process. Called at most once. */
  readonly onFatal: (error: Error) => void;
  /**
   * Since when (on `clock`) this member has been in touch with a peer without a break; undefined = it
   * is not now. Without this port every peer counts as connected for ever.
   */
  readonly connectedSinceMs?: (peer: MemberId) => number | undefined;
  /** Told of every request that is applied, but for changes of the membership. Without this port nobody looks how long that takes. */
  readonly onRequestApplied?: (applied: AppliedRequest) => void;
}

export interface AppliedRequest {
  readonly entry: Entry;
  readonly durationMs: number;
  /** The state refused it, and has not changed. */
  readonly isRefused: boolean;
}

/**
 * Told how far a proposal has come: each at most once, in this order, and nothing after it is settled. One
 * that is settled as failed may not have come so far.
 */
export interface ProposalProgress {
  /** It is in this member's log, on the disk. */
  appended(): void;
  /** It is committed, and about to be applied. */
  committed(): void;
  /** It is applied, and in the backend with the batch it came in. */
  applied(): void;
}

/** A snapshot of the leader's state that has arrived completely and waits to replace ours. */
export interface StagedSnapshot {
  /** The raft message it came with. */
  readonly message: Message;
  /** Replaces the backend; what it answers holds exactly `message.snapshot`. */
  activate(): Promise<Backend>;
  /** Raft did not want it (it came too late), or the replica has stopped. */
  discard(): Promise<void>;
}

export interface AppliedBatch extends Changes {
  readonly appliedIndex: LogIndex;
  readonly revision: number;
}

/** Listeners are called from the loop and must not throw. */
export interface ReplicaListeners {
  /** After every applied batch, in order. */
  readonly onApplied?: (batch: AppliedBatch) => void;
  /** Leader, term or role may have changed. */
  readonly onLeadership?: () => void;
  /** What a compaction was to remove is removed; so long it took. */
  readonly onCompacted?: (durationMs: number) => void;
  /** The whole state was replaced by the leader's snapshot. */
  readonly onInstalled?: (revision: number) => void;
  /**
   * Who the members are has changed, or what is known of them: all of them, ascending by id. It is on
   * its way to the disk then and comes again after a restart. Voters on their way out of a joint
   * configuration are among them. After an installed snapshot, too.
   */
  readonly onMembers?: (members: readonly Member[]) => void;
  /**
   * This member was removed from its cluster, for ever: the process stops and does not come back. Who
   * waits for that change has been answered. It may still lead, and is handing over then.
   */
  readonly onRemoved?: () => void;
}

/** undefined = go ahead. */
export type ReadCallback = (error: Error | undefined) => void;
