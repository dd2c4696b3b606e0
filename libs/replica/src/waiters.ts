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
  /** When it is not worth proposing any more: ≤ `deadlineMs`. */
  readonly proposeUntilMs: number;
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

  /** Whether somebody waits for this id: not when it is another member's, or was given up. */
  has(id: RequestId): boolean {
    return id.member === this.#member && this.#bySequence.has(id.sequence);
  }

  /** Takes the one who waits for this id; undefined when it was another member's or gave up. */
  take(id: RequestId): ((outcome: ProposalOutcome) => void) | undefined {
    if (id.member !== this.#member) return undefined;
    const waiter = this.#bySequence.get(id.sequence);
    if (waiter === undefined) return undefined;
    this.#bySequence.delete(id.sequence);
    return waiter.settle;
  }

  /** Fails everyone whose time is over; answers how many that were. */
  expire(nowMs: number, error: () => Error): number {
    let expired = 0;
    for (const [sequence, { deadlineMs, settle }] of this.#bySequence) {
      if (deadlineMs > nowMs) break;
      this.#bySequence.delete(sequence);
      expired += 1;
      settle({ kind: 'failed', error: error() });
    }
    return expired;
  }

  /** Nobody can tell any more what became of the proposals that Raft has taken. Answers how many. */
  failProposed(error: Error): number {
    return this.#fail(
      [...this.#bySequence.values()].filter(({ term }) => term !== 0),
      error,
    );
  }

  /** Answers how many that were. */
  failAll(error: Error): number {
    return this.#fail([...this.#bySequence.values()], error);
  }

  /** First forgotten, then told: who is told may propose again. */
  #fail(proposals: readonly Proposal[], error: Error): number {
    for (const { id } of proposals) this.#bySequence.delete(id.sequence);
    for (const { settle } of proposals) settle({ kind: 'failed', error });
    return proposals.length;
  }
}
