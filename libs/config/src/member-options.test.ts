import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig } from './definition.ts';
import type { ConfigDefinition } from './definition.ts';
import { memberFlags, memberOptions } from './member-options.ts';
import type { MemberConfig } from './member-options.ts';
import { readConfig } from './read-config.ts';

const definition: ConfigDefinition<MemberConfig> = defineConfig({
  service: 'member',
  summary: 'nothing but these',
  options: memberOptions,
});

function read(argv: readonly string[]): MemberConfig {
  const result = readConfig(definition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

void test('what one program was told, its flags tell the next', () => {
  const told = read([
    '--max-learners=3',
    '--strict-reconfig-check=false',
    '--initial-cluster-state=existing',
    '--quota-backend-bytes=-1',
    '--auto-compaction-mode=revision',
    '--auto-compaction-retention=1000',
    '--corrupt-check-time=1h30m',
  ]);
  assert.equal(told.corruptCheckTime, 5_400_000);
  const flags = Object.entries(memberFlags(told)).map(([name, value]) => `--${name}=${value}`);
  assert.deepEqual(read(flags), told);
  assert.notDeepEqual(told, read([]));
});
