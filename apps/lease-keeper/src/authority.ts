// The proof that this keeper is still primary. Being told so once is not enough: the node, the
// network or this very process may stop for a minute, and meanwhile another keeper becomes primary.
// So the keeper pings, and the node answers only after a quorum has confirmed, later than the ping
// arrived, that the node leads and the epoch is current. Hence no successor was named before the ping was
// sent, and a successor adds a grace of at least one window to every lease. Invariant:
// authority ends ≤ time the ping was SENT + window ≤ time a successor is named + its grace.
import type { MonotonicClock } from '@cairn/core';

export interface AuthorityOptions {
  readonly clock: MonotonicClock;
  readonly windowMs: number;
  readonly pingsPerWindow: number;
}

export class Authority {
  readonly #clock: MonotonicClock;
  readonly #windowMs: number;
  readonly #pingIntervalMs: number;
  /** Nonce → when it was sent; only those whose answer could still prove something. */
  readonly #pings = new Map<number, number>();
  readonly #begunAtMs: number;
  #endsAtMs = -Infinity;
  #lastPingAtMs = -Infinity;

  constructor(options: AuthorityOptions) {
    this.#clock = options.clock;
    this.#windowMs = options.windowMs;
    this.#pingIntervalMs = options.windowMs / options.pingsPerWindow;
    this.#begunAtMs = this.#clock.nowMs();
  }

  /** Reads the clock each time: the process may have been stopped since the last line. */
  holds(): boolean {
    return this.#clock.nowMs() < this.#endsAtMs;
  }

  /** 0 while it holds. */
  missingForMs(): number {
    return Math.max(this.#clock.nowMs() - Math.max(this.#endsAtMs, this.#begunAtMs), 0);
  }

  pingDue(): boolean {
    return this.#clock.nowMs() >= this.#lastPingAtMs + this.#pingIntervalMs;
  }

  /** Call before the ping leaves. */
  pinging(nonce: number): void {
    const nowMs = this.#clock.nowMs();
    for (const [earlier, sentAtMs] of this.#pings) {
      if (sentAtMs + this.#windowMs > nowMs) break;
      this.#pings.delete(earlier);
    }
    this.#pings.set(nonce, nowMs);
    this.#lastPingAtMs = nowMs;
  }

  /** An answer to a ping of another epoch, or one that comes too late, proves nothing. */
  ponged(nonce: number): void {
    const sentAtMs = this.#pings.get(nonce);
    if (sentAtMs === undefined) return;
    this.#pings.delete(nonce);
    this.#endsAtMs = Math.max(this.#endsAtMs, sentAtMs + this.#windowMs);
  }
}
