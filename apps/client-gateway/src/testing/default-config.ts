// What a gateway is told that is told nothing: a test names only what it is about.
import assert from 'node:assert/strict';
import { readConfig } from '@cairn/config';
import { definition } from '../config.ts';
import type { GatewayConfig } from '../config.ts';

export function defaultConfig(): GatewayConfig {
  const read = readConfig(definition, { argv: [], env: {}, readFile: () => '' });
  assert.ok(read.kind === 'values', 'the defaults go together');
  return read.values;
}
