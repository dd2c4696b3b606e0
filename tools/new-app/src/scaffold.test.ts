import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { parse } from 'yaml';
import { scaffold } from './scaffold.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-new-app-'));
  mkdirSync(join(root, 'deploy'));
  const compose = join(import.meta.dirname, '../../../deploy/compose.yaml');
  cpSync(compose, join(root, 'deploy/compose.yaml'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a new app has the files that every app has, with its name in them', () => {
  const files = scaffold({ root, name: 'audit-trail' });
  for (const file of ['main.ts', 'config.ts', 'compose.ts', 'shutdown.ts', 'metrics.ts']) {
    assert.ok(files.includes(`apps/audit-trail/src/${file}`), file);
  }
  const manifest = JSON.parse(
    readFileSync(join(root, 'apps/audit-trail/package.json'), 'utf8'),
  ) as {
    name: string;
  };
  assert.equal(manifest.name, '@cairn/audit-trail');
  const metrics = readFileSync(join(root, 'apps/audit-trail/src/metrics.ts'), 'utf8');
  assert.match(metrics, /cairn_audit_trail_events_total/);
  assert.doesNotMatch(metrics, /\{\{/);
});

test('a new app is a service in Compose, and nothing else there changes', () => {
  const file = join(root, 'deploy/compose.yaml');
  const before = parse(readFileSync(file, 'utf8'), { merge: true }) as { services: object };
  scaffold({ root, name: 'audit-trail' });
  const after = parse(readFileSync(file, 'utf8'), { merge: true }) as {
    services: Record<string, { image: string }>;
  };
  assert.equal(after.services['audit-trail']?.image, 'cairn/audit-trail');
  delete after.services['audit-trail'];
  assert.deepEqual(after, before);
  assert.match(readFileSync(file, 'utf8'), /^# Three members/);
});

test('a name that is none, and an app that exists, are refused', () => {
  assert.throws(() => scaffold({ root, name: '../evil' }), /no name for an app/);
  scaffold({ root, name: 'twice' });
  assert.throws(() => scaffold({ root, name: 'twice' }), /exists already/);
});
