// Majorities, single and joint. The whole arithmetic of "enough members" is in this file.
//
// A joint configuration (Raft thesis 4.3) decides only when the majority of the incoming and the
// majority of the outgoing voters both agree: the lower of two indexes, the worse of two outcomes.
// No voters at all never stand in the way: their index is infinite, their vote is won.
import type { MemberId } from '@cairn/core';

/** The part of a configuration that decides. */
export interface Electorate {
  readonly voters: readonly MemberId[];
  readonly votersOutgoing: readonly MemberId[];
}

export type VoteOutcome = 'won' | 'lost' | 'pending';

/** The highest value that a quorum has reached; `valueOf` must not fall over time. */
export function quorumValue(electorate: Electorate, valueOf: (id: MemberId) => number): number {
  const incoming = majorityValue(electorate.voters, valueOf);
  if (electorate.votersOutgoing.length === 0) return incoming;
  return Math.min(incoming, majorityValue(electorate.votersOutgoing, valueOf));
}

/** `voteOf` answers undefined for a voter that has not been heard. */
export function voteOutcome(
  electorate: Electorate,
  voteOf: (id: MemberId) => boolean | undefined,
): VoteOutcome {
  const incoming = majorityOutcome(electorate.voters, voteOf);
  const outgoing = majorityOutcome(electorate.votersOutgoing, voteOf);
  if (incoming === 'lost' || outgoing === 'lost') return 'lost';
  return incoming === 'won' && outgoing === 'won' ? 'won' : 'pending';
}

function majorityValue(voters: readonly MemberId[], valueOf: (id: MemberId) => number): number {
  if (voters.length === 0) return Number.POSITIVE_INFINITY;
  const values: number[] = [];
  for (const id of voters) {
    const value = valueOf(id);
    // Insertion into a descending list: clusters have three to seven voters.
    let at = values.length;
    for (; at > 0 && (values[at - 1] as number) < value; at--)
      values[at] = values[at - 1] as number;
    values[at] = value;
  }
  return values[Math.floor(voters.length / 2)] as number;
}

function majorityOutcome(
  voters: readonly MemberId[],
  voteOf: (id: MemberId) => boolean | undefined,
): VoteOutcome {
  if (voters.length === 0) return 'won';
  const majority = Math.floor(voters.length / 2) + 1;
  let granted = 0;
  let refused = 0;
  for (const id of voters) {
    const vote = voteOf(id);
    if (vote === true) granted++;
    else if (vote === false) refused++;
  }
  if (granted >= majority) return 'won';
  return voters.length - refused < majority ? 'lost' : 'pending';
}
