// The tokens of `--auth-token simple`: random letters that mean a user to every member, because they
// were issued through the log. How long they are kept is each member's own business: a token lives on
// while it is used and is forgotten a TTL after its last use, as in etcd. Nothing of this is stored.
//
// Tokens are kept in the order of their last use, so the first ones are those that run out first.

interface Holder {
  readonly user: string;
  readonly untilMs: number;
}

export class SimpleTokens {
  readonly #ttlMs: number;
  /** By token; the one used longest ago comes first. */
  readonly #holders = new Map<string, Holder>();

  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  get size(): number {
    return this.#holders.size;
  }

  add(token: string, user: string, nowMs: number): void {
    this.#forgetOld(nowMs);
    this.#holders.delete(token);
    this.#holders.set(token, { user, untilMs: nowMs + this.#ttlMs });
  }

  /** Whose token it is; using it makes it last. */
  userOf(token: string, nowMs: number): string | undefined {
    const holder = this.#holders.get(token);
    if (holder === undefined) return undefined;
    this.#holders.delete(token);
    if (holder.untilMs <= nowMs) return undefined;
    this.#holders.set(token, { user: holder.user, untilMs: nowMs + this.#ttlMs });
    return holder.user;
  }

  forgetUser(user: string): void {
    for (const [token, holder] of this.#holders) {
      if (holder.user === user) this.#holders.delete(token);
    }
  }

  clear(): void {
    this.#holders.clear();
  }

  #forgetOld(nowMs: number): void {
    for (const [token, { untilMs }] of this.#holders) {
      if (untilMs > nowMs) return;
      this.#holders.delete(token);
    }
  }
}
