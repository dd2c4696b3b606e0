// A hundred thousand acknowledged writes, then every process is killed at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toByteString } from '@cairn/core';
import { requireTools, startSubjectCluster, subjectIsEtcd } from '../kit/index.ts';
import type { Cluster, ClusterMember } from '../kit/index.ts';
import { assertSameHash } from './scenario.ts';

const writeCount = Number(process.env['CAIRN_WRITES'] ?? 100_000);
const inFlightPerMember = 80;
const pageSize = 10_000;

test(
  `${writeCount} acknowledged writes survive kill -9 of every process`,
  subjectIsEtcd() ? requireTools('etcd') : {},
  async (t) => {
    await using cluster = await startSubjectCluster({ members: 3, nats: false });
    const startedAtMs = performance.now();
    const revisions = await writeAll(cluster);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    t.diagnostic(`${writeCount} writes in ${seconds.toFixed(1)} s`);

    await Promise.all(cluster.programs().map((program) => program.kill()));
    for (const program of cluster.programs()) program.spawn();
    await Promise.all(cluster.programs().map((program) => program.untilReady()));

    for (const member of cluster.members) await assertAllThere(member, revisions);
    await assertSameHash(cluster.members, maxOf(revisions));
  },
);

/** Puts key number i with value i, many at a time through every member; answers their revisions. */
async function writeAll(cluster: Cluster): Promise<Float64Array> {
  const revisions = new Float64Array(writeCount);
  let next = 0;
  const clients = cluster.members.map((member) => member.connect());
  const work = async (client: (typeof clients)[number]): Promise<void> => {
    for (let index = next++; index < writeCount; index = next++) {
      const { header } = await client.call('Put', { key: keyOf(index), value: String(index) });
      revisions[index] = Number(header?.revision);
    }
  };
  await Promise.all(
    clients.flatMap((client) => Array.from({ length: inFlightPerMember }, () => work(client))),
  );
  for (const client of clients) client.close();
  assert.equal(new Set(revisions).size, writeCount, 'every write has a revision of its own');
  return revisions;
}

/** Reads from the member itself, page by page. */
async function assertAllThere(member: ClusterMember, revisions: Float64Array): Promise<void> {
  using client = member.connect();
  let index = 0;
  for (let key = keyOf(0); index < writeCount; key = `${keyOf(index - 1)}\0`) {
    const page = await client.call('Range', { key, range_end: 'write0', limit: pageSize });
    assert.ok(page.kvs.length > 0, `${member.name} has only ${index} of ${writeCount} keys`);
    for (const kv of page.kvs) {
      assert.equal(toByteString(kv.key ?? new Uint8Array()), keyOf(index));
      assert.equal(toByteString(kv.value ?? new Uint8Array()), String(index));
      assert.equal(Number(kv.mod_revision), revisions[index], `${member.name}, ${keyOf(index)}`);
      index++;
    }
  }
}

function keyOf(index: number): string {
  return `write/${String(index).padStart(6, '0')}`;
}

function maxOf(numbers: Float64Array): number {
  return numbers.reduce((max, number) => Math.max(max, number), 0);
}
