import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mallocSettings } from './malloc-settings.ts';
import { nodeFlags } from './node-flags.ts';

const root = join(import.meta.dirname, '../../../..');

for (const name of ['raft-node', 'client-gateway', 'lease-keeper', 'metrics-exporter'] as const) {
  void test(`the image of ${name} starts it with the flags and settings that the launcher gives it`, () => {
    const dockerfile = readFileSync(join(root, 'apps', name, 'Dockerfile'), 'utf8');
    const command = ['node', ...nodeFlags(name), `apps/${name}/src/main.ts`];
    const quoted = command.map((word) => JSON.stringify(word)).join(', ');
    assert.ok(dockerfile.includes(`\nENTRYPOINT [${quoted}]`), `not found: ${quoted}`);
    const settings = Object.entries(mallocSettings).map((pair) => pair.join('='));
    assert.ok(dockerfile.includes(`\nENV ${settings.join(' \\\n    ')}\n`), 'settings of malloc');
  });
}
