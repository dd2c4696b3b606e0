// When the requests of an open loop are due: at a fixed rate, whatever the server does. A response time
// counts from then, also when no slot is free or the generator itself is late. So a stall of 100 ms is
// seen by all the requests that would have come in it, not by the few that were in flight
// (coordinated omission).
//
// Requests come in small groups, one per tick: to be woken for every single one would cost more of the
// machine than sending it does.

export const tickMs = 1;

export class Arrivals {
  readonly #startMs: number;
  readonly #ratePerTick: number;
  readonly #requests: number;
  #taken = 0;

  constructor(startMs: number, ratePerSecond: number, requests: number) {
    this.#startMs = startMs;
    this.#ratePerTick = (ratePerSecond * tickMs) / 1_000;
    this.#requests = requests;
  }

  /** When the next request is due, undefined when all are taken. */
  get nextMs(): number | undefined {
    return this.#taken < this.#requests
      ? this.#startMs + Math.floor(this.#taken / this.#ratePerTick) * tickMs
      : undefined;
  }

  /** Takes the next request if it is due. @returns when it was due. */
  take(nowMs: number): number | undefined {
    const dueMs = this.nextMs;
    if (dueMs === undefined || dueMs > nowMs) return undefined;
    this.#taken++;
    return dueMs;
  }
}
