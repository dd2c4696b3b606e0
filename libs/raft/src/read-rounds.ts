// ReadIndex on the leader (Raft thesis 6.4): a read may be served at the commit index of a moment at
// which this member still led. That it still led is only known afterwards, when a quorum answers a
// heartbeat that was sent after the read came in.
//
// Heartbeats carry the number of a round. All reads that came in since the last Ready share the next
// round; a follower's answer to round n confirms all rounds up to n. Numbers are never used twice by a
// leader, so an answer that was delayed, repeated or belongs to an earlier read can never release a
// later one.
//
// Until an entry of its own term is committed, a leader does not know the commit index of its
// predecessor: reads wait for that before they get a round.
import type { LogIndex, MemberId } from '@cairn/core';

export interface PendingRead {
  readonly from: MemberId;
  readonly context: number;
}

export interface ReadRound {
  readonly number: number;
  readonly index: LogIndex;
  readonly reads: readonly PendingRead[];
}

/** Each member's caller asks with one context per batch, so thousands pending means answers got lost. */
const pendingReadsMax = 8192;

export class ReadRounds {
  #waiting: PendingRead[] = [];
  #rounds: ReadRound[] = [];
  #latest = 0;
  #pendingCount = 0;

  /** The round that heartbeats carry; 0 before the first one. */
  get latest(): number {
    return this.#latest;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Dropped when too many are pending: the caller asks again. */
  join(read: PendingRead): void {
    if (this.#pendingCount >= pendingReadsMax) return;
    this.#pendingCount++;
    this.#waiting.push(read);
  }

  /** All waiting reads become a round at this commit index. */
  start(index: LogIndex): void {
    this.#latest++;
    this.#rounds.push({ number: this.#latest, index, reads: this.#waiting });
    this.#waiting = [];
  }

  /** Takes out the rounds up to `number`, which a quorum has confirmed. */
  confirmed(number: number): readonly ReadRound[] {
    let count = 0;
    for (const round of this.#rounds) {
      if (round.number > number) break;
      count++;
      this.#pendingCount -= round.reads.length;
    }
    return count === 0 ? noRounds : this.#rounds.splice(0, count);
  }
}

const noRounds: readonly ReadRound[] = [];
