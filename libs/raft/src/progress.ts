// What a leader believes about one follower, and what it may send next.
//
//   probe      where the logs meet is unknown: one message at a time, until an answer or a heartbeat
//   replicate  they meet at `match`: entries are sent ahead of the answers, up to a window
//   snapshot   the entries it needs are gone: nothing is sent until the state arrived or failed
//
// The leader never remembers "I must send": it asks `wantsAppend`, which looks only at this state and
// the log. So several proposals, a new commit and an answer between two Readys become one message, and
// nothing is forgotten when a message was not sent.
//
// Invariant: match < next; match never falls while this member leads.
import { assert } from '@cairn/core';
import type { LogIndex } from '@cairn/core';
import { Inflights } from './inflights.ts';

export type ProgressState = 'probe' | 'replicate' | 'snapshot';

/** The positions of the leader's log that decide what a follower still lacks. */
export interface LogPosition {
  readonly lastIndex: LogIndex;
  readonly committed: LogIndex;
}

export class Progress {
  readonly #inflights: Inflights;
  #state: ProgressState = 'probe';
  #match: LogIndex = 0;
  #next: LogIndex;
  /** Probe only: one message is out. */
  #paused = false;
  /** Replicate only: send something, even if it is empty, to learn whether earlier messages got lost. */
  #poked = false;
  /** The commit index the follower has if it got everything sent so far. */
  #sentCommit: LogIndex = 0;
  #snapshotIndex: LogIndex = 0;
  /** Heard from since the last check of the quorum. */
  recentActive = false;
  /** The latest ReadIndex round it confirmed. */
  ackedRound = 0;

  constructor(next: LogIndex, inflightMessagesMax: number) {
    this.#next = next;
    this.#inflights = new Inflights(inflightMessagesMax);
  }

  get state(): ProgressState {
    return this.#state;
  }

  get match(): LogIndex {
    return this.#match;
  }

  get next(): LogIndex {
    return this.#next;
  }

  get inflightCount(): number {
    return this.#inflights.count;
  }

  get snapshotIndex(): LogIndex {
    return this.#snapshotIndex;
  }

  get paused(): boolean {
    return (
      this.#state === 'snapshot' || (this.#state === 'probe' ? this.#paused : this.#inflights.full)
    );
  }

  /** An append without entries would only tell the commit index: nothing hangs on an answer. */
  get needsAnswer(): boolean {
    return this.#state !== 'replicate' || this.#poked;
  }

  wantsAppend(log: LogPosition): boolean {
    if (this.#state === 'snapshot') return false;
    if (this.#state === 'probe') return !this.#paused;
    if (this.#poked) return true;
    if (this.#next <= log.lastIndex && !this.#inflights.full) return true;
    return this.#sentCommit < Math.min(log.committed, this.#next - 1);
  }

  /** An append with entries `next .. next+entryCount-1` and this commit index has been sent. */
  sent(entryCount: number, committed: LogIndex): void {
    const last = this.#next - 1 + entryCount;
    this.#sentCommit = Math.min(committed, last);
    this.#poked = false;
    if (this.#state === 'probe') {
      this.#paused = true;
    } else if (entryCount > 0) {
      this.#inflights.add(last);
      this.#next = last + 1;
    }
  }

  /** The follower has, durably, everything up to `index`. True when that is news. */
  acked(index: LogIndex): boolean {
    this.#next = Math.max(this.#next, index + 1);
    this.#inflights.freeTo(index);
    if (index < this.#match) return false;
    const moved = index > this.#match;
    this.#match = index;
    this.#paused = false;
    if (moved) this.#poked = false;
    return moved;
  }

  /**
   * The follower does not have `index`; the logs may meet at `hint`. False when that answers a message
   * that was overtaken by better knowledge.
   */
  rejected(index: LogIndex, hint: LogIndex): boolean {
    if (this.#state === 'snapshot') return false;
    const stale = this.#state === 'replicate' ? index <= this.#match : index !== this.#next - 1;
    if (stale) return false;
    this.becomeProbe();
    this.#next = Math.max(Math.min(index, hint + 1), this.#match + 1);
    return true;
  }

  /** It is alive: whatever was held back or lost may be tried again. */
  heard(lastIndex: LogIndex): void {
    this.recentActive = true;
    this.#paused = false;
    if (this.#state === 'replicate' && this.#match < lastIndex) this.#poked = true;
  }

  becomeProbe(): void {
    if (this.#state === 'snapshot') {
      this.#next = Math.max(this.#match, this.#snapshotIndex) + 1;
    } else {
      this.#next = this.#match + 1;
    }
    this.#reset('probe');
  }

  becomeReplicate(): void {
    const sentCommit = this.#sentCommit;
    this.#reset('replicate');
    this.#sentCommit = sentCommit;
    this.#next = this.#match + 1;
  }

  becomeSnapshot(index: LogIndex): void {
    this.#reset('snapshot');
    this.#snapshotIndex = index;
  }

  /** Nothing more until it is heard again. */
  pause(): void {
    assert(this.#state === 'probe', 'only a probe waits for a sign of life');
    this.#paused = true;
  }

  /** The state did not arrive; where the logs meet is what it was before. */
  snapshotFailed(): void {
    this.#snapshotIndex = 0;
    this.becomeProbe();
  }

  #reset(state: ProgressState): void {
    this.#state = state;
    this.#paused = false;
    this.#poked = false;
    this.#sentCommit = 0;
    this.#snapshotIndex = 0;
    this.#inflights.clear();
  }
}
