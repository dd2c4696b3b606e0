// Every process is killed at the same moment in the middle of its writes, again and again, and each
// time the members must come back with all that anybody was ever told. CAIRN_KILLS says how often.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toByteString } from '@cairn/core';
import { requireTools, startSubjectCluster, subjectIsEtcd } from '../kit/index.ts';
import type { Cluster, ClusterMember } from '../kit/index.ts';
import * as guarantees from './guarantees.ts';
import { Load } from './load.ts';
import type { AcknowledgedWrite } from './observations.ts';
import { assertSameHash } from './scenario.ts';
import { endOfPrefix } from './watcher.ts';

const kills = Number(process.env['CAIRN_KILLS'] ?? 3);
const writers = 12;
const writesPerLife = 60;
const prefix = 'kills/';

async function killAll(cluster: Cluster): Promise<void> {
  // All signals are sent before anything is waited for.
  await Promise.all(cluster.programs().map((program) => program.kill()));
}

async function startAll(cluster: Cluster): Promise<void> {
  for (const program of cluster.programs()) program.spawn();
  await Promise.all(cluster.programs().map((program) => program.untilReady()));
}

/** Each at its revision, with its value. */
async function assertServed(
  member: ClusterMember,
  writes: readonly AcknowledgedWrite[],
): Promise<void> {
  using client = member.connect();
  const range = { key: prefix, range_end: endOfPrefix(prefix) };
  const { header, kvs } = await client.call('Range', range, { timeoutMs: 60_000 });
  const served = new Map(
    kvs.map(({ key, value, mod_revision: revision }) => [
      toByteString(key ?? new Uint8Array()),
      `${toByteString(value ?? new Uint8Array())} at ${String(revision)}`,
    ]),
  );
  const lost = writes.filter(
    ({ key, value, revision }) => served.get(key) !== `${value} at ${revision}`,
  );
  assert.deepEqual(
    lost.slice(0, 3),
    [],
    `${lost.length} of ${writes.length} writes are lost; ${member.name} serves ${kvs.length} keys ` +
      `at revision ${String(header?.revision)}`,
  );
}

test(
  `${kills} kills of everything at once in the middle of writes lose nothing`,
  subjectIsEtcd() ? requireTools('etcd') : {},
  async (t) => {
    await using cluster = await startSubjectCluster({ members: 3, nats: false });
    const { members } = cluster;
    const load = new Load(members, { prefix, writers });
    try {
      for (let kill = 1; kill <= kills; kill++) {
        await load.untilAcknowledged(writesPerLife);
        await killAll(cluster);
        await startAll(cluster);
        const acknowledged = load.writes.slice();
        await load.untilAcknowledged(1);
        for (const member of members) await assertServed(member, acknowledged);
        if (kill % 10 === 0) t.diagnostic(`${kill} kills, ${load.writes.length} writes`);
      }
    } finally {
      await load.stop();
    }
    const last = load.writes.reduce((max, { revision }) => Math.max(max, revision), 0);
    await assertSameHash(members, last);
    assert.deepEqual(guarantees.noRevisionIsUsedTwice(load.writes), []);
    assert.deepEqual(guarantees.writesFollowRealTime(load.writes), []);
    assert.deepEqual(guarantees.readsAreFresh(load.reads, load.writes), []);
  },
);
