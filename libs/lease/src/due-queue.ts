// "What is due by now?" for a million items of which nearly all are postponed again and again: a
// lease is renewed many times for once that it expires. A plain heap pays O(log n) for every
// renewal, and a heap with lazy deletion grows by an entry with each. Here postponing only writes
// the new time into the item's one entry; when the entry reaches the top at its old time, it is
// queued again at the new one. One entry per item, one requeue per period and not per renewal.
//
// Kept for every entry: queuedAtMs ≤ dueAtMs, so an item can never be noticed late.
import { MinHeap } from '@cairn/core';

/** Whole queues smaller than this are not worth sweeping. */
const sweepSizeMin = 1_024;

/** The place of an item in the queue. */
export interface Due<T> {
  readonly item: T;
  /** When the item is due. Changed by {@link DueQueue.reschedule} only. */
  dueAtMs: number;
  /** Where the entry stands in the heap: at or before `dueAtMs`. */
  queuedAtMs: number;
  cancelled: boolean;
}

export class DueQueue<T> {
  #heap = emptyHeap<T>();
  #live = new Set<Due<T>>();

  /** Items that wait to become due. */
  get size(): number {
    return this.#live.size;
  }

  schedule(item: T, dueAtMs: number): Due<T> {
    const due: Due<T> = { item, dueAtMs, queuedAtMs: dueAtMs, cancelled: false };
    this.#live.add(due);
    this.#heap.push(due);
    return due;
  }

  /** O(1) when the item is postponed. Answers the place that stands for the item from now on. */
  reschedule(due: Due<T>, dueAtMs: number): Due<T> {
    if (dueAtMs >= due.queuedAtMs) {
      due.dueAtMs = dueAtMs;
      return due;
    }
    this.cancel(due);
    return this.schedule(due.item, dueAtMs);
  }

  /** Nothing happens when the item has been taken already. */
  cancel(due: Due<T>): void {
    due.cancelled = true;
    if (this.#live.delete(due)) this.#sweepWhenMostlyDead();
  }

  /**
   * Takes out at most `limit` items that are due, the longest due first. Looks at no more than
   * `stepsMax` entries, so a call is short even when all entries have to be queued again.
   */
  takeDue(nowMs: number, limit: number, stepsMax: number): T[] {
    const taken: T[] = [];
    for (let step = 0; step < stepsMax && taken.length < limit; step++) {
      const top = this.#heap.peek();
      if (top === undefined || top.queuedAtMs > nowMs) break;
      this.#heap.pop();
      if (top.cancelled) continue;
      if (top.dueAtMs > nowMs) {
        top.queuedAtMs = top.dueAtMs;
        this.#heap.push(top);
        continue;
      }
      this.#live.delete(top);
      taken.push(top.item);
    }
    return taken;
  }

  /** Leases with long TTLs that are revoked soon would otherwise stay in the heap for hours. */
  #sweepWhenMostlyDead(): void {
    if (this.#heap.size < sweepSizeMin || this.#heap.size < 2 * this.#live.size) return;
    const heap = emptyHeap<T>();
    for (const due of this.#live) {
      due.queuedAtMs = due.dueAtMs;
      heap.push(due);
    }
    this.#heap = heap;
  }
}

function emptyHeap<T>(): MinHeap<Due<T>> {
  return new MinHeap<Due<T>>((a, b) => a.queuedAtMs < b.queuedAtMs);
}
