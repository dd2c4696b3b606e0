import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HashResult } from '@cairn/mvcc';
import type { HashReport } from './member-hash.ts';
import { judgeCompactions, judgeRevision } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const at = (hash: number, hashRevision = 50, compactRevision = 20): HashResult => ({
  hash,
  hashRevision,
  compactRevision,
});

/** Member 1 asks; the others say what is given, from member 2 on. */
function judge(own: HashResult, ...others: readonly HashReport['atRevision'][]): Verdict {
  const reports = others.map((atRevision, i): HashReport => ({
    memberId: BigInt(i + 2),
    atRevision,
    compactions: [],
  }));
  return judgeRevision({ memberId: 1n, result: own }, reports, others.length + 1);
}

test('equal hashes are equal members', () => {
  assert.deepEqual(judge(at(7), at(7), at(7)), { kind: 'equal', compared: 3 });
  assert.deepEqual(judge(at(7)), { kind: 'equal', compared: 1 });
});

test('whoever differs from a majority is wrong, also who asks', () => {
  assert.deepEqual(judge(at(7), at(7), at(8)), { kind: 'wrong', members: [3n] });
  assert.deepEqual(judge(at(7), at(8), at(8)), { kind: 'wrong', members: [1n] });
  assert.deepEqual(judge(at(7), at(7), at(8), at(7), at(9)), { kind: 'wrong', members: [3n, 5n] });
});

test('a member without a revision that is committed is wrong like one with another hash', () => {
  assert.deepEqual(judge(at(7), 'behind', at(7)), { kind: 'wrong', members: [2n] });
  assert.deepEqual(judge(at(7), 'behind', 'behind'), { kind: 'wrong', members: [1n] });
});

test('without a majority of all members nobody knows who is wrong', () => {
  assert.deepEqual(judge(at(7), at(8)), { kind: 'undecided', members: [1n, 2n] });
  const silent = judge(at(7), at(8), 'unknown');
  assert.deepEqual(silent, { kind: 'undecided', members: [1n, 2n] });
  const three = judge(at(7), at(8), at(9));
  assert.deepEqual(three, { kind: 'undecided', members: [1n, 2n, 3n] });
});

test('hashes over different records are not compared', () => {
  assert.deepEqual(judge(at(7), at(8, 50, 30), 'unknown'), { kind: 'equal', compared: 1 });
  assert.deepEqual(judge(at(7), at(8, 51), at(7)), { kind: 'equal', compared: 2 });
});

function compactions(...known: readonly (readonly HashResult[])[]): Verdict {
  const reports = known.map((some, i): HashReport => ({
    memberId: BigInt(i + 1),
    atRevision: 'unknown',
    compactions: some,
  }));
  return judgeCompactions(reports, known.length);
}

test('past compactions are compared where at least two members know them', () => {
  const [a, b, c] = [at(1, 10, 10), at(2, 20, 20), at(3, 30, 30)];
  const wrong = at(9, 20, 20);
  assert.deepEqual(compactions([c, b, a], [c, b, a], [c, b, a]), { kind: 'equal', compared: 3 });
  assert.deepEqual(compactions([c, b], [b, a], [wrong]), { kind: 'wrong', members: [3n] });
  assert.deepEqual(compactions([c, b], [wrong], []), { kind: 'undecided', members: [1n, 2n] });
  assert.deepEqual(compactions([c], [b], [a]), { kind: 'equal', compared: 1 });
  assert.deepEqual(compactions([], [], []), { kind: 'equal', compared: 0 });
});

test('once all members agree on a compaction, older ones are settled', () => {
  const newest = at(3, 30, 30);
  const old = compactions([newest, at(1, 10, 10)], [newest, at(2, 10, 10)]);
  assert.deepEqual(old, { kind: 'equal', compared: 2 });
});
