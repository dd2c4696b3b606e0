// Whoever reaches the port of the members and is none, or is one that has gone mad, may not stop a
// member, fill its memory or have anything applied.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { startCluster, subjectIsEtcd } from '../kit/index.ts';
import type { Cluster } from '../kit/index.ts';
import { survive } from './scenario.ts';
import {
  randomBytes,
  sayBytes,
  sayGarbage,
  sayLength,
  saySnapshots,
  sayWhatNoMemberSays,
} from './strangers.ts';
import type { Target } from './strangers.ts';

const gibibyte = 2 ** 30;
const rounds = 5;
/** A working member needs more or less from one minute to the next, too. */
const growthBytesMax = 200 * 2 ** 20;

async function targetsOf(cluster: Cluster): Promise<Target[]> {
  const ids: string[] = [];
  let clusterId = '';
  for (const member of cluster.members) {
    using client = member.connect();
    const { header } = await client.call('Status', {});
    ids.push(String(header?.member_id ?? 0));
    clusterId = String(header?.cluster_id ?? 0);
  }
  return cluster.members.map((member, index) => {
    const { hostname, port } = new URL(cluster.peerOf(member).peerUrl);
    const memberId = ids[index] ?? '';
    const otherId = ids[(index + 1) % ids.length] ?? '';
    return { host: hostname, port: Number(port), clusterId, memberId, otherId };
  });
}

/** 0 where there is no such file. */
function residentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const kibibytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes ?? 0) * 1_024;
}

async function annoy(target: Target, random: SeededRandom): Promise<void> {
  for (const length of [1, 9, 24, 100, 1_000, 100_000]) {
    await sayBytes(target, randomBytes(random, length));
  }
  // A beginning that is right: the preface of HTTP/2, and then frames that are none.
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  await sayBytes(target, Buffer.concat([preface, randomBytes(random, 5_000)]));
  for (const ending of await Promise.all(sayGarbage(target, random))) {
    assert.doesNotMatch(ending, /^4: /, 'garbage was listened to');
  }
  for (const { what, ending, answer } of sayWhatNoMemberSays(target, random)) {
    assert.match(await ending, answer, what);
  }
  for (const path of ['Messages', 'InstallSnapshot', 'HashKv']) {
    const ending = await sayLength(target, `/cairn.v1.Peer/${path}`, gibibyte);
    assert.match(ending, /^8: .*larger than max|closed/, path);
  }
  for (const ending of await Promise.all(saySnapshots(target, random))) {
    assert.doesNotMatch(ending, /^4: /, 'a snapshot of a stranger was listened to');
  }
}

test(
  'strangers at the peer ports stop nobody, fill no memory, and have nothing applied',
  subjectIsEtcd() ? { skip: 'strangers speak the protocol of Cairn' } : {},
  async (t) => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    const nodes = cluster.members.map(({ node }) => node);
    const targets = await targetsOf(cluster);
    const pids = nodes.map(({ pid }) => pid);
    const random = new SeededRandom(20);
    let before: number[] = [];
    await survive(cluster, async (load) => {
      await Promise.all(targets.map((target) => annoy(target, random)));
      before = pids.map(residentBytes);
      for (let round = 1; round < rounds; round++) {
        await Promise.all(targets.map((target) => annoy(target, random)));
      }
      await load.untilAcknowledged(100);
    });
    assert.deepEqual(
      nodes.map(({ pid, running }) => running && pid),
      pids,
      'all members have lived through it',
    );
    for (const [index, pid] of pids.entries()) {
      const grownBytes = residentBytes(pid) - (before[index] ?? 0);
      t.diagnostic(
        `${nodes[index]?.name}: ${(grownBytes / 2 ** 20).toFixed(0)} MiB more than before`,
      );
      assert.ok(grownBytes < growthBytesMax, `${grownBytes} bytes more than before`);
    }
  },
);
