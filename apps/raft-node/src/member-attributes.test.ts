import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemberAttributes } from './member-attributes.ts';
import { recordingLogger } from './testing/quiet-logger.ts';
import { TestMembers } from './testing/test-members.ts';

const { logger } = recordingLogger();
const attributes = { name: 'm1', clientUrls: ['http://c:1', 'http://c:2'] };

test('a member tells its name and URLs, and again only when they have changed', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const first = new MemberAttributes(replica, attributes, logger);
  const [member] = await group.until('it is told', () => {
    const { members } = replica.machine;
    return members[0]?.name === 'm1' && members;
  });
  assert.deepEqual(member?.clientUrls, attributes.clientUrls);
  first.close();
  const index = replica.appliedIndex;
  const again = new MemberAttributes(replica, attributes, logger);
  await group.put(replica, 'x', '1');
  assert.equal(replica.appliedIndex, index + 1, 'nothing but the put');
  again.close();
  const changed = new MemberAttributes(replica, { ...attributes, name: 'm2' }, logger);
  await group.until('it is told', () => replica.machine.members[0]?.name === 'm2');
  changed.close();
});

test('it is told until it gets through', async (t) => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const { propose } = replica;
  let refusals = 0;
  replica.propose = (_kind, _body, settle) => {
    refusals += 1;
    settle({ kind: 'failed', error: new Error('request timed out') });
  };
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const telling = new MemberAttributes(replica, attributes, logger);
  t.mock.timers.tick(500);
  t.mock.timers.tick(500);
  assert.equal(refusals, 3);
  replica.propose = propose;
  t.mock.timers.tick(500);
  await group.until('it is told', () => replica.machine.members[0]?.name === 'm1');
  telling.close();
});

test('closing it ends the attempts, also one that is under way', async (t) => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  let attempts = 0;
  let fail: () => void = () => undefined;
  replica.propose = (_kind, _body, settle) => {
    attempts += 1;
    fail = () => settle({ kind: 'failed', error: new Error('server stopped') });
  };
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const telling = new MemberAttributes(replica, attributes, logger);
  telling.close();
  fail();
  t.mock.timers.tick(5_000);
  assert.equal(attempts, 1);
});
