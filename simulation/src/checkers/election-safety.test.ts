import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ElectionSafety } from './election-safety.ts';

test('a second leader of a term is noticed, one that leads again is not', () => {
  const elections = new ElectionSafety();
  elections.observeLeader(1n, 2);
  elections.observeLeader(2n, 3);
  elections.observeLeader(2n, 3);
  assert.equal(elections.termsLed, 2);
  assert.throws(() => elections.observeLeader(3n, 2), /election safety: term 2 has two leaders/);
});
