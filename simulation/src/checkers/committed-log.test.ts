import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommittedLog } from './committed-log.ts';
import { entry, logOf } from './test-entries.ts';

const quorums = { voters: [1n, 2n, 3n], votersOutgoing: [] };
const everywhere = new Map([
  [1n, logOf(1, 1)],
  [2n, logOf(1, 1)],
]);

function twoCommitted(): CommittedLog {
  const log = new CommittedLog(2);
  log.applies(1n, [entry(2, 1), entry(3, 1)], 1, quorums, everywhere);
  return log;
}

test('another entry at a committed index is noticed', () => {
  const log = twoCommitted();
  log.applies(2n, [entry(2, 1)], 1, quorums, everywhere);
  assert.throws(
    () => log.applies(2n, [entry(3, 2)], 2, quorums, everywhere),
    /state-machine safety: 2 applies 3\/2, others \/1/,
  );
});

test('an entry that is applied twice, or left out, is noticed', () => {
  const log = twoCommitted();
  assert.throws(() => log.applies(1n, [entry(3, 1)], 1, quorums, everywhere), /exactly-once/);
  log.beginsAt(2n, 2);
  assert.throws(() => log.applies(2n, [entry(4, 1)], 1, quorums, everywhere), /exactly-once/);
});

test('a state that nobody has committed is noticed', () => {
  assert.throws(() => twoCommitted().beginsAt(3n, 4), /has the state of entry 4, 3 were committed/);
});

test('what is applied must be durable on a majority, and on both majorities of a joint configuration', () => {
  const alone = new Map([[1n, logOf(1)]]);
  const fresh = (): CommittedLog => new CommittedLog(2);
  assert.throws(
    () => fresh().applies(1n, [entry(2, 1)], 1, quorums, alone),
    /durability: entry 2 counts as committed, but is durable on 1 of 3 voters/,
  );
  const joint = { voters: [1n], votersOutgoing: [1n, 2n, 3n] };
  assert.throws(() => fresh().applies(1n, [entry(2, 1)], 1, joint, alone), /durability/);
  fresh().applies(1n, [entry(2, 1)], 1, { voters: [1n], votersOutgoing: [] }, alone);
});

test('a leader without a committed entry is noticed', () => {
  const log = twoCommitted();
  log.leads(2n, 2, logOf(1, 1, 2));
  assert.throws(
    () => log.leads(3n, 3, logOf(1)),
    /leader completeness: 3 leads term 3 without 3\/1/,
  );
  assert.throws(() => log.leads(3n, 3, logOf(1, 2)), /leader completeness/);
});

test('what a leader counts is judged when it counts it, by the configuration of then', () => {
  const log = new CommittedLog(2);
  const leaderLog = logOf(1, 1);
  const alone = new Map([[1n, logOf(1, 1)]]);
  log.counts(2, leaderLog, { voters: [1n], votersOutgoing: [] }, alone);
  // There are three voters by the time in which somebody applies it.
  log.applies(1n, [entry(2, 1)], 1, quorums, alone);
  assert.throws(() => log.counts(3, leaderLog, quorums, alone), /durability: entry 3/);
});

test('every entry is told of once, in order', () => {
  const log = new CommittedLog(2);
  const told: number[] = [];
  log.onCommitted = ({ index }) => told.push(index);
  log.applies(1n, [entry(2, 1)], 1, quorums, everywhere);
  log.applies(2n, [entry(2, 1), entry(3, 1)], 1, quorums, everywhere);
  log.applies(1n, [entry(3, 1)], 1, quorums, everywhere);
  assert.deepEqual(told, [2, 3]);
});

test('what is lost with its majority may be committed otherwise, what is not may not', () => {
  const log = twoCommitted();
  log.forgetAfter(2);
  assert.deepEqual([log.lastIndex, log.entryAt(2)?.term, log.entryAt(3)], [2, 1, undefined]);
  const alone = new Map([[1n, logOf(1, 2)]]);
  const one = { voters: [1n], votersOutgoing: [] };
  log.beginsAt(1n, 2);
  log.applies(1n, [entry(3, 2)], 2, one, alone);
  assert.throws(() => log.applies(2n, [entry(2, 2)], 2, one, alone), /exactly-once|state-machine/);
});
