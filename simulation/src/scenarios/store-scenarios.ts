// Alarms, quotas and compactions that meet crashes: what has made members of etcd differ, or forget how
// far they had come.
import { SeededRandom } from '@cairn/core';
import { AlarmKind } from '@cairn/replica';
import type { Alarm } from '@cairn/replica';
import type { SimulatedCluster } from '../cluster/cluster.ts';
import { scenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { crashes, cutOff, followerOf, succeeds } from './staging.ts';

const full: Alarm = { kind: AlarmKind.noSpace, memberId: 1n };
const anyPut = { type: 'put', key: 'k0', value: 'u:script', leaseId: 0n } as const;

/** What Raft believes to be applied, the store says so too. */
function checkIndexes({ members, world }: SimulatedCluster): void {
  for (const { host, replica, raft } of members) {
    if (replica === undefined || raft === undefined || !replica.readable) continue;
    const { applied } = raft.status();
    const { index } = replica.backend.applied;
    if (index >= applied) continue;
    world.violate(new Error(`${host.name} has applied ${applied}, its store says ${index}`));
  }
}

const indexUnderAlarm = scenario({
  name: 'members crash, and get the whole state, while all that is written is refused',
  after: '#21636: entries refused for lack of space left the applied index behind',
  settings: {
    snapshotEntries: 8,
    catchUpEntries: 1,
    flushAfterCommits: 1,
    work: [
      ['put', 4],
      ['compareAndSwap', 1],
      ['get', 1],
    ],
  },
  play: async (cluster) => {
    const { world, operator, network } = cluster;
    await succeeds(cluster, 'raising the alarm', (done) => operator.raise(full, done));
    const follower = followerOf(cluster);
    cutOff(cluster, follower);
    await world.runFor(800);
    checkIndexes(cluster);
    network.unblockAll();
    await world.runFor(500);
    await crashes(cluster, 3, ({ members }) => members);
    checkIndexes(cluster);
    await world.runFor(500);
    const kv = operator.kvAt(followerOf(cluster));
    const range = { type: 'delete', key: 'k', rangeEnd: 'l' } as const;
    const compact = { type: 'compact', revision: cluster.checks.revisions.lastRevision } as const;
    await succeeds(cluster, 'a delete without space', (done) => kv.ask(range, done));
    await succeeds(cluster, 'a compaction without space', (done) => kv.ask(compact, done));
    await succeeds(cluster, 'lifting the alarm', (done) => operator.lift(full, done));
    await succeeds(cluster, 'a put with space again', (done) => kv.ask(anyPut, done));
  },
});

const fullStore = scenario({
  name: 'the store is full, again and again, and members crash meanwhile',
  after: '#16779, #21636: what must go on without space, and that it ends',
  settings: { quotaBytes: 10_000, keys: 4, flushAfterCommits: 4 },
  play: async (cluster) => {
    await crashes(cluster, 3, (all) => [followerOf(all)]);
    await crashes(cluster, 2, ({ members }) => members);
    if (cluster.alarms.certain === 0) {
      cluster.world.violate(new Error('the script is no test: the store was never full'));
    }
  },
});

const corruptAlarm = scenario({
  name: 'members are said to differ, and nothing changes until somebody says that they do not',
  after: 'the CORRUPT alarm: after an inconsistency nothing may make it worse',
  settings: { leaseholders: 2, keepers: 1 },
  play: async (cluster) => {
    const { world, operator } = cluster;
    const differ: Alarm = { kind: AlarmKind.corrupt, memberId: 1n };
    await world.runFor(500);
    await succeeds(cluster, 'raising the alarm', (done) => operator.raise(differ, done));
    const revision = cluster.checks.revisions.lastRevision;
    await crashes(cluster, 2, (all) => [followerOf(all)]);
    if (cluster.checks.revisions.lastRevision !== revision) {
      world.violate(new Error('the store has changed while members were said to differ'));
    }
    await succeeds(cluster, 'lifting the alarm', (done) => operator.lift(differ, done));
    const kv = operator.kvAt(followerOf(cluster));
    await succeeds(cluster, 'a put afterwards', (done) => kv.ask(anyPut, done));
  },
});

const rangesAtCompaction = scenario({
  name: 'transactions read at revisions that are being compacted, on members not equally far',
  after:
    '#18667: what a range in a transaction answered depended on how far a member had compacted',
  settings: {
    keys: 4,
    flushAfterCommits: 4,
    work: [
      ['put', 3],
      ['delete', 2],
    ],
  },
  play: async (cluster) => {
    const { world, members, operator, checks } = cluster;
    const random = new SeededRandom(world.seed);
    for (let i = 0; i < 60 && world.violation === undefined; i++) {
      const member = members[i % members.length] ?? followerOf(cluster);
      const revision = Math.max(1, checks.revisions.lastRevision - random.nextBelow(12));
      const put = { type: 'put', key: `k${i % 4}`, value: `u:txn:${i}`, leaseId: 0n } as const;
      const look = { key: 'k', rangeEnd: 'l', limit: 0, keysOnly: false, countOnly: false };
      const range = { type: 'range', ...look, revision, serializable: false } as const;
      const txn = { type: 'txn', compares: [], success: [put, range], failure: [] } as const;
      operator.kvAt(member).ask(txn, () => undefined);
      if (i % 3 === 0) {
        operator.kvAt(member).ask({ type: 'compact', revision }, () => undefined);
      }
      await world.runFor(5 + random.nextBelow(30));
      if (i % 10 === 9) await crashes(cluster, 1, (all) => [followerOf(all)]);
    }
  },
});

const brokenTransfers = scenario({
  name: 'the whole state travels in small pieces, and its connection breaks again and again',
  after: 'what only a transfer that goes on where it broke off can survive',
  settings: {
    snapshotEntries: 8,
    catchUpEntries: 1,
    snapshotChunkBytes: 100,
    flushAfterCommits: 1,
    keys: 6,
  },
  play: async (cluster) => {
    const { world, network, members } = cluster;
    const { counts } = cluster.transfers;
    network.quality = { ...network.quality, delayMsMax: 6 };
    for (let i = 0; i < 4; i++) {
      const follower = followerOf(cluster);
      cutOff(cluster, follower);
      await world.runFor(900);
      network.unblockAll();
      for (let breaks = 0; breaks < 12; breaks++) {
        await world.runFor(15 + 5 * breaks);
        network.reset(members.map(({ host }) => host));
        if (i === 3 && breaks === 8 && follower.host.isUp) follower.losePower();
      }
      if (!follower.host.isUp) follower.start();
      await world.runFor(300);
    }
    if (counts.resumed === 0 || counts.installed === 0) {
      world.violate(new Error(`the script is no test: ${JSON.stringify(counts)}`));
    }
  },
});

const garbageFromPeers = scenario({
  name: 'somebody sends members what is no message, or nobody means, all the time',
  after: 'no issue of its own: what comes in at the peer port must not stop a member',
  settings: { snapshotEntries: 8, catchUpEntries: 1, flushAfterCommits: 1 },
  play: async (cluster, faults) => {
    const { world, madPeer } = cluster;
    for (let i = 0; i < 60; i++) {
      faults.strike('peerGarbage');
      await world.runFor(20);
    }
    await world.runFor(500);
    if (madPeer.refused < 30) {
      world.violate(new Error(`the script is no test: ${madPeer.refused} streams were refused`));
    }
  },
});

export const storeScenarios: readonly Scenario[] = [
  indexUnderAlarm,
  fullStore,
  corruptAlarm,
  rangesAtCompaction,
  brokenTransfers,
  garbageFromPeers,
];
