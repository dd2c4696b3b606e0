// A lease never ends early, by the one true time: whoever was told "it lives for so long" counts from the
// moment at which he had asked. Ending it by hand is another matter.
import type { LeaseId } from '@cairn/core';
import { holds } from './violation.ts';

interface LeaseFacts {
  /** Until then it must live. */
  promisedUntilUs: number;
  isRevokeAsked: boolean;
  endedAtUs: number | undefined;
}

export class LeaseSafety {
  readonly #leases = new Map<LeaseId, LeaseFacts>();
  expired = 0;

  /** A client was told, of what it had asked at `askedAtUs`. */
  promised(id: LeaseId, askedAtUs: number, ttlUs: number): void {
    const facts = this.#of(id);
    facts.promisedUntilUs = Math.max(facts.promisedUntilUs, askedAtUs + ttlUs);
    this.#check(id, facts);
  }

  revokeAsked(id: LeaseId): void {
    this.#of(id).isRevokeAsked = true;
  }

  /** Some member has applied its end. */
  ended(id: LeaseId, nowUs: number): void {
    const facts = this.#of(id);
    if (facts.endedAtUs !== undefined) return;
    facts.endedAtUs = nowUs;
    if (!facts.isRevokeAsked) this.expired += 1;
    this.#check(id, facts);
  }

  hasEnded(id: LeaseId): boolean {
    return this.#leases.get(id)?.endedAtUs !== undefined;
  }

  /** Whoever has promised it has lost its disk: see survivor.ts. */
  forget(): void {
    this.#leases.clear();
  }

  /** That nobody has promised to keep alive until now, and that live all the same. */
  overdue(nowUs: number): readonly LeaseId[] {
    return [...this.#leases]
      .filter(([, { endedAtUs, promisedUntilUs }]) => {
        return endedAtUs === undefined && promisedUntilUs > 0 && promisedUntilUs < nowUs;
      })
      .map(([id]) => id);
  }

  #of(id: LeaseId): LeaseFacts {
    let facts = this.#leases.get(id);
    if (facts === undefined) {
      facts = { promisedUntilUs: 0, isRevokeAsked: false, endedAtUs: undefined };
      this.#leases.set(id, facts);
    }
    return facts;
  }

  #check(id: LeaseId, { endedAtUs, promisedUntilUs, isRevokeAsked }: LeaseFacts): void {
    const isEarly = endedAtUs !== undefined && !isRevokeAsked && endedAtUs < promisedUntilUs;
    holds('lease safety', !isEarly, () => {
      const earlyMs = (promisedUntilUs - (endedAtUs ?? 0)) / 1000;
      return `lease ${id.toString(16)} ended ${earlyMs.toFixed(1)} ms before it was promised to`;
    });
  }
}
