// Disaster: two of three members are gone for good. The one that is left goes on alone, with everything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster, subjectIsEtcd, until, announce, promote, remove } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import { Load } from './load.ts';
import { assertAllReadable, startMember } from './members.ts';

const prefix = 'force/';

test(
  'the last member of a lost cluster keeps every acknowledged write and goes on alone',
  subjectIsEtcd() ? { skip: 'the members of the kit are those of Cairn' } : {},
  async (t) => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    await using load = new Load(cluster.members, { prefix, writers: 6 });
    await load.untilAcknowledged(300);
    const [survivor, ...lost] = cluster.members as [ClusterMember, ...ClusterMember[]];
    // From now on nothing is acknowledged that the survivor does not have on its disk. Of the last of
    // it nobody has told it that it counts.
    await lost[1]?.node.kill();
    await load.untilAcknowledged(500);
    await Promise.all(cluster.programs().map((program) => program.kill()));
    await load.stop();

    await t.test('without the flag it waits for a quorum', async () => {
      survivor.node.spawn();
      survivor.gateway.spawn();
      using client = survivor.connect();
      const own = { key: 'x', serializable: true };
      await until('it answers from what it has', () => client.call('Range', own));
      const put = client.call('Put', { key: 'nobody', value: '' }, { timeoutMs: 2_000 });
      await assert.rejects(put);
      await survivor.gateway.kill();
      await survivor.node.kill();
    });

    const forced = cluster.prepareReplacement(survivor).join([], {
      dataDirectory: survivor.dataDirectory,
      nodeFlags: ['--force-new-cluster'],
    });
    await t.test('with it, it is the only member and has everything', async () => {
      forced.node.spawn();
      await forced.gateway.start();
      await assertAllReadable(forced, load.writes, prefix);
      using client = forced.connect();
      await client.call('Put', { key: 'after', value: 'the end' });
      const { members } = await client.call('MemberList', {});
      assert.deepEqual(
        members.map(({ name }) => name),
        [survivor.name],
      );
      assert.match(forced.node.logTail(100_000), /forced a new cluster/);
    });

    await t.test('a member of the old cluster that comes back is refused and stops', async () => {
      const [ghost] = lost as [ClusterMember];
      ghost.node.spawn();
      const { code } = await ghost.node.exited;
      assert.equal(code, 3, ghost.node.logTail());
      assert.match(ghost.node.logTail(), /permanently removed from the cluster/);
      ghost.node.spawn();
      assert.equal((await ghost.node.exited).code, 3, 'and it does not come again');
    });

    await t.test('it grows again, and the new member has everything, too', async () => {
      const newcomer = await cluster.prepare('m4');
      using client = forced.connect();
      const id = await announce(client, newcomer, true);
      const joined = newcomer.join([cluster.peerOf(survivor)]);
      await startMember(joined);
      await promote(client, id);
      await assertAllReadable(joined, load.writes, prefix);
      await remove(client, id);
      assert.equal((await joined.node.exited).code, 3);
    });

    await t.test('started again without the flag it is what it was', async () => {
      await forced.node.kill();
      await forced.gateway.kill();
      survivor.node.spawn();
      await survivor.gateway.start();
      using client = survivor.connect();
      const { kvs } = await until('it serves', () => client.call('Range', { key: 'after' }));
      assert.equal(kvs.length, 1);
      await assertAllReadable(survivor, load.writes, prefix);
    });
  },
);
