// Leases whose revoke this gateway has just told a client. The lease-keeper hears of a revoke from the
// leader, in a message of its own, so for a moment it may still renew a lease that is gone; a client
// that revokes and then keeps alive would be told that the lease lives. What is in here is asked again
// until the keeper has heard too. Revokes told by other gateways are not known here: nobody could tell
// from outside which of the two came first.

export class RevokedLeases {
  readonly #rememberMs: number;
  /** Id (as a string of its bytes) → until when; the oldest first. */
  readonly #untilMs = new Map<string, number>();

  /** @param rememberMs longer than the keeper needs to hear of a revoke; another grant may come. */
  constructor(rememberMs: number) {
    this.#rememberMs = rememberMs;
  }

  add(leaseId: Uint8Array, nowMs: number): void {
    const key = keyOf(leaseId);
    this.#untilMs.delete(key);
    this.#untilMs.set(key, nowMs + this.#rememberMs);
  }

  /** The lease was granted anew, or the keeper knows that it is gone. */
  delete(leaseId: Uint8Array): void {
    if (this.#untilMs.size > 0) this.#untilMs.delete(keyOf(leaseId));
  }

  has(leaseId: Uint8Array): boolean {
    return this.#untilMs.size > 0 && this.#untilMs.has(keyOf(leaseId));
  }

  forgetOld(nowMs: number): void {
    for (const [key, untilMs] of this.#untilMs) {
      if (untilMs > nowMs) return;
      this.#untilMs.delete(key);
    }
  }
}

function keyOf(leaseId: Uint8Array): string {
  return String.fromCharCode(...leaseId);
}
