// Proposals that Raft has not taken: all of them for the moment between two turns of the loop, and for
// longer while there is no leader or too much is uncommitted. Bounded in number by the waiters and in
// bytes here, because entries may be large. Changes of the membership have a line of their own: Raft
// takes them one at a time, and nobody else waits for that.
import type { Term } from '@cairn/core';
import type { Proposal } from './waiters.ts';

export class ProposalQueue {
  #queued: Proposal[] = [];
  #confChanges: Proposal[] = [];
  #bytes = 0;

  get size(): number {
    return this.#queued.length + this.#confChanges.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(proposal: Proposal): void {
    (proposal.confChange === undefined ? this.#queued : this.#confChanges).push(proposal);
    this.#bytes += proposal.data.length;
  }

  /** Back to the head of the line, where they were before. */
  putBack(proposals: readonly Proposal[]): void {
    if (proposals.length === 0) return;
    const normal = proposals.filter(({ confChange }) => confChange === undefined);
    const confChanges = proposals.filter(({ confChange }) => confChange !== undefined);
    this.#queued = normal.concat(this.#queued);
    this.#confChanges = confChanges.concat(this.#confChanges);
    for (const { data } of proposals) this.#bytes += data.length;
  }

  /** The change of the membership that is next. */
  get nextConfChange(): Proposal | undefined {
    return this.#confChanges[0];
  }

  /** Raft has taken it. */
  confChangeTaken(term: Term): void {
    const proposal = this.#confChanges.shift();
    if (proposal === undefined) return;
    proposal.term = term;
    this.#bytes -= proposal.data.length;
  }

  /** What else would be proposed now, in order. */
  entries(): Uint8Array[] {
    return this.#queued.map(({ data }) => data);
  }

  /** Raft has taken all of {@link entries}. */
  taken(term: Term): void {
    for (const proposal of this.#queued) {
      proposal.term = term;
      this.#bytes -= proposal.data.length;
    }
    this.#queued = [];
  }

  /** Takes out what must not be sent late. */
  takeExpired(nowMs: number): readonly Proposal[] {
    const isExpired = ({ proposeUntilMs }: Proposal): boolean => proposeUntilMs <= nowMs;
    const expired = [...this.#queued.filter(isExpired), ...this.#confChanges.filter(isExpired)];
    if (expired.length === 0) return expired;
    this.#queued = this.#queued.filter((proposal) => !isExpired(proposal));
    this.#confChanges = this.#confChanges.filter((proposal) => !isExpired(proposal));
    for (const { data } of expired) this.#bytes -= data.length;
    return expired;
  }

  clear(): void {
    this.#queued = [];
    this.#confChanges = [];
    this.#bytes = 0;
  }
}
