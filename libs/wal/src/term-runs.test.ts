import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure, SeededRandom } from '@cairn/core';
import { TermRuns } from './term-runs.ts';

test('terms are what a list with one term per entry says', () => {
  const random = new SeededRandom(3);
  const runs = new TermRuns(10, 1);
  let list = new Map([[10, 1]]);
  let last = 10;
  let kept = 10;
  let term = 1;
  for (let i = 0; i < 5000; i++) {
    if (random.nextBelow(20) === 0) term++;
    if (random.nextBelow(50) === 0) {
      kept = kept + random.nextBelow(last - kept + 1);
      runs.dropBefore(kept);
    }
    const index = Math.max(kept + 1, last + 1 - random.nextBelow(4));
    runs.set(index, term);
    list = new Map([...list].filter(([known]) => known < index && known >= kept));
    list.set(index, term);
    last = index;
    assert.equal(runs.lastIndex, last);
    for (const [known, expected] of list) assert.equal(runs.termOf(known), expected);
    assert.equal(runs.termOf(last + 1), undefined);
    if (last > kept + 60) {
      kept = last;
      runs.reset(last, term);
      list = new Map([[last, term]]);
    }
  }
});

test('entries cannot leave a gap', () => {
  assert.throws(() => new TermRuns(3, 1).set(5, 1), AssertionFailure);
});
