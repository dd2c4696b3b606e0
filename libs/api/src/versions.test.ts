import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cairnVersion, clusterVersion, etcdVersion, storageVersion } from './versions.ts';

test('cluster and storage versions are minor releases of the version answered with', () => {
  const [major, minor] = etcdVersion.split('.');
  assert.match(etcdVersion, /^\d+\.\d+\.\d+$/);
  assert.equal(clusterVersion, `${major}.${minor}.0`);
  assert.equal(storageVersion, `${major}.${minor}.0`);
});

test('the version of Cairn is the one in package.json', () => {
  const manifest = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  assert.equal(cairnVersion, manifest.version);
});
