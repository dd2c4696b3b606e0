// How fast states of members leave this one, all transfers together: a member that gets the whole
// state must not take the network and the disk from those who write.
import { setTimeout as sleep } from 'node:timers/promises';

/** What leaves may run ahead of the rate by so much time: one chunk at a time must not need a timer. */
const headStartMs = 20;

export interface SendRateOptions {
  /** 0 = as fast as the receiver takes it. */
  readonly bytesPerSecond: number;
  readonly nowMs?: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export class SendRate {
  readonly #bytesPerMs: number;
  readonly #nowMs: () => number;
  readonly #wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** When everything sent so far would have been sent at exactly the rate. */
  #paidUntilMs = -Infinity;

  constructor(options: SendRateOptions) {
    this.#bytesPerMs = options.bytesPerSecond / 1000;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#wait = options.wait ?? waitUnlessAborted;
  }

  /** Resolves when so many bytes may leave, or when `signal` aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#bytesPerMs === 0) return;
    const nowMs = this.#nowMs();
    const waitMs = this.#paidUntilMs - nowMs;
    this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs) + bytes / this.#bytesPerMs;
    if (waitMs > headStartMs) await this.#wait(waitMs, signal);
  }
}

async function waitUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
