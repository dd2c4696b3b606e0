// Members that cannot reach each other, or only in one direction, or only through a third one, while
// clients reach all of them. Processes are as in the other tests; between members stand TCP proxies
// that hold back what one of them sends to another.
import { after, before, suite, test } from 'node:test';
import { subjectIsEtcd, until } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import { startFaultyCluster } from '../robustness/cluster.ts';
import type { FaultyCluster } from '../robustness/cluster.ts';
import { createProxies } from '../robustness/proxies.ts';
import { survive } from './scenario.ts';

const settings = {
  memberCount: 3,
  snapshotCount: 10_000,
  snapshotCatchupEntries: 5_000,
  heartbeatIntervalMs: 100,
  electionTimeoutMs: 1_000,
};

suite(
  'a cluster of three whose network fails',
  subjectIsEtcd() ? { skip: 'the members are those of Cairn' } : {},
  () => {
    let cluster: FaultyCluster;

    before(async () => {
      cluster = await startFaultyCluster(await createProxies(settings.memberCount), settings);
    });

    after(async () => {
      await cluster?.[Symbol.asyncDispose]();
    });

    /** The leader, and the two others. */
    async function roles(): Promise<readonly [number, number, number]> {
      const leader = await cluster.leaderIndex();
      const others = [0, 1, 2].filter((index) => index !== leader);
      return [leader, others[0] ?? 0, others[1] ?? 0];
    }

    /** Until a majority that can talk has a leader other than this one. */
    async function untilReplaced(old: number): Promise<void> {
      const ids = await Promise.all(cluster.members.map((member) => statusOf(member)));
      const oldId = ids[old]?.id;
      await until(
        'another member leads',
        async () => {
          const others = cluster.members.filter((_, index) => index !== old);
          const views = await Promise.all(others.map((member) => statusOf(member)));
          return views.some(({ id, leader }) => id === leader && leader !== oldId);
        },
        { timeoutMs: 60_000 },
      );
    }

    test('a leader that is heard but hears nobody gives way, and nothing is lost', async () => {
      await survive(cluster, async (load) => {
        const [leader, one, two] = await roles();
        await cluster.network.block(one, leader);
        await cluster.network.block(two, leader);
        await untilReplaced(leader);
        await load.untilAcknowledged(100);
        await cluster.network.heal();
      });
    });

    test('a leader that nobody hears is replaced, and answers no stale read', async () => {
      await survive(cluster, async (load) => {
        const [leader, one, two] = await roles();
        await cluster.network.block(leader, one);
        await cluster.network.block(leader, two);
        await untilReplaced(leader);
        await load.untilAcknowledged(100);
        await cluster.network.heal();
      });
    });

    test('a follower that is not heard costs the others nothing', async () => {
      await survive(cluster, async (load) => {
        const [leader, one, two] = await roles();
        await cluster.network.block(one, leader);
        await cluster.network.block(one, two);
        await load.untilAcknowledged(300);
        await cluster.network.heal();
      });
    });

    test('a leader in the minority is replaced, and answers no stale read', async () => {
      await survive(cluster, async (load) => {
        const [leader, one, two] = await roles();
        for (const other of [one, two]) {
          await cluster.network.block(leader, other);
          await cluster.network.block(other, leader);
        }
        await untilReplaced(leader);
        await load.untilAcknowledged(100);
        await cluster.network.heal();
      });
    });

    test('two members that reach each other only through the third go on writing', async () => {
      await survive(cluster, async (load) => {
        const [leader, one] = await roles();
        await cluster.network.block(leader, one);
        await cluster.network.block(one, leader);
        await load.untilAcknowledged(300);
        await cluster.network.heal();
      });
    });
  },
);

async function statusOf(member: ClusterMember): Promise<{ id: string; leader: string }> {
  using client = member.connect();
  const { header, leader } = await client.call('Status', {}, { timeoutMs: 2_000 });
  return { id: String(header?.member_id ?? 0), leader: String(leader) };
}
