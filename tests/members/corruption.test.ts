// A member whose store was changed behind its back: a record rewritten with everything around it in
// order, so that no checksum of its own can tell. Only the other members can.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Table, openLmdbBackend } from '@cairn/backend';
import { RpcError, isHealthy, startCluster, until } from '../kit/index.ts';
import type { Cluster, ClusterMember, EtcdClient } from '../kit/index.ts';

const corrupt = { code: 15, details: 'etcdserver: corrupt cluster' };

/** Of `filled`. */
const newestRevision = 51;

/** Changes the value of the newest record in a stopped member's store. */
async function alterRecord({ dataDirectory }: ClusterMember): Promise<void> {
  const backend = await openLmdbBackend({ directory: join(dataDirectory, 'member/backend') });
  const [last] = backend.scan(Table.key, { reverse: true });
  assert.ok(last !== undefined);
  const record = Buffer.from(last.value);
  const at = record.indexOf('value');
  assert.ok(at > 0, 'the record holds what was put');
  record.write('wrong', at);
  backend.put(Table.key, last.key, record);
  backend.commit(backend.applied);
  await backend.close();
}

async function filled(cluster: Cluster): Promise<void> {
  const leader = await cluster.leader();
  using client = leader.connect();
  for (let i = 0; i < 50; i++) await client.call('Put', { key: `key/${i}`, value: `value ${i}` });
}

/** A follower, stopped with everything applied, changed and not yet started again. */
async function altered(cluster: Cluster): Promise<ClusterMember> {
  await filled(cluster);
  const [member] = await cluster.followers();
  assert.ok(member !== undefined);
  using client = member.connect();
  await client.call('Range', { key: 'key/49' });
  await member.node.stop();
  await alterRecord(member);
  return member;
}

async function read(client: EtcdClient, serializable: boolean): Promise<string> {
  const { kvs } = await client.call('Range', { key: 'key/49', serializable });
  return Buffer.from(kvs[0]?.value ?? new Uint8Array()).toString();
}

suite('a member that holds other data than the rest', () => {
  for (const [check, flags] of [
    ['the comparison of all records', ['--corrupt-check-time=500ms']],
    [
      'the comparison of what was hashed at compactions',
      ['--compact-hash-check-enabled', '--compact-hash-check-time=500ms'],
    ],
  ] as const) {
    test(`is found by ${check}, stops serving, and nothing is changed any more`, async () => {
      await using cluster = await startCluster({
        members: 3,
        nats: false,
        keepers: 0,
        nodeFlags: flags,
      });
      const wrong = await altered(cluster);
      await wrong.node.start();
      const leader = await cluster.leader();
      assert.notEqual(leader, wrong);
      using right = leader.connect();
      using client = wrong.connect();
      await until('it answers again', () => {
        return read(client, true).then(
          () => true,
          (error: unknown) => error instanceof RpcError && error.code === corrupt.code,
        );
      });
      // Hashed is what there is at the revision of a compaction. Where all records are compared, the
      // alarm may be raised by now and forbid it.
      await right.call('Compact', { revision: newestRevision }).catch(() => undefined);

      const id = (await right.call('MemberList', {})).members.find(
        ({ name }) => name === wrong.name,
      )?.ID;
      await until('the alarm is raised', async () => {
        const { alarms } = await right.call('Alarm', {});
        return alarms.length > 0;
      });
      const { alarms } = await right.call('Alarm', {});
      assert.deepEqual(
        alarms.map(({ memberID, alarm }) => [String(memberID), alarm]),
        [[String(id), 2]],
      );

      await assert.rejects(read(client, false), corrupt);
      await assert.rejects(read(client, true), corrupt);
      assert.equal(await read(right, false), 'value 49');
      for (const each of [right, client]) {
        await assert.rejects(each.call('Put', { key: 'a', value: 'b' }), corrupt);
        await assert.rejects(each.call('DeleteRange', { key: 'a' }), corrupt);
        await assert.rejects(each.call('Compact', { revision: newestRevision }), corrupt);
        await assert.rejects(each.call('LeaseGrant', { TTL: 60 }), corrupt);
      }
      assert.match(readFileSync(leader.node.logFile, 'utf8'), /add it anew with an empty data dir/);
      assert.equal(await isHealthy(leader.endpoint), false);
    });
  }

  test('does not start when it compares itself before serving, and says what to do', async () => {
    await using cluster = await startCluster({
      members: 3,
      nats: false,
      keepers: 0,
      nodeFlags: ['--initial-corrupt-check'],
    });
    const wrong = await altered(cluster);
    wrong.node.spawn();
    const { code } = await wrong.node.exited;
    assert.notEqual(code, 0);
    const log = readFileSync(wrong.node.logFile, 'utf8');
    assert.match(log, /this member holds other data than the majority at revision 51: remove it/);
    assert.match(log, /no member that answers holds other data/, 'the first start was well');
    const leader = await cluster.leader();
    using client = leader.connect();
    await client.call('Put', { key: 'a', value: 'b' });
  });

  test('members that were never told different things are never accused', async () => {
    await using cluster = await startCluster({
      members: 3,
      nats: false,
      keepers: 0,
      nodeFlags: [
        '--corrupt-check-time=50ms',
        '--compact-hash-check-enabled',
        '--compact-hash-check-time=50ms',
        '--auto-compaction-mode=periodic',
        '--auto-compaction-retention=300ms',
      ],
    });
    const [member] = cluster.members as [ClusterMember];
    using client = member.connect();
    let compacted = 0;
    for (let i = 0; i < 600 || compacted < 2; i++) {
      const { header } = await client.call('Put', { key: `key/${i % 50}`, value: `value ${i}` });
      if (i % 20 === 0) await client.call('DeleteRange', { key: `key/${(i / 20) % 50}` });
      if (i % 100 === 0) compacted = await compactions(client, Number(header?.revision));
      assert.ok(i < 20_000, 'history is compacted by itself');
    }
    assert.deepEqual((await client.call('Alarm', {})).alarms, []);
    for (const { node } of cluster.members) {
      assert.doesNotMatch(readFileSync(node.logFile, 'utf8'), /"level":"(error|fatal)"/);
    }
  });
});

/** How far history was compacted, in hundreds of revisions. */
async function compactions(client: EtcdClient, revision: number): Promise<number> {
  const { compact_revision: compactRevision } = await client.call('HashKV', {});
  const until = Number(compactRevision);
  assert.ok(until < revision);
  return Math.floor(until / 100);
}
