import { reopenDelayMsMax, reopenDelayMsMin } from '../limits.ts';

/** Doubles from try to try, so that a process that is away is not hammered; reset by success. */
export class ReopenDelay {
  #nextMs = reopenDelayMsMin;

  takeMs(): number {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, reopenDelayMsMax);
    return delayMs;
  }

  reset(): void {
    this.#nextMs = reopenDelayMsMin;
  }
}
