// Leases whose revoke this gateway has just told a client. The lease-keeper hears of a revoke from the
// leader, in a message of its own, so for a moment it may still renew a lease that is gone; a client
// that revokes and then keeps alive would be told that the lease lives. What is in here is asked again
// until the keeper has heard too. Revokes told by other gateways are not known here: nobody could tell
// from outside which of the two came first.

export class RevokedLeases {
  readonly #rememberMs: number;
  /** Id → until when; the oldest first. */
  readonly #untilMs = new Map<bigint, number>();

  /** @param rememberMs longer than the keeper needs to hear of a revoke; another grant may come. */
  constructor(rememberMs: number) {
    this.#rememberMs = rememberMs;
  }

  get isEmpty(): boolean {
    return this.#untilMs.size === 0;
  }

  add(leaseId: bigint, nowMs: number): void {
    this.#untilMs.delete(leaseId);
    this.#untilMs.set(leaseId, nowMs + this.#rememberMs);
  }

  /** The lease was granted anew, or the keeper knows that it is gone. */
  delete(leaseId: bigint): void {
    this.#untilMs.delete(leaseId);
  }

  has(leaseId: bigint): boolean {
    return this.#untilMs.has(leaseId);
  }

  forgetOld(nowMs: number): void {
    for (const [key, untilMs] of this.#untilMs) {
      if (untilMs > nowMs) return;
      this.#untilMs.delete(key);
    }
  }
}
