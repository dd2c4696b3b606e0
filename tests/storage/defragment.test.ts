// Defragmentation of running members: nothing stops for it, nothing is lost by it, and a process that is
// killed in the middle of it has the old store or the new one.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Load } from '../cluster/load.ts';
import { assertSameHash } from '../cluster/scenario.ts';
import { isHealthy, startCluster, until } from '../kit/index.ts';
import type { Cluster, ClusterMember, EtcdClient } from '../kit/index.ts';

const valueBytes = 4_096;
const keysPerTxn = 100;
const txnCount = 60;
const patientMs = 60_000;

suite('defragmentation', () => {
  test('goes on under load on every member, keeps every byte and gives the space back', async (t) => {
    await using cluster = await startCluster({ members: 3, nats: false });
    const leader = await cluster.leader();
    using client = leader.connect();
    const revision = await fragment(client);
    const before = await hashes(cluster, revision);
    const load = new Load(cluster.members, { prefix: 'load/', writers: 8 });
    try {
      for (const member of cluster.members) {
        using own = member.connect();
        const sizeBefore = await settledSize(own);
        const probe = new Probe(own);
        const { header } = await own.call('Defragment', {}, { timeoutMs: patientMs });
        const { slowestMs, puts } = await probe.stop();
        assert.equal(header, null, 'as in etcd, there is none');
        const { dbSize } = await own.call('Status', {});
        assert.ok(Number(dbSize) < sizeBefore / 3, `${String(dbSize)} of ${sizeBefore} bytes left`);
        assert.match(member.node.logTail(), /defragmented the backend/);
        t.diagnostic(
          `${member.name}: ${sizeBefore} to ${String(dbSize)} bytes, ${puts} puts meanwhile, ` +
            `the slowest in ${slowestMs.toFixed(1)} ms`,
        );
        await load.untilAcknowledged(20);
      }
    } finally {
      await load.stop();
    }
    assert.deepEqual([...load.errors], [], 'no request has failed for it');
    for (const { key, revision: written } of load.writes) {
      const { kvs } = await client.call('Range', { key });
      assert.equal(Number(kvs[0]?.mod_revision), written, key);
    }
    await assertSameHash(
      cluster.members,
      Number((await client.call('Status', {})).header?.revision),
    );
    assert.deepEqual(await hashes(cluster, revision), before);
    await leader.node.kill();
    await leader.node.start();
    await until('it serves again', () => isHealthy(leader.endpoint));
    assert.deepEqual(await hashes(cluster, revision), before, 'it is what a restart finds');
  });

  test('is survived by a process that is killed in the middle of it', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = cluster.members[0] ?? assert.fail('no member');
    using client = member.connect();
    const revision = await fragment(client);
    const before = await hashes(cluster, revision);
    for (const afterMs of [0, 5, 15, 30, 50, 80]) {
      const asked = client.call('Defragment', {}, { timeoutMs: patientMs });
      asked.catch(() => undefined);
      await delay(afterMs);
      await member.node.kill();
      await member.node.start();
      await until('it serves again', () => isHealthy(member.endpoint));
      assert.deepEqual(await hashes(cluster, revision), before);
      assert.deepEqual(
        readdirSync(join(member.dataDirectory, 'member')).toSorted(),
        ['backend', 'raft-node.lock', 'wal'],
        'nothing is left of what was interrupted',
      );
    }
  });
});

/** Writes much and removes nearly all of it. Answers the revision of what is left. */
async function fragment(client: EtcdClient): Promise<number> {
  const value = 'x'.repeat(valueBytes);
  for (let number = 0; number < txnCount; number++) {
    const success = Array.from({ length: keysPerTxn }, (_, index) => ({
      request_put: { key: `old/${number * keysPerTxn + index}`, value },
    }));
    await client.call('Txn', { success });
  }
  await client.call('DeleteRange', { key: 'old/', range_end: 'old0' });
  const { header } = await client.call('Put', { key: 'kept', value });
  const revision = Number(header?.revision);
  await client.call('Compact', { revision, physical: true }, { timeoutMs: patientMs });
  return revision;
}

/** The size once every freed page is known to be free. */
async function settledSize(client: EtcdClient): Promise<number> {
  return await until('the compaction has reached the file', async () => {
    const { dbSize, dbSizeInUse } = await client.call('Status', {});
    return Number(dbSizeInUse) < Number(dbSize) / 4 ? Number(dbSize) : undefined;
  });
}

async function hashes(cluster: Cluster, revision: number): Promise<number[]> {
  return await Promise.all(cluster.members.map((member) => hashOf(member, revision)));
}

async function hashOf(member: ClusterMember, revision: number): Promise<number> {
  using client = member.connect();
  return await until('the revision is there', async () => {
    try {
      return (await client.call('HashKV', { revision })).hash;
    } catch {
      return undefined;
    }
  });
}

/** Puts one after the other, to see how long the slowest waits. */
class Probe {
  readonly #running: Promise<{ readonly slowestMs: number; readonly puts: number }>;
  #stopped = false;

  constructor(client: EtcdClient) {
    this.#running = this.#run(client);
  }

  stop(): Promise<{ readonly slowestMs: number; readonly puts: number }> {
    this.#stopped = true;
    return this.#running;
  }

  async #run(client: EtcdClient): Promise<{ readonly slowestMs: number; readonly puts: number }> {
    let slowestMs = 0;
    let puts = 0;
    while (!this.#stopped) {
      const startMs = performance.now();
      await client.call('Put', { key: 'probe', value: String(puts++) });
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
    }
    return { slowestMs, puts };
  }
}
