// Raft: at most one leader in a term, a member votes once in it, and who leads was voted for by a majority
// of those who may vote (of both configurations, while a joint one is in force).
import type { MemberId, Term } from '@cairn/core';
import { countedQuorum } from './quorum-count.ts';
import type { Quorums } from './quorum-count.ts';
import { holds } from './violation.ts';

export class ElectionSafety {
  readonly #leaders = new Map<Term, MemberId>();
  readonly #votes = new Map<Term, Map<MemberId, MemberId>>();

  get termsLed(): number {
    return this.#leaders.size;
  }

  /** Terms begin anew: see survivor.ts. */
  forget(): void {
    this.#leaders.clear();
    this.#votes.clear();
  }

  /** It is on the disk of the voter. */
  observeVote(voter: MemberId, term: Term, candidate: MemberId): void {
    let votes = this.#votes.get(term);
    if (votes === undefined) {
      votes = new Map();
      this.#votes.set(term, votes);
    }
    const known = votes.get(voter);
    holds('election safety', known === undefined || known === candidate, () => {
      return `${hex(voter)} votes for ${hex(candidate)} in term ${term}, after ${hex(known ?? 0n)}`;
    });
    votes.set(voter, candidate);
  }

  /** @param quorums as of what it had applied when the votes were counted */
  observeLeader(member: MemberId, term: Term, quorums: Quorums): void {
    const known = this.#leaders.get(term);
    holds('election safety', known === undefined || known === member, () => {
      return `term ${term} has two leaders, ${hex(known ?? 0n)} and ${hex(member)}`;
    });
    this.#leaders.set(term, member);
    // Its own vote counts at once: what it says leaves after that is on disk.
    const votes = this.#votes.get(term);
    const missing = countedQuorum(quorums, (id) => id === member || votes?.get(id) === member);
    holds('election quorum', missing === undefined, () => {
      return `${hex(member)} leads term ${term} with the votes of ${missing}`;
    });
  }
}

function hex(member: MemberId): string {
  return member.toString(16);
}
