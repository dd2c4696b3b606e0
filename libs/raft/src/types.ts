// The vocabulary of the consensus library: what goes in and what comes out. Everything is a value.
import type { LogIndex, MemberId, Term } from '@cairn/core';

export const EntryType = { normal: 0, confChange: 1 } as const;
export type EntryType = (typeof EntryType)[keyof typeof EntryType];

export interface Entry {
  readonly index: LogIndex;
  readonly term: Term;
  readonly type: EntryType;
  /** Empty for the entry a new leader appends. */
  readonly data: Uint8Array;
}

/** What must be on disk before a message that depends on it leaves. */
export interface HardState {
  readonly term: Term;
  /** 0n = no vote in this term. */
  readonly vote: MemberId;
  readonly commit: LogIndex;
}

/** Who counts. `votersOutgoing` is non-empty only inside a joint configuration. */
export interface ConfState {
  readonly voters: readonly MemberId[];
  readonly learners: readonly MemberId[];
  readonly votersOutgoing: readonly MemberId[];
  readonly learnersNext: readonly MemberId[];
  readonly autoLeave: boolean;
}

/** The state that replaces the log up to `index`. The state itself travels outside this library. */
export interface SnapshotMeta {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

export const MessageType = {
  appendRequest: 1,
  appendResponse: 2,
  voteRequest: 3,
  voteResponse: 4,
  preVoteRequest: 5,
  preVoteResponse: 6,
  heartbeat: 7,
  heartbeatResponse: 8,
  snapshot: 9,
  propose: 10,
  readIndex: 11,
  readIndexResponse: 12,
  transferLeader: 13,
  timeoutNow: 14,
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

/** One flat record for every message, as in the Raft papers' RPCs; unused fields are zero. */
export interface Message {
  readonly type: MessageType;
  readonly to: MemberId;
  readonly from: MemberId;
  readonly term: Term;
  readonly logTerm: Term;
  readonly index: LogIndex;
  readonly commit: LogIndex;
  readonly entries: readonly Entry[];
  readonly reject: boolean;
  readonly rejectHint: LogIndex;
  /**
   * The ReadIndex request in `readIndex` and its response, the ReadIndex round in heartbeats and their
   * responses, the kind of campaign in a vote request, 1 in an append request that only brings a commit index
   * and needs no answer.
   */
  readonly context: number;
  readonly snapshot: SnapshotMeta | undefined;
}

export interface ReadState {
  readonly context: number;
  /** The read may be served once this index is applied. */
  readonly index: LogIndex;
}

export type Role = 'follower' | 'preCandidate' | 'candidate' | 'leader';

export interface SoftState {
  readonly role: Role;
  /** 0n = unknown. */
  readonly leader: MemberId;
}

/**
 * What the caller must do, in this order: persist `hardState`, `entries` and `snapshot` (one sync if
 * `mustSync`) — a leader may send `messages` in parallel with that, a follower only after it —
 * then apply `committedEntries`, answer `readStates`, and call `advance(ready)`. "A leader" is a member
 * whose `raft.role` was `leader` when `ready()` was called. A crash may keep any prefix of `entries`
 * followed by `hardState`, in this order.
 */
export interface Ready {
  /** Present when it changed. */
  readonly softState: SoftState | undefined;
  /** Present when it changed. */
  readonly hardState: HardState | undefined;
  /** To append to the WAL; may overwrite a conflicting tail: the first index says from where. */
  readonly entries: readonly Entry[];
  /** To install before anything else of this Ready is applied. */
  readonly snapshot: SnapshotMeta | undefined;
  readonly messages: readonly Message[];
  readonly committedEntries: readonly Entry[];
  readonly readStates: readonly ReadState[];
  /** Entries were added, or term or vote changed: the WAL must be synced before acknowledging. */
  readonly mustSync: boolean;
}
