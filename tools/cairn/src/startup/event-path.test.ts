import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import { launcherDefinition } from '../options/definition.ts';
import type { LauncherConfig } from '../options/launcher-config.ts';
import { chooseEventPath } from './event-path.ts';
import { planNats } from './nats.ts';

function configOf(...argv: readonly string[]): LauncherConfig {
  const result = readConfig(launcherDefinition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

function inScratch(body: (scratch: string) => void): void {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-nats-'));
  try {
    body(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void test('a member alone starts the nats-server it finds on PATH', () => {
  inScratch((scratch) => {
    const program = join(scratch, 'nats-server');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    assert.deepEqual(chooseEventPath(configOf(), `/nowhere:${scratch}`), {
      kind: 'own-nats',
      program,
    });
  });
});

void test('a given URL wins, and --no-nats and a cluster without a URL mean gRPC', () => {
  assert.deepEqual(chooseEventPath(configOf('--nats-url=nats://h:1', '--no-nats'), ''), {
    kind: 'given-nats',
    url: 'nats://h:1',
  });
  assert.equal(chooseEventPath(configOf('--no-nats'), '').kind, 'grpc');
  const cluster = configOf('--initial-cluster=default=http://127.0.0.1:2380,b=http://127.0.0.1:1');
  assert.equal(chooseEventPath(cluster, process.env['PATH']).kind, 'grpc');
});

void test('nats listens on loopback only and takes messages of the largest request', () => {
  inScratch((scratch) => {
    const spec = planNats('/usr/sbin/nats-server', 4_222, scratch);
    const config = readFileSync(join(scratch, 'nats.conf'), 'utf8');
    assert.match(config, /^listen: "127\.0\.0\.1:4222"$/m);
    const payloadBytesMax = Number(/^max_payload: (\d+)$/m.exec(config)?.[1]);
    assert.ok(payloadBytesMax >= 2 * configOf().maxRequestBytes);
    assert.equal(spec.isEssential, false);
  });
});
