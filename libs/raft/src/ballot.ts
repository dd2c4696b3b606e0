import type { MemberId } from '@cairn/core';
import { voteOutcome } from './quorum.ts';
import type { Electorate, VoteOutcome } from './quorum.ts';

/** The votes of one campaign; a voter's first answer counts. */
export class Ballot {
  readonly #votes = new Map<MemberId, boolean>();

  record(voter: MemberId, granted: boolean): void {
    if (!this.#votes.has(voter)) this.#votes.set(voter, granted);
  }

  outcome(electorate: Electorate): VoteOutcome {
    return voteOutcome(electorate, (id) => this.#votes.get(id));
  }
}
