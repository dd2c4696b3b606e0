import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allBugs } from '../bugs/all-bugs.ts';
import { backendWith } from '../bugs/store-bugs.ts';
import { allScenarios } from './all-scenarios.ts';

for (const { name, after, run } of allScenarios) {
  test(`${name} (${after})`, async () => {
    assert.equal((await run(1))?.stack, undefined);
  });
}

/** The bug that a scenario is about is seen in it. */
const provedBy: Readonly<Record<string, string>> = {
  'members crash under load, all at once': 'index-before-data',
  'a lone member loses power while it answers': 'skip-log-fsync',
  'members crash while they remove the tombstone of the newest revision': 'forget-compaction-mark',
  'a leader sleeps through the election of another one, and its clients read':
    'read-index-without-quorum',
  'members crash, and get the whole state, while all that is written is refused': 'forget-alarms',
  'transactions read at revisions that are being compacted, on members not equally far':
    'forget-compaction-mark',
  'the whole state travels in small pieces, and its connection breaks again and again':
    'lossy-transfer',
  'a member that was removed while it was down is started again on its old data':
    'removed-member-is-heard',
  'a leader sleeps while leases run out elsewhere, and its lease-keeper goes on':
    'keeper-without-authority',
  'two of three disks are lost, and the third member goes on alone': 'alone-without-tail',
  'newcomers are started with mistakes in their flags': 'any-flags-join',
  'a newcomer is told to found a cluster': 'foreign-cluster-is-heard',
};

for (const [name, bugName] of Object.entries(provedBy)) {
  test(`${name}: seen when it goes wrong`, async () => {
    const scenario = allScenarios.find((one) => one.name === name);
    const bug = allBugs.find((one) => one.name === bugName);
    assert.ok(scenario !== undefined && bug !== undefined);
    assert.notEqual(await scenario.run(12, bug.tweaks()), undefined);
  });
}

test('an applied index that stays behind while everything is refused is seen', async () => {
  const name = 'members crash, and get the whole state, while all that is written is refused';
  const scenario = allScenarios.find((one) => one.name === name);
  const violation = await scenario?.run(1, {
    backend: (backend) => {
      let hasWritten = false;
      return backendWith(backend, {
        put: (table, key, value) => {
          hasWritten = true;
          backend.put(table, key, value);
        },
        delete: (table, key) => {
          hasWritten = true;
          backend.delete(table, key);
        },
        commit: (position) => {
          if (hasWritten) backend.commit(position);
          hasWritten = false;
        },
      });
    },
  });
  assert.match(violation?.message ?? '', /has applied \d+, its store says \d+/);
});
