import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig } from './definition.ts';
import type { ConfigDefinition } from './definition.ts';
import { edgeFlags, edgeOptions } from './edge-options.ts';
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
    '--warning-unary-request-duration=1m30s',
    '--cors=https://a.example,https://b.example',
    '--host-whitelist=',
    '--enable-grpc-gateway=false',
    '--enable-pprof',
    '--enable-grpc-reflection',
  ]);
  assert.deepEqual([told.cors.length, told.hostWhitelist, told.enablePprof], [2, [], true]);
  assert.equal(told.warningUnaryRequestDuration, 90_000);
  const flags = Object.entries(edgeFlags(told)).map(([name, value]) => `--${name}=${value}`);
  assert.deepEqual(read(flags), told);
  assert.notDeepEqual(told, read([]));
});
