// Batching of linearizable reads. Reads that arrive while a ReadIndex round is under way join the
// next one; each round proves leadership once for all of them. A round that got lost (no leader, a
// dropped message) is repeated with a new context: a read has no effect, so asking again is safe,
// and the answer is never older than the read.
import { RequestTimeoutError } from './errors.ts';
import type { ReadCallback } from './ports.ts';

interface PendingRead {
  readonly deadlineMs: number;
  readonly callback: ReadCallback;
}

interface Round {
  readonly context: number;
  readonly startedMs: number;
  readonly reads: PendingRead[];
}

const retryAfterMs = 500;

export class LinearizableReads {
  #queued: PendingRead[] = [];
  #round: Round | undefined;
  #confirmed: { readonly index: number; readonly reads: PendingRead[] }[] = [];
  #lastContext = 0;
  #failedCount = 0;
  #slowRounds = 0;

  /** All that have not been called back. */
  get size(): number {
    let size = this.#queued.length + (this.#round?.reads.length ?? 0);
    for (const { reads } of this.#confirmed) size += reads.length;
    return size;
  }

  /** Reads that ran out of time. */
  get failedCount(): number {
    return this.#failedCount;
  }

  /** Rounds that got no answer in time and were begun again. */
  get slowRounds(): number {
    return this.#slowRounds;
  }

  /** Reads are queued and no round is under way that they have to wait for. */
  get wantsRound(): boolean {
    return this.#queued.length > 0 && this.#round === undefined;
  }

  add(deadlineMs: number, callback: ReadCallback): void {
    this.#queued.push({ deadlineMs, callback });
  }

  /**
   * Starts a round if one is due.
   * @param request asks Raft for a read index; false = no leader is known, try again later.
   */
  start(nowMs: number, request: (context: number) => boolean): void {
    const round = this.#round;
    if (round !== undefined && nowMs - round.startedMs < retryAfterMs) return;
    const reads = round === undefined ? this.#queued : round.reads.concat(this.#queued);
    if (reads.length === 0) return;
    if (round !== undefined) this.#slowRounds += 1;
    const context = ++this.#lastContext;
    if (!request(context)) {
      this.#round = undefined;
      this.#queued = reads;
      return;
    }
    this.#queued = [];
    this.#round = { context, startedMs: nowMs, reads };
  }

  /** The round with this context may be served once `index` is applied. */
  confirm(context: number, index: number): void {
    if (this.#round?.context !== context) return;
    this.#confirmed.push({ index, reads: this.#round.reads });
    this.#round = undefined;
  }

  /** Serves what is confirmed up to the applied index. */
  serve(appliedIndex: number): void {
    while (this.#confirmed.length > 0) {
      const [first] = this.#confirmed;
      if (first === undefined || first.index > appliedIndex) return;
      this.#confirmed.shift();
      for (const read of first.reads) read.callback(undefined);
    }
  }

  /** The leader changed: what it was asked will not be answered. */
  restart(): void {
    if (this.#round === undefined) return;
    this.#queued = this.#round.reads.concat(this.#queued);
    this.#round = undefined;
  }

  expire(nowMs: number): void {
    const late = (read: PendingRead): boolean => {
      if (read.deadlineMs > nowMs) return false;
      this.#failedCount += 1;
      read.callback(new RequestTimeoutError('linearizable read timed out'));
      return true;
    };
    this.#queued = this.#queued.filter((read) => !late(read));
    if (this.#round !== undefined) {
      this.#round = { ...this.#round, reads: this.#round.reads.filter((read) => !late(read)) };
    }
    for (const [i, { index, reads }] of this.#confirmed.entries()) {
      this.#confirmed[i] = { index, reads: reads.filter((read) => !late(read)) };
    }
  }

  failAll(error: Error): void {
    const all = [
      ...this.#queued,
      ...(this.#round?.reads ?? []),
      ...this.#confirmed.flatMap(({ reads }) => reads),
    ];
    this.#queued = [];
    this.#round = undefined;
    this.#confirmed = [];
    for (const read of all) read.callback(error);
  }
}
