// Proposals that must be sent until the log has confirmed them: a revoke or a checkpoint can be
// lost with an overloaded leader, and nobody says so. Every member is in exactly one of two places:
// never sent, or sent and waiting; those waiting are in the order of their sending, which is the
// order in which their time to be sent again comes.
export class UntilConfirmed<T> {
  readonly #resendMs: number;
  readonly #fresh = new Set<T>();
  readonly #sentAtMs = new Map<T, number>();

  constructor(resendMs: number) {
    this.#resendMs = resendMs;
  }

  get size(): number {
    return this.#fresh.size + this.#sentAtMs.size;
  }

  /** Members that wait to be sent for the first time. */
  get unsent(): number {
    return this.#fresh.size;
  }

  /** Nothing happens when the member is there already. */
  add(member: T): void {
    if (!this.#sentAtMs.has(member)) this.#fresh.add(member);
  }

  /** Nothing happens when the member is not there. */
  confirm(member: T): void {
    this.#fresh.delete(member);
    this.#sentAtMs.delete(member);
  }

  clear(): void {
    this.#fresh.clear();
    this.#sentAtMs.clear();
  }

  /** The members to send now: first those whose answer is overdue, then new ones. */
  take(nowMs: number, limit: number): T[] {
    const taken: T[] = [];
    for (const [member, sentAtMs] of this.#sentAtMs) {
      if (taken.length >= limit || sentAtMs + this.#resendMs > nowMs) break;
      taken.push(member);
    }
    for (const member of this.#fresh) {
      if (taken.length >= limit) break;
      taken.push(member);
    }
    for (const member of taken) {
      this.confirm(member);
      this.#sentAtMs.set(member, nowMs);
    }
    return taken;
  }
}
