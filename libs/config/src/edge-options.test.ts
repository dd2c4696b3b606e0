import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig } from './definition.ts';
import type { ConfigDefinition } from './definition.ts';
import { edgeFlags, edgeMistakes, edgeOptions } from './edge-options.ts';
import type { EdgeConfig } from './edge-options.ts';
import { readConfig } from './read-config.ts';

const definition: ConfigDefinition<EdgeConfig> = defineConfig({
  service: 'edge',
  summary: 'nothing but these',
  options: edgeOptions,
});

function read(argv: readonly string[]): EdgeConfig {
  const result = readConfig(definition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

void test('what the launcher was told of the client port, its flags tell the gateway', () => {
  const told = read([
    '--grpc-keepalive-min-time=1s',
    '--grpc-keepalive-interval=0s',
    '--request-rate-limit=500',
    '--request-rate-limit-per-user=50',
    '--warning-unary-request-duration=1m30s',
    '--cors=https://a.example,https://b.example',
    '--host-whitelist=',
    '--enable-grpc-gateway=false',
    '--enable-pprof',
    '--enable-grpc-reflection',
    '--enable-audit',
    '--audit-log-path=/var/log/audit, of m1.log',
    '--audit-log-max-bytes=4096',
    '--audit-log-max-files=3',
    '--audit-on-full-disk=continue',
  ]);
  assert.deepEqual([told.cors.length, told.hostWhitelist, told.enablePprof], [2, [], true]);
  assert.equal(told.warningUnaryRequestDuration, 90_000);
  const flags = Object.entries(edgeFlags(told)).map(([name, value]) => `--${name}=${value}`);
  assert.deepEqual(read(flags), told);
  assert.notDeepEqual(told, read([]));
});

void test('an audit log without a path, and a path without an audit log, are mistakes', () => {
  assert.deepEqual(edgeMistakes(read([])), []);
  assert.deepEqual(edgeMistakes(read(['--enable-audit', '--audit-log-path=/a'])), []);
  assert.match(edgeMistakes(read(['--enable-audit'])).join(), /needs --audit-log-path/);
  assert.match(edgeMistakes(read(['--audit-log-path=/a'])).join(), /without --enable-audit/);
});
