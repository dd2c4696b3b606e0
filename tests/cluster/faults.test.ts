// Three members, and one part after the other is taken away while clients write, read and watch.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import { requireTools, startSubjectCluster, subjectIsEtcd } from '../kit/index.ts';
import type { Cluster } from '../kit/index.ts';
import { measureUnavailability } from './load.ts';
import { survive } from './scenario.ts';

const needed = subjectIsEtcd() ? requireTools('etcd') : requireTools('nats-server');
const cairnOnly = subjectIsEtcd() ? { skip: 'etcd has no such part' } : {};

/** What users are promised: a new leader is writing this long after the old one was killed. */
const unavailabilityMsMax = 3_000;

suite('a cluster of three under load', needed, () => {
  let cluster: Cluster;

  before(async () => {
    cluster = await startSubjectCluster({ members: 3, nats: true });
  });

  after(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  test('writes again within three seconds when its leader is killed, and loses nothing', async (t) => {
    let unavailabilityMs = 0;
    await survive(cluster, async (load) => {
      const leader = await cluster.leader();
      const survivors = await cluster.followers();
      await leader.node.kill();
      unavailabilityMs = await measureUnavailability(survivors);
      await load.untilAcknowledged(100);
      await leader.node.start();
    });
    t.diagnostic(`first acknowledged write ${unavailabilityMs.toFixed(0)} ms after the kill`);
    assert.ok(unavailabilityMs <= unavailabilityMsMax, `${unavailabilityMs} ms without writes`);
  });

  test('goes on when a follower is killed', async () => {
    await survive(cluster, async (load) => {
      const [follower] = await cluster.followers();
      await follower?.node.kill();
      await load.untilAcknowledged(300);
      await follower?.node.start();
    });
  });

  test('gives no stale read and loses nothing when its leader hangs and goes on', async () => {
    await survive(cluster, async (load) => {
      const leader = await cluster.leader();
      leader.node.pause();
      await delay(10_000);
      leader.node.resume();
      await load.untilAcknowledged(300);
    });
  });

  test('loses nothing when everything is killed at once', async () => {
    await survive(cluster, async () => {
      await Promise.all(cluster.programs().map((program) => program.kill()));
      for (const program of cluster.programs()) program.spawn();
      await Promise.all(cluster.programs().map((program) => program.untilReady()));
    });
  });

  test('keeps order and freshness when leaders are killed one after the other', async () => {
    await survive(cluster, async (load) => {
      for (let round = 0; round < 3; round++) {
        const leader = await cluster.leader();
        await leader.node.kill();
        await load.untilAcknowledged(50);
        await leader.node.start();
      }
    });
  });

  test('delivers every event when NATS is killed and started again', cairnOnly, async () => {
    await survive(cluster, async (load) => {
      await cluster.nats?.program.kill();
      await load.untilAcknowledged(500);
      await cluster.nats?.program.start();
      await load.untilAcknowledged(500);
    });
  });

  test('delivers every event when NATS hangs and goes on', cairnOnly, async () => {
    await survive(cluster, async (load) => {
      cluster.nats?.program.pause();
      await load.untilAcknowledged(500);
      cluster.nats?.program.resume();
      await load.untilAcknowledged(500);
    });
  });

  test('loses only connections when a gateway is killed', cairnOnly, async () => {
    await survive(cluster, async (load) => {
      for (const { gateway } of cluster.members) {
        await gateway.kill();
        await load.untilAcknowledged(100);
        await gateway.start();
      }
    });
  });
});

test('a cluster works the same without NATS', cairnOnly, async () => {
  await using cluster = await startSubjectCluster({ members: 3, nats: false });
  await survive(cluster, async (load) => {
    const leader = await cluster.leader();
    await leader.node.kill();
    await load.untilAcknowledged(100);
    await leader.node.start();
  });
});
