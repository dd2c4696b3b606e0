// Who waits for which proposal. All wait equally long, so the oldest is always first in line and
// running out of time is found by looking at the head of the map (Map keeps insertion order).
//
// Raft binds a proposal to the term it was made in. When an entry of a later term is applied, a
// proposal of an earlier one that is still waited for is lost for good, and it can be made again
// without being done twice. That is how a write outlives its leader.
import type { Term } from '@cairn/core';
import type { RequestId } from './request-codec.ts';

export type ProposalOutcome =
  | { readonly kind: 'done'; readonly response: Uint8Array }
  | { readonly kind: 'failed'; readonly error: Error };

/** A proposal that somebody waits for. */
export interface Proposal {
  readonly id: RequestId;
  readonly data: Uint8Array;
  readonly deadlineMs: number;
  readonly settle: (outcome: ProposalOutcome) => void;
  /** The term in which Raft took it; 0 = it stands in line. */
  term: Term;
}

export class Waiters {
  readonly #member: number;
  readonly #bySequence = new Map<number, Proposal>();

  /** @param member the 16 bits that this member's request ids carry. */
  constructor(member: number) {
    this.#member = member;
  }

  get size(): number {
    return this.#bySequence.size;
  }

  add(proposal: Proposal): void {
    this.#bySequence.set(proposal.id.sequence, proposal);
  }

  /** An entry of `term` has been applied: takes back what an earlier term has lost. */
  lostBefore(term: Term): Proposal[] {
    const lost: Proposal[] = [];
    for (const proposal of this.#bySequence.values()) {
      if (proposal.term === 0 || proposal.term >= term) continue;
      proposal.term = 0;
      lost.push(proposal);
    }
    return lost;
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

  /** Nobody can tell any more what became of the proposals that Raft has taken. */
  failProposed(error: Error): void {
    for (const [sequence, { term, settle }] of this.#bySequence) {
      if (term === 0) continue;
      this.#bySequence.delete(sequence);
      settle({ kind: 'failed', error });
    }
  }

  failAll(error: Error): void {
    for (const { settle } of this.#bySequence.values()) settle({ kind: 'failed', error });
    this.#bySequence.clear();
  }
}
