import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzHpack } from './testing/fuzz-hpack.ts';

test('hostile blocks lead to the fields and table of the plain decoder, or to an HpackError', () => {
  const stackFrames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const totals = fuzzHpack(7541, 200_000);
    for (const [outcome, count] of Object.entries(totals)) {
      assert.ok(count > 1000, `${outcome}: ${count}`);
    }
  } finally {
    Error.stackTraceLimit = stackFrames;
  }
});

test('a seed gives the same run again', () => {
  assert.deepEqual(fuzzHpack(1, 500), fuzzHpack(1, 500));
  assert.notDeepEqual(fuzzHpack(1, 500), fuzzHpack(2, 500));
});
