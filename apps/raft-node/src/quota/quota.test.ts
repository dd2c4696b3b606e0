import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { AlarmKind, RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { FakeTimers } from '../testing/fake-timers.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import { TestMembers } from '../testing/test-members.ts';
import { AutoDisarm } from './auto-disarm.ts';
import { Quota } from './quota.ts';

/** A store whose size is what a test says. */
class SizedBackend extends MemoryBackend {
  inUseBytes = 1_000;

  override sizeInUseBytes(): number {
    return this.inUseBytes;
  }

  override pendingBytes(): number {
    return 0;
  }
}

interface Kit extends AsyncDisposable {
  readonly group: TestMembers;
  readonly quotas: readonly Quota[];
  readonly stores: readonly SizedBackend[];
  readonly replicas: readonly Replica[];
  readonly log: () => string;
}

const limitBytes = 10_000;

async function kit(members: number, quotaBytes = limitBytes): Promise<Kit> {
  const stores: SizedBackend[] = [];
  const backend = (): Promise<SizedBackend> => {
    const store = new SizedBackend();
    stores.push(store);
    return Promise.resolve(store);
  };
  const group = await TestMembers.start(members, { backend });
  const leader = await group.leader();
  const sorted = [leader, ...group.members.filter((member) => member !== leader)];
  const replicas = sorted.map(({ replica }) => replica);
  const { logger, lines } = recordingLogger();
  return {
    group,
    replicas,
    stores: sorted.map(({ replica }) => replica.backend as SizedBackend),
    quotas: replicas.map((replica) => new Quota({ replica, logger, quotaBytes })),
    log: () => lines.map(({ text }) => text).join('\n'),
    [Symbol.asyncDispose]: () => group[Symbol.asyncDispose](),
  };
}

const first = <T>([value]: readonly T[]): T => value ?? assert.fail('there is one');
const raisedOn = (replica: Replica): string[] =>
  replica.machine.alarms.list(AlarmKind.none).map(({ memberId, kind }) => `${kind}@${memberId}`);

test('what fits below the quota is taken, and what costs nothing always', async () => {
  await using k = await kit(1);
  const quota = first(k.quotas);
  assert.deepEqual(
    [quota.admits(8_999), quota.admits(9_000), quota.admits(0)],
    [true, false, true],
  );
  first(k.stores).inUseBytes = 20_000;
  assert.deepEqual([quota.admits(1), quota.admits(0)], [false, true]);
});

test('a negative quota is none', async () => {
  await using k = await kit(1, -1);
  first(k.stores).inUseBytes = Number.MAX_SAFE_INTEGER;
  assert.equal(first(k.quotas).admits(1e12), true);
});

test('the alarm is raised once, for all who ran into the quota, and all members know it', async () => {
  await using k = await kit(3);
  const quota = first(k.quotas);
  const { memberId } = first(k.replicas);
  let told = 0;
  for (let i = 0; i < 3; i++) quota.raise(() => (told += 1));
  await k.group.until('they are told', () => told === 3);
  await k.group.until('all know', () => k.replicas.every((r) => raisedOn(r).length === 1));
  for (const replica of k.replicas) assert.deepEqual(raisedOn(replica), [`1@${memberId}`]);
  assert.equal(k.log().match(/has reached its quota/g)?.length, 1);
  const appliedBefore = first(k.replicas).appliedIndex;
  quota.raise(() => (told += 1));
  assert.equal(told, 4, 'it is raised already');
  assert.equal(first(k.replicas).appliedIndex, appliedBefore);
});

test('a follower whose own file is full raises its alarm when something is put', async () => {
  await using k = await kit(3);
  const [, follower] = k.replicas as [Replica, Replica];
  const [, full] = k.stores as [SizedBackend, SizedBackend];
  full.inUseBytes = limitBytes;
  await k.group.put(first(k.replicas), 'a', '1');
  const wanted = `1@${follower.memberId}`;
  await k.group.until('it is known', () => raisedOn(first(k.replicas)).join() === wanted);
});

test('deleting while the file is full raises nothing', async () => {
  await using k = await kit(1);
  const replica = first(k.replicas);
  await k.group.put(replica, 'a', '1');
  first(k.stores).inUseBytes = limitBytes;
  const body = etcdserverpb.DeleteRangeRequest.encode({ key: Buffer.from('a') }).finish();
  await k.group.propose(replica, RequestKind.deleteRange, body);
  assert.deepEqual(raisedOn(replica), []);
  assert.equal(replica.pendingProposals, 0);
});

test('with auto-disarm the alarm is lifted when there is some room, not just a byte', async () => {
  await using k = await kit(3);
  const { logger } = recordingLogger();
  const timers = new FakeTimers();
  const [leader, follower] = k.replicas as [Replica, Replica];
  const [, quota] = k.quotas as [Quota, Quota];
  const [, store] = k.stores as [SizedBackend, SizedBackend];
  for (const [i, replica] of k.replicas.entries()) {
    const own = k.quotas[i] ?? quota;
    void new AutoDisarm({ replica, quota: own, timers, logger });
  }
  store.inUseBytes = limitBytes;
  let isRaised = false;
  quota.raise(() => (isRaised = true));
  await k.group.until('it is raised', () => isRaised && raisedOn(leader).length === 1);
  for (const inUseBytes of [limitBytes, limitBytes - 1, 0.9 * limitBytes]) {
    store.inUseBytes = inUseBytes;
    await timers.pass(5_000);
    assert.deepEqual(raisedOn(follower), [`1@${follower.memberId}`], `${inUseBytes}`);
    assert.equal(follower.pendingProposals, 0);
  }
  store.inUseBytes = 0.9 * limitBytes - 1;
  await timers.pass(1_000);
  await k.group.until('it is lifted', () => k.replicas.every((r) => raisedOn(r).length === 0));
});

test('with auto-disarm the leader lifts what a former member has left behind, and nothing else', async () => {
  await using k = await kit(3);
  const { logger } = recordingLogger();
  const timers = new FakeTimers();
  const [leader, follower] = k.replicas as [Replica, Replica];
  for (const kind of [AlarmKind.noSpace, AlarmKind.corrupt]) {
    for (const memberID of [5n, follower.memberId]) {
      const body = etcdserverpb.AlarmRequest.encode({
        action: 1,
        alarm: kind,
        memberID: fromBigInt(memberID, 'unsigned'),
      });
      await k.group.propose(leader, RequestKind.alarm, body.finish());
    }
  }
  const disarm = new AutoDisarm({ replica: leader, quota: first(k.quotas), timers, logger });
  const left = [`1@${follower.memberId}`, '2@5', `2@${follower.memberId}`].toSorted();
  await timers.pass(1_000);
  await k.group.until('it is lifted', () => raisedOn(leader).length < 4);
  await timers.pass(5_000);
  assert.deepEqual(raisedOn(leader).toSorted(), left);
  disarm.close();
  assert.equal(timers.count, 0);
});
