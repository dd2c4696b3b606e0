// Proposals that Raft has not taken: all of them for the moment between two turns of the loop, and for
// longer while there is no leader or too much is uncommitted. Bounded in number by the waiters and in
// bytes here, because entries may be large.
import type { Term } from '@cairn/core';
import type { Proposal } from './waiters.ts';

export class ProposalQueue {
  #queued: Proposal[] = [];
  #bytes = 0;

  get size(): number {
    return this.#queued.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(proposal: Proposal): void {
    this.#queued.push(proposal);
    this.#bytes += proposal.data.length;
  }

  /** Back to the head of the line, where they were before. */
  putBack(proposals: readonly Proposal[]): void {
    if (proposals.length === 0) return;
    this.#queued = proposals.concat(this.#queued);
    for (const { data } of proposals) this.#bytes += data.length;
  }

  /** What would be proposed now, in order. */
  entries(): Uint8Array[] {
    return this.#queued.map(({ data }) => data);
  }

  /** Raft has taken all of them. */
  taken(term: Term): void {
    for (const proposal of this.#queued) proposal.term = term;
    this.clear();
  }

  /** Takes out what must not be sent late. */
  takeExpired(nowMs: number): readonly Proposal[] {
    const expired = this.#queued.filter(({ proposeUntilMs }) => proposeUntilMs <= nowMs);
    if (expired.length === 0) return expired;
    this.#queued = this.#queued.filter(({ proposeUntilMs }) => proposeUntilMs > nowMs);
    for (const { data } of expired) this.#bytes -= data.length;
    return expired;
  }

  clear(): void {
    this.#queued = [];
    this.#bytes = 0;
  }
}
