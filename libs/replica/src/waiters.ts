// Who waits for which proposal. All wait equally long, so the oldest is always first in line and
// running out of time is found by looking at the head of the map (Map keeps insertion order).
//
// Raft binds a proposal to the term it was made in. When an entry of a later term is applied, a
// proposal of an earlier one that is still waited for is lost for good, and it can be made again
// without being done twice. That is how a write outlives its leader.
import type { Term } from '@cairn/core';
import { sequenceOf } from './request-codec.ts';
import type { RequestId } from './request-codec.ts';

export type ProposalOutcome =
  | { readonly kind: 'done'; readonly response: Uint8Array }
  | { readonly kind: 'failed'; readonly error: Error };

/** A proposal that somebody waits for. */
export interface Proposal {
  readonly id: RequestId;
  readonly data: Uint8Array;
  readonly deadlineMs: number;
  /** What the body of the request decodes to, if the caller has decoded it anyway. */
  readonly message: object | undefined;
  /** When it is not worth proposing any more: ≤ `deadlineMs`. */
  readonly proposeUntilMs: number;
  readonly settle: (outcome: ProposalOutcome) => void;
  /** The term in which Raft took it; 0 = it stands in line. */
  term: Term;
}

export class Waiters {
  readonly #member: number;
  readonly #byKey = new Map<number, Proposal>();

  /** @param member the 16 bits that this member's request ids carry. */
  constructor(member: number) {
    this.#member = member;
  }

  get size(): number {
    return this.#byKey.size;
  }

  add(proposal: Proposal): void {
    this.#byKey.set(keyOf(proposal.id.sequence), proposal);
  }

  /** An entry of `term` has been applied: takes back what an earlier term has lost. */
  lostBefore(term: Term): Proposal[] {
    const lost: Proposal[] = [];
    for (const proposal of this.#byKey.values()) {
      if (proposal.term === 0 || proposal.term >= term) continue;
      proposal.term = 0;
      lost.push(proposal);
    }
    return lost;
  }

  /** Who waits for this request; undefined when it is another member's, or was given up. */
  find(entryData: Uint8Array): Proposal | undefined {
    if (entryData.length === 0) return undefined;
    const sequence = sequenceOf(entryData, this.#member);
    if (sequence < 0) return undefined;
    const proposal = this.#byKey.get(keyOf(sequence));
    // An entry of an earlier life of this member may end in the same bits.
    return proposal?.id.sequence === sequence ? proposal : undefined;
  }

  remove(proposal: Proposal): void {
    this.#byKey.delete(keyOf(proposal.id.sequence));
  }

  /** Fails everyone whose time is over; answers how many that were. */
  expire(nowMs: number, error: () => Error): number {
    let expired = 0;
    for (const [key, { deadlineMs, settle }] of this.#byKey) {
      if (deadlineMs > nowMs) break;
      this.#byKey.delete(key);
      expired += 1;
      settle({ kind: 'failed', error: error() });
    }
    return expired;
  }

  /** Nobody can tell any more what became of the proposals that Raft has taken. Answers how many. */
  failProposed(error: Error): number {
    return this.#fail(
      [...this.#byKey.values()].filter(({ term }) => term !== 0),
      error,
    );
  }

  /** Answers how many that were. */
  failAll(error: Error): number {
    return this.#fail([...this.#byKey.values()], error);
  }

  /** First forgotten, then told: who is told may propose again. */
  #fail(proposals: readonly Proposal[], error: Error): number {
    for (const proposal of proposals) this.remove(proposal);
    for (const { settle } of proposals) settle({ kind: 'failed', error });
    return proposals.length;
  }
}

/**
 * Its low bits: small integers are much cheaper keys than numbers of 48 bits. Those that wait at the
 * same time follow each other and are far fewer than these bits can tell apart.
 */
function keyOf(sequence: number): number {
  return sequence & 0x3fff_ffff;
}
