// A store that is full: what is refused, what goes on, and that deleting and compacting make room,
// without a defragmentation.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { toSignedBigInt } from '@cairn/proto';
import { RpcError, etcdctl, requireTools, startCluster, until } from '../kit/index.ts';
import type { ClusterMember, EtcdClient } from '../kit/index.ts';

const quotaBytes = 2 * 1024 * 1024;
const value = new Uint8Array(16 * 1024).fill(0x76);
const noSpace = { code: 8, details: 'etcdserver: mvcc: database space exceeded' };
const everything = { key: '\0', range_end: '\0' };

/** Puts until that is refused. Answers how many were taken. */
async function fill(client: EtcdClient): Promise<number> {
  for (let taken = 0; taken < 1_000; taken++) {
    try {
      await client.call('Put', { key: `key/${taken}`, value });
    } catch (error) {
      assert.ok(error instanceof RpcError, String(error));
      assert.deepEqual({ code: error.code, details: error.details }, noSpace);
      return taken;
    }
  }
  return assert.fail('the quota is never reached');
}

async function refused(put: Promise<unknown>): Promise<void> {
  await assert.rejects(put, noSpace);
}

/** Physically, so that what was deleted is gone when it is answered; its pages are free with the next flush. */
async function deleteAndCompact(client: EtcdClient): Promise<void> {
  const { header } = await client.call('DeleteRange', everything);
  await client.call('Compact', { revision: Number(header?.revision), physical: true });
}

async function fileBytes(client: EtcdClient): Promise<number> {
  return Number((await client.call('Status', {})).dbSize);
}

function settings(
  members: number,
  ...flags: readonly string[]
): Parameters<typeof startCluster>[0] {
  const nodeFlags = [`--quota-backend-bytes=${quotaBytes}`, ...flags];
  return { members, nats: false, keepers: 0, nodeFlags };
}

suite('a member whose store is full', () => {
  test('refuses what adds, takes what makes room, and writes again once the alarm is disarmed', async () => {
    await using cluster = await startCluster(settings(1));
    const [member] = cluster.members as [ClusterMember];
    using client = member.connect();
    const taken = await fill(client);
    assert.ok(taken > 60 && taken < 140, `${taken} of 16 KiB`);
    await whatGoesOn(client);

    await deleteAndCompact(client);
    await refused(client.call('Put', { key: 'a', value: 'not yet' }));
    await untilRoomy(cluster.members);
    const { alarms } = await client.call('Alarm', {});
    assert.equal(alarms.length, 1);
    const { memberID, alarm } = alarms[0] ?? assert.fail('it is raised');
    const id = toSignedBigInt(memberID ?? 0);
    await client.call('Alarm', { action: 2, memberID: id, alarm: alarm ?? 0 });
    assert.deepEqual((await client.call('Alarm', {})).alarms, []);

    const sizeBytes = await fileBytes(client);
    const again = await fill(client);
    assert.ok(again >= taken - 5, `${again} of ${taken} fit again without a defragmentation`);
    const grownBytes = (await fileBytes(client)) - sizeBytes;
    // Nearly all of the quota is written again; without free pages the file would grow by as much.
    assert.ok(grownBytes < quotaBytes / 2, `it grew by ${grownBytes} from ${sizeBytes}`);
  });

  async function whatGoesOn(client: EtcdClient): Promise<void> {
    const put = { request_put: { key: 'a', value: 'b' } };
    const remove = { request_delete_range: { key: 'key/1' } };
    await refused(client.call('Put', { key: 'a', value }));
    await refused(client.call('LeaseGrant', { TTL: 60 }));
    await refused(client.call('Txn', { success: [remove], failure: [put] }));
    assert.equal(Number((await client.call('Range', everything)).count) > 0, true);
    await client.call('DeleteRange', { key: 'key/0' });
    const { succeeded } = await client.call('Txn', { success: [remove] });
    assert.equal(succeeded, true);
    const { errors, header } = await client.call('Status', {});
    assert.deepEqual(errors, [`memberID:${String(header?.member_id)} alarm:NOSPACE `]);
  }

  test(
    'after a restart is still full, and etcdctl disarms it',
    requireTools('etcdctl'),
    async () => {
      await using cluster = await startCluster(settings(1));
      const [member] = cluster.members as [ClusterMember];
      using client = member.connect();
      await fill(client);
      await member.node.kill();
      await member.node.start();
      await until('it refuses again', async () => {
        const error = await client.call('Put', { key: 'a', value: 'b' }).catch((e: unknown) => e);
        return error instanceof RpcError && error.code === noSpace.code;
      });
      await deleteAndCompact(client);
      await untilRoomy(cluster.members);
      const listed = await etcdctl({ endpoint: member.endpoint, args: ['alarm', 'list'] });
      assert.match(listed.stdout, /^memberID:\d+ alarm:NOSPACE/);
      await etcdctl({ endpoint: member.endpoint, args: ['alarm', 'disarm'] });
      await client.call('Put', { key: 'a', value: 'b' });
    },
  );

  test('with auto-disarm lifts the alarm by itself when there is room, on three members', async () => {
    await using cluster = await startCluster(settings(3, '--quota-auto-disarm'));
    const [member] = await cluster.followers();
    assert.ok(member !== undefined);
    using client = member.connect();
    const taken = await fill(client);
    for (let round = 0; round < 2; round++) {
      await deleteAndCompact(client);
      await untilRoomy(cluster.members);
      await until('the alarms are lifted', async () => {
        const { alarms } = await client.call('Alarm', {});
        return alarms.length === 0;
      });
      const again = await fill(client);
      assert.ok(again >= taken - 10, `${again} of ${taken} fit again in round ${round}`);
    }
    await untilEqual(cluster.members);
  });
});

/** Until a compaction is flushed, and on members that compact later, the pages are still in use. */
async function untilRoomy(members: readonly ClusterMember[]): Promise<void> {
  await until('all members have room', async () => {
    const inUse = members.map(async (member) => {
      using client = member.connect();
      return Number((await client.call('Status', {})).dbSizeInUse);
    });
    return (await Promise.all(inUse)).every((bytes) => bytes < quotaBytes / 2);
  });
}

async function untilEqual(members: readonly ClusterMember[]): Promise<void> {
  await until('all members hold the same', async () => {
    const hashes = members.map(async (member) => {
      using client = member.connect();
      return (await client.call('HashKV', {})).hash;
    });
    return new Set(await Promise.all(hashes)).size === 1;
  });
}
