import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzConnection } from './fuzz-connection.ts';

test('whatever a peer sends, a connection keeps its invariants, its bounds and its silence after the end', () => {
  const totals = fuzzConnection(9113, 150_000);
  for (const [what, count] of Object.entries(totals)) {
    assert.ok(count > 50, `${what}: ${count}`);
  }
});

test('a seed gives the same run again', () => {
  assert.deepEqual(fuzzConnection(1, 2000), fuzzConnection(1, 2000));
  assert.notDeepEqual(fuzzConnection(1, 2000), fuzzConnection(2, 2000));
});
