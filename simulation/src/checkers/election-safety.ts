// Raft: at most one leader in a term.
import type { MemberId, Term } from '@cairn/core';
import { holds } from './violation.ts';

export class ElectionSafety {
  readonly #leaders = new Map<Term, MemberId>();

  get termsLed(): number {
    return this.#leaders.size;
  }

  observeLeader(member: MemberId, term: Term): void {
    const known = this.#leaders.get(term);
    holds('election safety', known === undefined || known === member, () => {
      return `term ${term} has two leaders, ${known?.toString(16)} and ${member.toString(16)}`;
    });
    this.#leaders.set(term, member);
  }
}
