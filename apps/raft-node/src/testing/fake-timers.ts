import { setImmediate } from 'node:timers/promises';
import type { Timers } from '../timers.ts';

interface Timer {
  readonly periodMs: number;
  readonly run: () => void;
  nextMs: number;
}

/** Time that goes by when a test says so. */
export class FakeTimers implements Timers {
  readonly #timers = new Set<Timer>();
  #nowMs = 0;

  get count(): number {
    return this.#timers.size;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  every(periodMs: number, run: () => void): () => void {
    const timer = { periodMs, run, nextMs: this.#nowMs + periodMs };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Runs what is due, in its order, and lets each run come to its end before the next. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    for (;;) {
      const [due] = [...this.#timers].toSorted((a, b) => a.nextMs - b.nextMs);
      if (due === undefined || due.nextMs > untilMs) break;
      this.#nowMs = due.nextMs;
      due.nextMs += due.periodMs;
      due.run();
      await setImmediate();
    }
    this.#nowMs = untilMs;
    await setImmediate();
  }
}
