// What a member is told when it starts: its limits, and what its disk holds.
import { assert } from '@cairn/core';
import type { LogIndex, MemberId, Random, Term } from '@cairn/core';
import { EntryType } from './types.ts';
import type { ConfState, Entry, HardState } from './types.ts';

export interface RaftOptions {
  readonly id: MemberId;
  /** A member without a leader campaigns after [electionTicks, 2 × electionTicks) ticks. */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  /** Ask whether an election could be won before starting one (Raft thesis 9.6). */
  readonly preVote: boolean;
  /** A leader out of touch with its quorum steps down; voters in touch with a leader elect no other. */
  readonly checkQuorum: boolean;
  readonly entriesBytesPerMessageMax: number;
  /** Unanswered append messages to one follower. */
  readonly inflightMessagesMax: number;
  /** A leader refuses proposals beyond this many bytes of entries not yet handed out as committed. */
  readonly uncommittedBytesMax: number;
  readonly committedBytesPerReadyMax: number;
  /** Seeded differently on every start of a member. */
  readonly random: Random;
}

/** What the disk holds: `snapshotIndex ≤ appliedIndex`, and both within the entries. */
export interface RaftInitialState {
  readonly hardState: HardState;
  /** As of `appliedIndex`. */
  readonly confState: ConfState;
  /** The position before the first entry. */
  readonly snapshotIndex: LogIndex;
  readonly snapshotTerm: Term;
  /** Entries after the snapshot position, all durable. */
  readonly entries: readonly Entry[];
  /** What the state machine holds durably; committed entries after it come out again. */
  readonly appliedIndex: LogIndex;
}

/**
 * How far the log is committed by all that the disk tells. The commit index is not synced by itself, and a crash
 * can keep entries without the hard state written after them; but what was applied was committed, and so is
 * every conf change that another one follows: a leader appends none before it has applied the last one.
 *
 * The latter is what makes conf changes safe that count when they are applied: a member that campaigns is at
 * most one of them behind its own log. Two behind, its majority and the one that commits need no common member.
 */
export function commitOnDisk(initial: RaftInitialState): LogIndex {
  const { hardState, appliedIndex, snapshotIndex } = initial;
  let commit = Math.max(hardState.commit, appliedIndex, snapshotIndex);
  let lastChange: LogIndex = 0;
  for (const { index, type } of initial.entries) {
    if (type !== EntryType.confChange) continue;
    commit = Math.max(commit, lastChange);
    lastChange = index;
  }
  return commit;
}

export function assertRaftOptions(options: RaftOptions): void {
  const { heartbeatTicks, electionTicks } = options;
  assert(options.id !== 0n, 'member id 0 means "none"');
  assert(heartbeatTicks >= 1, `heartbeatTicks ${heartbeatTicks} must be at least 1`);
  assert(
    electionTicks > heartbeatTicks,
    `electionTicks ${electionTicks} must be greater than heartbeatTicks ${heartbeatTicks}`,
  );
  assert(options.inflightMessagesMax >= 1, 'inflightMessagesMax must be at least 1');
  assert(options.entriesBytesPerMessageMax >= 1, 'entriesBytesPerMessageMax must be at least 1');
  assert(options.uncommittedBytesMax >= 1, 'uncommittedBytesMax must be at least 1');
  assert(options.committedBytesPerReadyMax >= 1, 'committedBytesPerReadyMax must be at least 1');
}
