// A NATS that repeats what it has delivered, in another order, cut off and changed, and somebody who
// publishes what is no event at all. Gateways may lose time over it, and no revision.
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { connectPublisher, connectSubscriber } from '@cairn/bus';
import { cairn } from '@cairn/proto';
import { requireTools, startCluster, subjectIsEtcd, until } from '../kit/index.ts';
import type { Cluster } from '../kit/index.ts';
import { survive } from './scenario.ts';
import type { Load } from './load.ts';
import { randomBytes } from './strangers.ts';

const needed = subjectIsEtcd() ? { skip: 'etcd has no such part' } : requireTools('nats-server');
const rounds = 60;
const writesPerRound = 5;
const heardMax = 500;

async function clusterIdOf({ members }: Cluster): Promise<bigint> {
  const [member] = members;
  if (member === undefined) throw new Error('no members');
  using client = member.connect();
  const { header } = await client.call('Status', {});
  return BigInt(String(header?.cluster_id ?? 0));
}

/** What was heard lately, again and again, and things that nobody ever said. */
async function lie(cluster: Cluster, load: Load): Promise<void> {
  const url = cluster.nats?.url ?? '';
  const clusterId = await clusterIdOf(cluster);
  const random = new SeededRandom(5);
  const heard: Uint8Array[] = [];
  let count = 0;
  const subscriber = connectSubscriber({
    url,
    clusterId,
    // What is repeated here is heard here, too, and repeated again.
    onMessage: (message) => (heard[count++ % heardMax] = message.slice()),
  });
  const publisher = connectPublisher({ url, clusterId });
  try {
    await until('something was heard', () => heard.length > 10);
    for (let round = 0; round < rounds; round++) {
      await load.untilAcknowledged(writesPerRound);
      for (let i = 0; i < 20; i++) {
        const message = heard[random.nextBelow(heard.length)];
        if (message !== undefined) publisher.publish(message);
      }
      publisher.publish(randomBytes(random, 1 + random.nextBelow(200)));
      publisher.publish(new Uint8Array(0));
      const last = heard.at(-1);
      if (last !== undefined) publisher.publish(last.subarray(0, last.length >>> 1));
      publisher.publish(farAhead(count + random.nextBelow(1_000)));
    }
  } finally {
    await Promise.all([subscriber.close(), publisher.close()]);
  }
}

/** Says that there were events which cannot be shown, up to a revision that is still to come. */
function farAhead(by: number): Uint8Array {
  const first_revision = 1_000 + by;
  const batch = { first_revision, last_revision: first_revision, omitted: true };
  return cairn.v1.EventBatch.encode(batch).finish();
}

test(
  'a NATS that repeats, reorders, cuts off and invents costs no watcher a revision',
  needed,
  async () => {
    await using cluster = await startCluster({ members: 3, nats: true, keepers: 0 });
    await survive(cluster, (load) => lie(cluster, load));
  },
);
