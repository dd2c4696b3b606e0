// How many requests per second one client connection, or one user, may make: a token bucket for each, as deep as
// a second fills it, so that a client that was quiet may send a burst. What is refused has cost nothing but its
// frames, and the other clients do not notice.
//
// A connection is known by the client's address and port. A bucket that is full again says the same as none,
// and so these are dropped once a second: nobody has to tell when a connection ends.
import type { MonotonicClock } from '@cairn/core';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const sweepIntervalMs = 1_000;

export class RequestRate {
  readonly #perSecond: number;
  readonly #clock: MonotonicClock;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAtMs: number;

  /** @param perSecond at least 1 */
  constructor(perSecond: number, clock: MonotonicClock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#sweptAtMs = clock.nowMs();
  }

  /** Those that are not known to be idle. */
  get size(): number {
    return this.#buckets.size;
  }

  /**
   * False = one request too many for this requester.
   * @param requester address and port of a connection, or the name of a user
   */
  admits(requester: string): boolean {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#sweptAtMs >= sweepIntervalMs) this.#sweep(nowMs);
    const bucket = this.#buckets.get(requester);
    if (bucket === undefined) {
      this.#buckets.set(requester, { tokens: this.#perSecond - 1, filledAtMs: nowMs });
      return true;
    }
    bucket.tokens = this.#filled(bucket, nowMs);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #sweep(nowMs: number): void {
    this.#sweptAtMs = nowMs;
    for (const [requester, bucket] of this.#buckets) {
      if (this.#filled(bucket, nowMs) >= this.#perSecond) this.#buckets.delete(requester);
    }
  }

  #filled({ tokens, filledAtMs }: Bucket, nowMs: number): number {
    return Math.min(this.#perSecond, tokens + ((nowMs - filledAtMs) * this.#perSecond) / 1_000);
  }
}
