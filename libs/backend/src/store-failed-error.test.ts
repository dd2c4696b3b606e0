import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFailedError } from './store-failed-error.ts';

test('a store that cannot be written says which file, why, and what to do', () => {
  const said = (reason: string): string =>
    new StoreFailedError('/d/store', reason, undefined).message;
  assert.match(said('No space left on device'), /to \/d\/store: No space .* make room on it/);
  assert.match(said('Disk quota exceeded'), /quota is used up/);
  assert.match(said('File too large'), /ulimit/);
  assert.match(said('Read-only file system'), /log of the kernel/);
  assert.match(said('Input/output error'), /replace it/);
  assert.match(said('strange'), /strange\. The write-ahead log has everything .* Check the disk/);
});
