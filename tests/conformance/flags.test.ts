// The list of etcd's flags against what the etcd binaries themselves print, so that a flag of a newer etcd
// cannot be forgotten.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { etcdFlags } from '@cairn/config';
import { etcdVersion, newerEtcd, requireTools, toolPath } from '../kit/index.ts';

/** As few as no etcd has had for years: the help was read, and not just its first lines. */
const flagsMin = 70;

function flagsOf(binary: string): readonly string[] {
  const { stdout, stderr } = spawnSync(binary, ['--help'], { encoding: 'utf8' });
  const found = `${stdout}${stderr}`.matchAll(/^\s*--([a-z0-9-]+)/gm);
  return [...new Set([...found].map(([, name = '']) => name))].filter(
    (name) => name !== 'version' && name !== 'help',
  );
}

void suite('flags', requireTools('etcd'), () => {
  void test('every flag that etcd prints in its help has an entry in the list', () => {
    const known = new Set(etcdFlags.flatMap(({ name, aliases }) => [name, ...aliases]));
    const newer = newerEtcd();
    for (const binary of [toolPath('etcd'), ...(newer === undefined ? [] : [newer])]) {
      const flags = flagsOf(binary);
      assert.ok(flags.length >= flagsMin, `${binary} prints ${flags.length} flags`);
      const unknown = flags.filter((name) => !known.has(name));
      assert.deepEqual(unknown, [], `etcd ${etcdVersion(binary)}`);
    }
  });
});
