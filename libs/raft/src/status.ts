// What a member can tell about itself, for metrics, health checks and tests: a copy, not a view.
import type { LogIndex, MemberId, Term } from '@cairn/core';
import type { ProgressState } from './progress.ts';
import type { ConfState, Role } from './types.ts';

export interface PeerStatus {
  readonly id: MemberId;
  readonly state: ProgressState;
  readonly match: LogIndex;
  readonly next: LogIndex;
  /** Heard from since the last check of the quorum. */
  readonly recentActive: boolean;
  /** Unanswered append messages. */
  readonly inflight: number;
  /** Nothing can be sent before it answers. */
  readonly paused: boolean;
  readonly isLearner: boolean;
}

export interface RaftStatus {
  readonly id: MemberId;
  readonly role: Role;
  /** 0n = unknown. */
  readonly leader: MemberId;
  readonly term: Term;
  readonly vote: MemberId;
  readonly committed: LogIndex;
  readonly applied: LogIndex;
  readonly firstIndex: LogIndex;
  readonly lastIndex: LogIndex;
  readonly confState: ConfState;
  /** 0n = no transfer under way. */
  readonly transferee: MemberId;
  /** Empty unless this member leads. */
  readonly peers: readonly PeerStatus[];
}
