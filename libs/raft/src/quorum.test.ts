import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { quorumValue, voteOutcome } from './quorum.ts';
import type { Electorate } from './quorum.ts';

const electorate = (
  voters: readonly bigint[],
  votersOutgoing: readonly bigint[] = [],
): Electorate => ({
  voters,
  votersOutgoing,
});

/** By the definition: the highest value that more than half of the voters have reached. */
function slowValue(voters: readonly bigint[], values: ReadonlyMap<bigint, number>): number {
  let best = voters.length === 0 ? Number.POSITIVE_INFINITY : 0;
  for (const value of values.values()) {
    const reached = voters.filter((id) => (values.get(id) ?? 0) >= value).length;
    if (reached * 2 > voters.length && value > best) best = value;
  }
  return best;
}

test('the quorum value is the highest that a majority of each half has reached', () => {
  const random = new SeededRandom(3);
  const ids = [1n, 2n, 3n, 4n, 5n, 6n, 7n];
  for (let round = 0; round < 2_000; round++) {
    const pickSome = (): readonly bigint[] => ids.filter(() => random.nextBelow(2) === 0);
    const values = new Map(ids.map((id) => [id, random.nextBelow(5)]));
    const [voters, outgoing] = [pickSome(), pickSome()];
    assert.equal(
      quorumValue(electorate(voters, outgoing), (id) => values.get(id) ?? 0),
      Math.min(slowValue(voters, values), slowValue(outgoing, values)),
    );
  }
});

test('an election is won with a majority and lost when none is possible any more', () => {
  const outcome = (voters: number, granted: number, refused: number): string =>
    voteOutcome(electorate(Array.from({ length: voters }, (_, i) => BigInt(i))), (id) =>
      id < granted ? true : id < granted + refused ? false : undefined,
    );
  assert.equal(outcome(3, 2, 0), 'won');
  assert.equal(outcome(3, 1, 1), 'pending');
  assert.equal(outcome(3, 1, 2), 'lost');
  assert.equal(outcome(4, 2, 0), 'pending');
  assert.equal(outcome(4, 2, 2), 'lost');
  assert.equal(outcome(4, 3, 1), 'won');
  assert.equal(outcome(5, 2, 2), 'pending');
  assert.equal(outcome(1, 1, 0), 'won');
});

test('a joint election needs both halves, and is lost with either', () => {
  const votes = new Map([
    [1n, true],
    [2n, true],
    [3n, false],
    [4n, false],
  ]);
  const voteOf = (id: bigint): boolean | undefined => votes.get(id);
  assert.equal(voteOutcome(electorate([1n, 2n], [1n, 2n, 3n]), voteOf), 'won');
  assert.equal(voteOutcome(electorate([1n, 2n], [1n, 3n, 4n]), voteOf), 'lost');
  assert.equal(voteOutcome(electorate([3n, 4n], [1n, 2n]), voteOf), 'lost');
  assert.equal(voteOutcome(electorate([1n, 5n], [1n, 2n]), voteOf), 'pending');
});
