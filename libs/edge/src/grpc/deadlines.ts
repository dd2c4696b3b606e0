// Deadlines of all calls in flight, with one timer.
//
// A timer per call would be a timer list per call: clients send their deadlines in microseconds, so
// hardly two are alike. Calls are gathered in buckets of a few milliseconds instead; a call that
// ends in time costs one insert and one removal and the timer is not touched. The timer sleeps until
// the earliest bucket it knew when it was armed, so under load it fires about once per typical
// deadline and usually finds nothing to do.
//
// armed for ≤ earliest bucket, whenever there is a bucket.

const bucketMs = 8;
/** setTimeout counts in 31 bits; a later deadline is reached in several sleeps. */
const sleepMsMax = 2 ** 31 - 1;

export interface Expiring {
  /** Called once, not before the deadline. */
  expire(): void;
}

export class Deadlines {
  readonly #buckets = new Map<number, Set<Expiring>>();
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  /** @param atMs on `performance.now()` */
  add(atMs: number, call: Expiring): void {
    const number = bucketOf(atMs);
    let bucket = this.#buckets.get(number);
    if (bucket === undefined) {
      bucket = new Set();
      this.#buckets.set(number, bucket);
    }
    bucket.add(call);
    if (number < this.#armedFor) this.#arm(number);
  }

  /** Nothing happens when it is not (or no longer) there. */
  remove(atMs: number, call: Expiring): void {
    const number = bucketOf(atMs);
    const bucket = this.#buckets.get(number);
    if (bucket === undefined) return;
    bucket.delete(call);
    if (bucket.size === 0) this.#buckets.delete(number);
  }

  /** Calls waiting for their deadline. */
  get size(): number {
    let size = 0;
    for (const bucket of this.#buckets.values()) size += bucket.size;
    return size;
  }

  #arm(bucketNumber: number): void {
    clearTimeout(this.#timer);
    this.#armedFor = bucketNumber;
    const sleepMs = Math.max(0, Math.ceil(bucketNumber * bucketMs - performance.now()));
    this.#timer = setTimeout(
      () => {
        this.#expireDue();
      },
      Math.min(sleepMs, sleepMsMax),
    );
    this.#timer.unref();
  }

  #expireDue(): void {
    this.#timer = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
    const nowMs = performance.now();
    const due: [number: number, bucket: Set<Expiring>][] = [];
    let earliest = Number.POSITIVE_INFINITY;
    for (const [number, bucket] of this.#buckets) {
      if (number * bucketMs <= nowMs) {
        due.push([number, bucket]);
        this.#buckets.delete(number);
      } else if (number < earliest) {
        earliest = number;
      }
    }
    if (earliest !== Number.POSITIVE_INFINITY) this.#arm(earliest);
    // After a pause several are due, and they lie in the order in which they were begun.
    due.sort(([one], [other]) => one - other);
    for (const [, bucket] of due) {
      for (const call of bucket) call.expire();
    }
  }
}

/** Rounded up: a bucket's time is never before the deadlines in it. */
function bucketOf(atMs: number): number {
  return Math.ceil(atMs / bucketMs);
}
