// Announcing a downgrade and taking it back, as an operator does with etcdctl.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdErrors } from '@cairn/api';
import { etcdserverpb } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import { TestMembers } from '../testing/test-members.ts';
import { downgrade } from './downgrade.ts';
import { failure } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const { DowngradeRequest, DowngradeResponse } = etcdserverpb;
const validate = 0;
const enable = 1;
const cancel = 2;

async function ask(
  group: TestMembers,
  replica: Replica,
  action: number,
  version = '',
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const request = DowngradeRequest.encode({ action, version }).finish();
  try {
    downgrade({ replica }, { request, timeoutMs: Infinity, reply: (said) => (outcome = said) });
  } catch (error) {
    outcome = failure(error);
  }
  return await group.until('it is answered', () => outcome);
}

function versionIn(outcome: Outcome): string {
  assert.equal(outcome.kind, 'answer', JSON.stringify(outcome));
  return outcome.kind === 'answer' ? DowngradeResponse.decode(outcome.bytes).version : '';
}

function refused(status: { readonly code: number; readonly message: string }): Outcome {
  return { kind: 'failure', ...status };
}

test('an announced downgrade is known to every member until it is canceled', async () => {
  await using group = await TestMembers.start(3);
  const { replica } = await group.leader();
  const everywhere = (enabled: boolean, targetVersion: string): Promise<true> =>
    group.until(
      'all members know',
      () =>
        group.members.every(({ replica: each }) => {
          const { info } = each.machine.downgrade;
          return info.enabled === enabled && info.targetVersion === targetVersion;
        }) || undefined,
    );
  assert.equal(versionIn(await ask(group, replica, validate, '3.6')), '3.7');
  assert.deepEqual(await ask(group, replica, cancel), refused(etcdErrors.noInflightDowngrade));
  assert.equal(versionIn(await ask(group, replica, enable, '3.6.9')), '3.7');
  await everywhere(true, '3.6.0');
  for (const action of [validate, enable]) {
    const again = await ask(group, replica, action, '3.6.0');
    assert.deepEqual(again, refused(etcdErrors.downgradeInProcess));
  }
  assert.equal(versionIn(await ask(group, replica, cancel)), '3.7');
  await everywhere(false, '');
});

test('versions and actions that there are not are refused', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const targetVersion = refused(etcdErrors.invalidDowngradeTargetVersion);
  assert.deepEqual(await ask(group, replica, enable, '3.7.0'), targetVersion);
  const format = refused(etcdErrors.wrongDowngradeVersionFormat);
  assert.deepEqual(await ask(group, replica, validate, 'old'), format);
  assert.deepEqual(await ask(group, replica, 7, '3.6.0'), refused(etcdErrors.unknownMethod));
  assert.equal(replica.machine.downgrade.info.enabled, false);
});
