// The last revisions in memory. A watcher that is only a little behind (it reconnected, or its
// client was slow for a moment) reads from here instead of asking the raft-node, so a thousand
// watchers coming back at once are not a thousand reads there.
//
// Invariant: the batches adjoin, and the last one ends at the hub's revision.
import { recentEventsBytesMax, recentEventsCountMax } from '../limits.ts';
import { firstEventAfter } from './event-batch.ts';
import type { EventBatch, StoredEvent } from './event-batch.ts';

export interface RecentEventsLimits {
  readonly bytesMax: number;
  readonly countMax: number;
}

export class RecentEvents {
  readonly #limits: RecentEventsLimits;
  #batches: (EventBatch | undefined)[] = [];
  /** Places before this index are empty; they are cut off now and then. */
  #start = 0;
  #bytes = 0;
  #count = 0;

  constructor(
    limits: RecentEventsLimits = {
      bytesMax: recentEventsBytesMax,
      countMax: recentEventsCountMax,
    },
  ) {
    this.#limits = limits;
  }

  /** Whether all events from `revision` to the last one are here. */
  covers(revision: number): boolean {
    const first = this.#batches[this.#start];
    return first !== undefined && first.firstRevision <= revision;
  }

  /** `batch` begins where the last one ended. */
  append(batch: EventBatch): void {
    this.#batches.push(batch);
    this.#bytes += sizeOf(batch);
    this.#count += batch.events.length;
    while (this.#bytes > this.#limits.bytesMax || this.#count > this.#limits.countMax) {
      const first = this.#batches[this.#start] as EventBatch;
      // At once: a thousand batches of a thousand events each would wait for the cut.
      this.#batches[this.#start++] = undefined;
      this.#bytes -= sizeOf(first);
      this.#count -= first.events.length;
    }
    if (this.#start > 1_000 && this.#start * 2 > this.#batches.length) {
      this.#batches = this.#batches.slice(this.#start);
      this.#start = 0;
    }
  }

  clear(): void {
    this.#batches = [];
    this.#start = 0;
    this.#bytes = 0;
    this.#count = 0;
  }

  /**
   * Events from `revision` on, which must be covered, in whole batches, until there are `countMax`
   * or `bytesMax` or none are left; and up to which revision these are all.
   */
  read(
    revision: number,
    countMax: number,
    bytesMax: number,
  ): { readonly events: readonly StoredEvent[]; readonly upToRevision: number } {
    const events: StoredEvent[] = [];
    let upToRevision = revision - 1;
    let bytes = 0;
    for (let i = this.#find(revision); i < this.#batches.length; i++) {
      const batch = this.#batches[i] as EventBatch;
      const from = firstEventAfter(batch.events, revision - 1);
      for (let j = from; j < batch.events.length; j++) {
        const event = batch.events[j] as StoredEvent;
        events.push(event);
        bytes += event.sizeBytes;
      }
      upToRevision = batch.lastRevision;
      if (events.length >= countMax || bytes >= bytesMax) break;
    }
    return { events, upToRevision };
  }

  /** The index of the batch with `revision` in it. */
  #find(revision: number): number {
    let low = this.#start;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#batches[middle] as EventBatch).lastRevision < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function sizeOf(batch: EventBatch): number {
  let bytes = 64;
  for (const event of batch.events) bytes += event.sizeBytes;
  return bytes;
}
