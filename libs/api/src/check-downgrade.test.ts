import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDowngradeTarget } from './check-downgrade.ts';
import { etcdErrors } from './etcd-errors.ts';
import { clusterVersion } from './versions.ts';

const [major = 0, minor = 0] = clusterVersion.split('.').map(Number);
const before = `${major}.${minor - 1}`;

test('a cluster goes back by one minor release, whatever patch is named', () => {
  for (const text of [before, `${before}.0`, `${before}.17`, `${before}.0-rc.1`]) {
    assert.equal(checkDowngradeTarget(text), `${before}.0`, text);
  }
});

test('other versions are refused', () => {
  const others = [clusterVersion, `${major}.${minor + 1}`, `${major}.${minor - 2}.0`, '2.3.8'];
  for (const text of others) {
    assert.throws(() => checkDowngradeTarget(text), etcdErrors.invalidDowngradeTargetVersion, text);
  }
});

test('what is no version is refused as such', () => {
  for (const text of ['', '3', 'v3.6.0', `${before}.0.0`, 'newest', `${before}.x`]) {
    assert.throws(() => checkDowngradeTarget(text), etcdErrors.wrongDowngradeVersionFormat, text);
  }
});
