import { reopenDelayMsMax, reopenDelayMsMaxLocal, reopenDelayMsMin } from '../limits.ts';

/** Doubles from try to try, so that a process that is away is not hammered; reset by success. */
export class ReopenDelay {
  readonly #maxMs: number;
  #nextMs = reopenDelayMsMin;

  /** @param address of the process that is tried; one on a Unix socket is tried more often */
  constructor(address: string = '') {
    this.#maxMs = address.startsWith('unix:') ? reopenDelayMsMaxLocal : reopenDelayMsMax;
  }

  takeMs(): number {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, this.#maxMs);
    return delayMs;
  }

  reset(): void {
    this.#nextMs = reopenDelayMsMin;
  }
}
