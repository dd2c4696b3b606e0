import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedTasksOnly } from './nx-output.ts';

const typecheck = `
 NX   Running target typecheck for 2 projects:

- @cairn/core
- @cairn/replica

> nx run @cairn/core:typecheck  [existing outputs match the cache, left as is]

> @cairn/core@0.1.0 typecheck
> tsc -p tsconfig.json

> nx run @cairn/replica:typecheck

npm warn Unknown user config "nodedir".

> @cairn/replica@0.1.0 typecheck
> tsc -p tsconfig.json

src/replica.ts(268,22): error TS2554: Expected 1 arguments, but got 0.
npm error code 1
npm error path /repo/libs/replica


 NX   Running target typecheck for 2 projects failed

Failed tasks:

- @cairn/replica:typecheck

  Run duration:      3.6s
`;

void test('of a failed run only the failed tasks are left, in their own words', () => {
  assert.equal(
    failedTasksOnly(typecheck),
    '> nx run @cairn/replica:typecheck\n\n' +
      'src/replica.ts(268,22): error TS2554: Expected 1 arguments, but got 0.',
  );
});

void test('of a failed test run only the failing tests are left', () => {
  const output =
    '> nx run @cairn/wal:test\n\n✔ good\n✖ bad\nℹ fail 1\n\n✖ failing tests:\n\n✖ bad\n  at x\n' +
    '\n NX   Running target test failed\n\nFailed tasks:\n\n- @cairn/wal:test\n\n';
  assert.equal(
    failedTasksOnly(output),
    '> nx run @cairn/wal:test\n\n✖ failing tests:\n\n✖ bad\n  at x',
  );
});

void test('when Nx itself fails, everything it said is left', () => {
  assert.equal(
    failedTasksOnly('NX   Cannot find configuration\n'),
    'NX   Cannot find configuration\n',
  );
});
