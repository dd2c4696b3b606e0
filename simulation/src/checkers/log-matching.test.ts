import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogMatching } from './log-matching.ts';
import { entry, logOf } from './test-entries.ts';

test('two entries of one index and term are noticed', () => {
  const matching = new LogMatching();
  matching.observeAppended(logOf(1), [entry(3, 2)]);
  matching.observeAppended(logOf(1), [entry(3, 2)]);
  matching.observeAppended(logOf(1), [entry(3, 3)]);
  assert.throws(() => matching.observeAppended(logOf(1), [entry(3, 2, 'other')]), /log matching/);
});

test('different entries before the same one are noticed', () => {
  const matching = new LogMatching();
  matching.observeAppended(logOf(1, 2), [entry(4, 3)]);
  assert.throws(() => matching.observeAppended(logOf(1, 1), [entry(4, 3)]), /before 4\/3 stands/);
});
