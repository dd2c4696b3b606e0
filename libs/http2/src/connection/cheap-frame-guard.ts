// Frames that cost the peer nothing and us work (rapid reset and its relatives) are fine now and then
// and an attack in masses. Counted per window of time; the clock is only read when a window's allowance
// is used up, so counting costs an addition.
import { errorCodes } from '../error-codes.ts';
import type { Http2Limits } from '../types.ts';
import { PeerViolation } from './peer-violation.ts';

export class CheapFrameGuard {
  readonly #framesMax: number;
  readonly #windowMs: number;
  readonly #nowMs: () => number;
  #count = 0;
  #windowStartMs: number;

  constructor(limits: Http2Limits, nowMs: () => number) {
    this.#framesMax = limits.cheapFramesMax;
    this.#windowMs = limits.cheapFrameWindowMs;
    this.#nowMs = nowMs;
    this.#windowStartMs = nowMs();
  }

  /** Throws PeerViolation (ENHANCE_YOUR_CALM) when the peer sends too many. */
  count(): void {
    this.#count += 1;
    if (this.#count <= this.#framesMax) return;
    const now = this.#nowMs();
    if (now - this.#windowStartMs < this.#windowMs) {
      throw new PeerViolation(errorCodes.enhanceYourCalm, 'too many frames that carry nothing');
    }
    this.#count = 1;
    this.#windowStartMs = now;
  }

  /** A window has passed: called at every tick. */
  tick(nowMs: number): void {
    if (nowMs - this.#windowStartMs < this.#windowMs) return;
    this.#count = 0;
    this.#windowStartMs = nowMs;
  }
}
