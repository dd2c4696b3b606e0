import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMetadata } from './metadata.ts';

test('the first value of a repeated name counts, and pseudo-headers are left out', () => {
  const metadata = readMetadata([
    [':method', 'POST'],
    ['hasleader', 'true'],
    ['token', 'one'],
    ['hasleader', 'false'],
    ['trace-bin', 'AAE='],
  ]);
  assert.deepEqual(
    [...metadata],
    [
      ['hasleader', 'true'],
      ['token', 'one'],
      ['trace-bin', 'AAE='],
    ],
  );
});
