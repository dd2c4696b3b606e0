import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElectionSafety } from './election-safety.ts';

const alone = (id: bigint): { voters: bigint[]; votersOutgoing: bigint[] } => ({
  voters: [id],
  votersOutgoing: [],
});

test('a second leader of a term is noticed, one that leads again is not', () => {
  const elections = new ElectionSafety();
  elections.observeLeader(1n, 2, alone(1n));
  elections.observeLeader(2n, 3, alone(2n));
  elections.observeLeader(2n, 3, alone(2n));
  assert.equal(elections.termsLed, 2);
  assert.throws(
    () => elections.observeLeader(3n, 2, alone(3n)),
    /election safety: term 2 has two leaders/,
  );
});

test('a second vote in a term is noticed, the same one again is not', () => {
  const elections = new ElectionSafety();
  elections.observeVote(1n, 2, 3n);
  elections.observeVote(1n, 2, 3n);
  elections.observeVote(1n, 3, 2n);
  assert.throws(() => elections.observeVote(1n, 2, 2n), /1 votes for 2 in term 2, after 3/);
});

test('a leader without a majority is noticed, in each half of a joint configuration', () => {
  const elections = new ElectionSafety();
  const three = { voters: [1n, 2n, 3n], votersOutgoing: [] };
  elections.observeVote(9n, 2, 1n);
  assert.throws(
    () => elections.observeLeader(1n, 2, three),
    /election quorum: 1 leads term 2 with the votes of 1 of 3 voters/,
  );
  elections.observeVote(2n, 2, 1n);
  elections.observeLeader(1n, 2, three);
  const joint = { voters: [1n, 2n, 3n], votersOutgoing: [1n, 4n, 5n] };
  assert.throws(() => elections.observeLeader(1n, 2, joint), /election quorum/);
  elections.observeVote(5n, 2, 1n);
  elections.observeLeader(1n, 2, joint);
});
