// A follower that does not read, in the log and in the middle of a snapshot: the leader must neither keep
// for it what it cannot take nor wait for it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertSameHash } from '../cluster/scenario.ts';
import { startCluster, until } from '../kit/index.ts';
import type { ClusterMember, EtcdClient } from '../kit/index.ts';

const mebibyte = 1024 * 1024;
const valueBytes = 256 * 1024;
/** More than the leader may grow by: it cannot have kept it for the one that is away. */
const writtenBytes = 128 * mebibyte;
const grownBytesMax = 96 * mebibyte;
const keyCount = 50;

test('a follower that takes nothing hurts nobody: not with the log, and not with a snapshot', async (t) => {
  await using cluster = await startCluster({
    members: 3,
    nats: false,
    snapshotCount: 100,
    snapshotCatchupEntries: 20,
    // The state of some 13 MB takes several seconds.
    nodeFlags: ['--snapshot-send-rate', String(3 * mebibyte)],
  });
  const leader = await cluster.leader();
  const slow = (await cluster.followers()).at(0) ?? assert.fail('no follower');
  using client = leader.connect();
  // Past what a process grows by when it first gets something to do.
  await write(client, 48 * mebibyte);
  const before = memoryOf(leader);

  slow.node.pause();
  await write(client, writtenBytes);
  const whilePaused = memoryOf(leader);
  slow.node.resume();
  await until('it is sent the state', () => slow.node.logTail().includes('receiving a snapshot'), {
    timeoutMs: 60_000,
  });

  slow.node.pause();
  await write(client, writtenBytes / 8);
  const inSnapshot = memoryOf(leader);
  slow.node.resume();
  await until('it has the state', () => slow.node.logTail().includes('installed a snapshot'), {
    timeoutMs: 90_000,
  });
  const revision = await write(client, valueBytes);
  await assertSameHash(cluster.members, revision);
  assert.equal(await cluster.leader(), leader, 'nobody else had to lead');

  const grown = Math.max(whilePaused, inSnapshot) - before;
  t.diagnostic(
    `leader: ${toMebibytes(before)} MiB before, ${toMebibytes(whilePaused)} while a follower was ` +
      `paused, ${toMebibytes(inSnapshot)} in the snapshot`,
  );
  assert.ok(grown < grownBytesMax, `the leader grew by ${toMebibytes(grown)} MiB`);
});

/** Answers the last revision. Over and over the same keys, and compacted, so that the state stays small. */
async function write(client: EtcdClient, bytes: number): Promise<number> {
  const value = 'x'.repeat(valueBytes);
  let revision = 0;
  const parallel = 8;
  const each = Math.ceil(bytes / valueBytes / parallel);
  await Promise.all(
    Array.from({ length: parallel }, async (_, writer) => {
      for (let count = 0; count < each; count++) {
        const key = `key/${(count * parallel + writer) % keyCount}`;
        const { header } = await client.call('Put', { key, value });
        revision = Math.max(revision, Number(header?.revision));
      }
    }),
  );
  await client.call('Compact', { revision });
  return revision;
}

/** Its own memory: pages of the store that it has looked at are no matter of the follower. */
function memoryOf(member: ClusterMember): number {
  const status = readFileSync(`/proc/${member.node.pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

function toMebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte);
}
