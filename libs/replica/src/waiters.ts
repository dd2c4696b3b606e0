// Who waits for which proposal. Sequences only ever grow, and those that wait at the same time follow
// each other, so a proposal's place is its sequence modulo a power of two. One that is overtaken by a
// whole round waits in a map; that takes a message that got lost, or thousands of callers.
//
// A map for all of them costs more than its look-ups: V8 makes a new table for every so many removals,
// and an old table points to what waited then and to the next table. Once one of them has grown old,
// it keeps half of all proposals that came later, with their requests, until the next full collection.
//
// All wait equally long, so those whose time is over are the first in the order of their sequences.
//
// Raft binds a proposal to the term it was made in. When an entry of a later term is applied, a
// proposal of an earlier one that is still waited for is lost for good, and it can be made again
// without being done twice. That is how a write outlives its leader.
import type { Term } from '@cairn/core';
import type { ConfChange } from '@cairn/raft';
import type { ProposalProgress } from './ports.ts';
import { sequenceOf } from './request-codec.ts';
import type { RequestId } from './request-codec.ts';

export type ProposalOutcome =
  | { readonly kind: 'done'; readonly response: Uint8Array }
  | { readonly kind: 'failed'; readonly error: Error };

/** A proposal that somebody waits for. */
export interface Proposal {
  readonly id: RequestId;
  readonly data: Uint8Array;
  /** Set when it changes the membership: then Raft is asked for this, and `data` is its context. */
  readonly confChange: ConfChange | undefined;
  readonly deadlineMs: number;
  /** What the body of the request decodes to, if the caller has decoded it anyway. */
  readonly message: object | undefined;
  /** When it is not worth proposing any more: ≤ `deadlineMs`. */
  readonly proposeUntilMs: number;
  readonly settle: (outcome: ProposalOutcome) => void;
  /** undefined = nobody follows it. */
  readonly progress: ProposalProgress | undefined;
  /** The term in which Raft took it; 0 = it stands in line. */
  term: Term;
}

/** More than usually wait at the same time. */
const slotCount = 4096;

export class Waiters {
  readonly #member: number;
  /** By the low bits of the sequence. */
  readonly #slots: (Proposal | undefined)[] = Array.from({ length: slotCount }, () => undefined);
  /** Older than everything in the slots, in the order of their sequences. */
  readonly #overtaken = new Map<number, Proposal>();
  #newest = 0;
  #size = 0;
  /** Nobody's time is over before. */
  #earliestDeadlineMs = 0;

  /** @param member the 16 bits that this member's request ids carry. */
  constructor(member: number) {
    this.#member = member;
  }

  get size(): number {
    return this.#size;
  }

  /** Sequences come in their order. */
  add(proposal: Proposal): void {
    const { sequence } = proposal.id;
    if (this.#size === 0) this.#earliestDeadlineMs = proposal.deadlineMs;
    const slot = slotOf(sequence);
    const overtaken = this.#slots[slot];
    if (overtaken !== undefined) this.#overtaken.set(overtaken.id.sequence, overtaken);
    this.#slots[slot] = proposal;
    this.#newest = sequence;
    this.#size += 1;
  }

  /** An entry of `term` has been applied: takes back what an earlier term has lost. */
  lostBefore(term: Term): Proposal[] {
    const lost: Proposal[] = [];
    for (const proposal of this.#inOrder()) {
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
    const proposal = this.#slots[slotOf(sequence)];
    if (proposal?.id.sequence === sequence) return proposal;
    return this.#overtaken.size === 0 ? undefined : this.#overtaken.get(sequence);
  }

  remove(proposal: Proposal): void {
    const { sequence } = proposal.id;
    const slot = slotOf(sequence);
    if (this.#slots[slot] === proposal) this.#slots[slot] = undefined;
    else if (!this.#overtaken.delete(sequence)) return;
    this.#size -= 1;
  }

  /** Fails everyone whose time is over; answers how many that were. */
  expire(nowMs: number, error: () => Error): number {
    if (nowMs < this.#earliestDeadlineMs) return 0;
    const expired: Proposal[] = [];
    for (const proposal of this.#inOrder()) {
      this.#earliestDeadlineMs = proposal.deadlineMs;
      if (proposal.deadlineMs > nowMs) break;
      expired.push(proposal);
    }
    return this.#fail(expired, error);
  }

  /** Nobody can tell any more what became of the proposals that Raft has taken. Answers how many. */
  failProposed(error: Error): number {
    return this.#fail(
      [...this.#inOrder()].filter(({ term }) => term !== 0),
      () => error,
    );
  }

  /** Answers how many that were. */
  failAll(error: Error): number {
    return this.#fail([...this.#inOrder()], () => error);
  }

  /** First forgotten, then told: who is told may propose again. */
  #fail(proposals: readonly Proposal[], error: () => Error): number {
    for (const proposal of proposals) this.remove(proposal);
    for (const { settle } of proposals) settle({ kind: 'failed', error: error() });
    return proposals.length;
  }

  *#inOrder(): Generator<Proposal> {
    if (this.#size === 0) return;
    yield* this.#overtaken.values();
    for (let age = slotCount - 1; age >= 0; age--) {
      const proposal = this.#slots[slotOf(this.#newest - age)];
      if (proposal !== undefined) yield proposal;
    }
  }
}

/** `&` looks at the low 32 bits, and those are all that a power of two needs. */
function slotOf(sequence: number): number {
  return sequence & (slotCount - 1);
}
