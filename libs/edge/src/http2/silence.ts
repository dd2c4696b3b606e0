// Is the peer still there? One that has said nothing for `intervalMs` is asked by a PING, and one that
// says nothing for `timeoutMs` after that is gone. Anything it says counts, not only the answer.
//
// Times are those of ticks, so that hearing something costs one assignment.

export interface SilenceLimits {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export class Silence {
  readonly #limits: SilenceLimits;
  #isBroken = false;
  #sinceMs: number;
  #askedAtMs: number | undefined;

  constructor(limits: SilenceLimits, nowMs: number) {
    this.#limits = limits;
    this.#sinceMs = nowMs;
  }

  /** The peer has said something. */
  heard(): void {
    this.#isBroken = true;
  }

  judge(nowMs: number): 'in time' | 'ask' | 'gone' {
    if (this.#isBroken) {
      this.#isBroken = false;
      this.#sinceMs = nowMs;
      this.#askedAtMs = undefined;
      return 'in time';
    }
    if (this.#askedAtMs !== undefined) {
      return nowMs - this.#askedAtMs < this.#limits.timeoutMs ? 'in time' : 'gone';
    }
    if (nowMs - this.#sinceMs < this.#limits.intervalMs) return 'in time';
    this.#askedAtMs = nowMs;
    return 'ask';
  }
}
