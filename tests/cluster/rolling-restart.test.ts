// An upgrade as it is done: one member after the other is stopped politely and started again, while
// clients write, read and watch through all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster, subjectIsEtcd, until } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import { idOf } from './members.ts';
import { survive } from './scenario.ts';
import { stallsOf } from './stalls.ts';

/** What users are promised. */
const p99StallMsMax = 1_000;

test(
  'a rolling restart of three members loses no write, and hardly anybody waits',
  subjectIsEtcd() ? { skip: 'the members of the kit are those of Cairn' } : {},
  async (t) => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    const ledBefore = await idOf(await cluster.leader());
    const load = await survive(cluster, async (running) => {
      for (const member of cluster.members) {
        await restart(member);
        await cluster.leader();
        await running.untilAcknowledged(100);
      }
    });
    const led = cluster.members.filter(({ node }) => /handing over/.test(node.logTail(1_000_000)));
    assert.ok(led.length > 0, `the leader, ${ledBefore}, handed over before it stopped`);
    const stalls = stallsOf(load.writes, (key) => key.slice(0, key.lastIndexOf('/')));
    t.diagnostic(
      `${load.writes.length} writes; from one to the next a writer waited ${stalls.p99Ms.toFixed(0)} ms ` +
        `(p99), ${stalls.longestMs.toFixed(0)} ms at most; nobody was answered for ` +
        `${stalls.longestSilenceMs.toFixed(0)} ms at most; errors: ${JSON.stringify([...load.errors])}`,
    );
    assert.ok(stalls.p99Ms <= p99StallMsMax, `p99 ${stalls.p99Ms} ms`);
  },
);

/** As the launcher does: clients are let go first, the truth is closed last. */
async function restart({ name, node, gateway, connect }: ClusterMember): Promise<void> {
  assert.equal((await gateway.stop()).code, 0);
  assert.equal((await node.stop()).code, 0);
  node.spawn();
  await gateway.start();
  using client = connect();
  await until(`${name} serves`, async () => {
    await client.call('Range', { key: 'x' }, { timeoutMs: 1_000 });
    return true;
  });
}
