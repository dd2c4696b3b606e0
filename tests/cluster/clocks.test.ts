// Wall clocks that are set forward and back by an hour while the cluster serves. Nothing in Cairn may
// care: leases, elections and timeouts go by the clock that cannot be set, and a member that comes back
// with a clock of the past must not take old answers for its own.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, suite, test } from 'node:test';
import {
  repositoryRoot,
  scratchDirectory,
  startCluster,
  subjectIsEtcd,
  until,
} from '../kit/index.ts';
import type { Cluster, Program } from '../kit/index.ts';
import { LeaseHolder } from './lease-holders.ts';
import { survive } from './scenario.ts';

const hourMs = 3_600_000;
/** So long that a busy machine causes no election by itself. */
const electionTimeoutMs = 5_000;
const ttlSeconds = 9;
const nodeFlags = ['--election-timeout', String(electionTimeoutMs)];
const jumpsMs = [hourMs, -hourMs, 0] as const;

const clockFile = join(scratchDirectory('clock'), 'offset');
const preload = pathToFileURL(join(repositoryRoot, 'tests/cluster/wall-clock.ts')).href;

/** Programs that are started inherit these. */
function withClock<T>(start: () => Promise<T>): Promise<T> {
  const { env } = process;
  const before = env['NODE_OPTIONS'];
  env['NODE_OPTIONS'] = `${before ?? ''} --import=${preload}`;
  env['CAIRN_TEST_CLOCK'] = clockFile;
  return start().finally(() => {
    if (before === undefined) delete env['NODE_OPTIONS'];
    else env['NODE_OPTIONS'] = before;
    delete env['CAIRN_TEST_CLOCK'];
  });
}

/** Sets the clocks of these programs, and waits until they are set. */
async function setClocks(programs: readonly Program[], offsetMs: number): Promise<void> {
  writeFileSync(clockFile, String(offsetMs));
  for (const { pid } of programs) process.kill(pid, 'SIGUSR2');
  await untilSet(programs, offsetMs);
}

async function untilSet(programs: readonly Program[], offsetMs: number): Promise<void> {
  await until(`all clocks are off by ${offsetMs} ms`, () => {
    const heard = new Map<string, string>();
    for (const line of readFileSync(`${clockFile}.heard`, 'utf8').split('\n')) {
      const [pid = '', offset = ''] = line.split(' ');
      heard.set(pid, offset);
    }
    return programs.every(({ pid }) => heard.get(String(pid)) === String(offsetMs));
  });
}

async function termOf(cluster: Cluster): Promise<number> {
  const leader = await cluster.leader();
  using client = leader.connect();
  const { raftTerm } = await client.call('Status', {});
  return Number(raftTerm);
}

suite(
  'wall clocks that are set an hour forward and back',
  subjectIsEtcd() ? { skip: 'the clocks of Cairn can be set' } : {},
  () => {
    let cluster: Cluster;

    before(async () => {
      writeFileSync(clockFile, '0');
      cluster = await withClock(() =>
        startCluster({ members: 3, nats: false, keepers: 2, nodeFlags }),
      );
      await untilSet(cluster.programs(), 0);
    });

    after(async () => {
      await cluster?.[Symbol.asyncDispose]();
    });

    test('change nothing while they jump everywhere: no election, no early lease, no stale read', async () => {
      const { members } = cluster;
      const leases = await Promise.all(
        [1n, 2n, 3n, 4n].map((id) =>
          LeaseHolder.grant(members, { id, ttlSeconds, keptAlive: id % 2n === 0n }),
        ),
      );
      const termBefore = await termOf(cluster);
      try {
        await survive(cluster, async (load) => {
          for (const offsetMs of jumpsMs) {
            await setClocks(cluster.programs(), offsetMs);
            await load.untilAcknowledged(100);
          }
        });
        assert.equal(await termOf(cluster), termBefore, 'nobody was elected');
        await until('the leases that were left alone have expired', () =>
          leases.every(({ expired, options }) => expired || options.keptAlive),
        );
      } finally {
        await Promise.all(leases.map((lease) => lease.stop()));
      }
      for (const lease of leases) {
        assert.equal(lease.earlyByMs, undefined, `${lease.key} ended too early`);
        assert.equal(lease.expired, !lease.options.keptAlive, lease.key);
      }
    });

    test('change nothing on the leader and its lease-keepers alone', async () => {
      const { members, keepers } = cluster;
      const leader = await cluster.leader();
      const lease = await LeaseHolder.grant(members, { id: 9n, ttlSeconds, keptAlive: false });
      const termBefore = await termOf(cluster);
      for (const offsetMs of jumpsMs) await setClocks([leader.node, ...keepers], offsetMs);
      await until('the lease has expired', () => lease.expired);
      await lease.stop();
      assert.equal(lease.earlyByMs, undefined, 'it ended too early');
      assert.equal(await termOf(cluster), termBefore, 'nobody was elected');
    });

    test('a member that is killed comes back an hour before its death, and takes no old answer for a new one', async () => {
      await withClock(() =>
        survive(cluster, async (load) => {
          for (const { node } of cluster.members) {
            await node.kill();
            writeFileSync(clockFile, String(-hourMs));
            node.spawn();
            await untilSet([node], -hourMs);
            await load.untilAcknowledged(100);
          }
        }),
      );
    });
  },
);
