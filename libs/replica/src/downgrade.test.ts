import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { Downgrade } from './downgrade.ts';

test('an announced downgrade is there after a restart, and a canceled one is not', () => {
  const backend = new MemoryBackend();
  const downgrade = new Downgrade(backend);
  assert.deepEqual(downgrade.info, { enabled: false, targetVersion: '' });
  downgrade.set({ enabled: true, targetVersion: '3.6.0' });
  assert.deepEqual(new Downgrade(backend).info, { enabled: true, targetVersion: '3.6.0' });
  downgrade.set({ enabled: false, targetVersion: '3.6.0' });
  assert.deepEqual(new Downgrade(backend).info, { enabled: false, targetVersion: '' });
});
