import type { MonotonicClock } from '@cairn/core';

/** At most `perSecond` on average and `burst` at once: how fast proposals go to the log. */
export class Pace {
  readonly #clock: MonotonicClock;
  readonly #perSecond: number;
  readonly #burst: number;
  #credit: number;
  #creditedAtMs: number;

  constructor(clock: MonotonicClock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#credit = burst;
    this.#creditedAtMs = clock.nowMs();
  }

  /** How many may go now; tell {@link spend} how many went. */
  available(): number {
    const nowMs = this.#clock.nowMs();
    const earned = ((nowMs - this.#creditedAtMs) / 1_000) * this.#perSecond;
    this.#credit = Math.min(this.#credit + earned, this.#burst);
    this.#creditedAtMs = nowMs;
    return Math.floor(this.#credit);
  }

  spend(count: number): void {
    this.#credit -= count;
  }
}
