// Who waits for which proposal. All wait equally long, so the oldest is always first in line and
// running out of time is found by looking at the head of the map (Map keeps insertion order).
import type { RequestId } from './request-codec.ts';

export type ProposalOutcome =
  | { readonly kind: 'done'; readonly response: Uint8Array }
  | { readonly kind: 'failed'; readonly error: Error };

interface Waiter {
  readonly deadlineMs: number;
  readonly settle: (outcome: ProposalOutcome) => void;
}

export class Waiters {
  readonly #member: number;
  readonly #bySequence = new Map<number, Waiter>();

  /** @param member the 16 bits that this member's request ids carry. */
  constructor(member: number) {
    this.#member = member;
  }

  get size(): number {
    return this.#bySequence.size;
  }

  add(id: RequestId, deadlineMs: number, settle: (outcome: ProposalOutcome) => void): void {
    this.#bySequence.set(id.sequence, { deadlineMs, settle });
  }

  has(id: RequestId): boolean {
    return this.#bySequence.has(id.sequence);
  }

  /** Takes the one who waits for this id; undefined when it was another member's or gave up. */
  take(id: RequestId): ((outcome: ProposalOutcome) => void) | undefined {
    if (id.member !== this.#member) return undefined;
    const waiter = this.#bySequence.get(id.sequence);
    if (waiter === undefined) return undefined;
    this.#bySequence.delete(id.sequence);
    return waiter.settle;
  }

  /** Fails everyone whose time is over. */
  expire(nowMs: number, error: () => Error): void {
    for (const [sequence, waiter] of this.#bySequence) {
      if (waiter.deadlineMs > nowMs) return;
      this.#bySequence.delete(sequence);
      waiter.settle({ kind: 'failed', error: error() });
    }
  }

  failAll(error: Error): void {
    for (const waiter of this.#bySequence.values()) waiter.settle({ kind: 'failed', error });
    this.#bySequence.clear();
  }
}
