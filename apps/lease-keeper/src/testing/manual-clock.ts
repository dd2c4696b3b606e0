import type { MonotonicClock } from '@cairn/core';

/** Stands still until it is told otherwise. */
export class ManualClock implements MonotonicClock {
  #nowMs = 50_000;

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
