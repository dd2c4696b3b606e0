import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FileLockedError, takeFileLock } from './file-lock.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cairn-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a lock is held by one at a time and can be taken again after its release', () => {
  const path = join(directory, 'lock');
  const first = takeFileLock(path);
  assert.throws(() => takeFileLock(path), FileLockedError);
  first.release();
  takeFileLock(path).release();
});

test('a file that cannot be made is an error of its own', () => {
  const path = join(directory, 'missing', 'lock');
  assert.throws(
    () => takeFileLock(path),
    (error: Error) => !(error instanceof FileLockedError) && error.message.includes(path),
  );
});
