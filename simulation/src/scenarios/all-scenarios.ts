// What has gone wrong in etcd (section 7.2 of the project's reference), played against Cairn.
import { membershipScenarios } from './membership-scenarios.ts';
import { scenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { crashes, cutOff, followerOf, leaderOf } from './staging.ts';
import { storeScenarios } from './store-scenarios.ts';

const crashUnderLoad = scenario({
  name: 'members crash under load, all at once',
  after: '#13766: the applied index was saved before the data it spoke of',
  settings: { flushAfterCommits: 4 },
  play: (cluster) => crashes(cluster, 5, ({ members }) => members),
});

const replyBeforeFsync = scenario({
  name: 'a lone member loses power while it answers',
  after: '#14370: a member that is its own quorum answered before its own fsync',
  settings: { members: 1, gateways: 1 },
  play: (cluster) => crashes(cluster, 6, ({ members }) => members),
});

const crashInDefragmentation = scenario({
  name: 'a member crashes while it defragments',
  after: '#14685: entries were applied again after a crash in a defragmentation',
  settings: { flushAfterCommits: 64 },
  play: async (cluster) => {
    for (let i = 0; i < 3; i++) {
      const member = followerOf(cluster);
      const release = member.disk.backend.holdFlushes();
      void member.replica?.backend.defragment().catch(() => undefined);
      await cluster.world.runFor(20);
      if (member.host.isUp) member.kill();
      release();
      await cluster.world.runFor(100);
      if (!member.host.isUp) member.start();
      await cluster.world.runFor(300);
    }
  },
});

const progressOrder = scenario({
  name: 'watchers ask how far they are, all the time, while events come by two ways',
  after: '#15220: progress was sent by another way than events, and overtook them',
  settings: { watchersPerGateway: 3, hasBus: true },
  play: async ({ gateways, world, network }) => {
    network.quality = { ...network.quality, delayMsMax: 15, detourPercent: 30 };
    for (let i = 0; i < 60; i++) {
      for (const { watchers } of gateways) for (const watcher of watchers) watcher.askProgress();
      await world.runFor(17);
    }
  },
});

const watchAfterInstall = scenario({
  name: 'a member that watchers are connected to gets the whole state',
  after: '#15271: after a snapshot, watches went back in time',
  settings: { snapshotEntries: 8, catchUpEntries: 1, watchersPerGateway: 3, flushAfterCommits: 1 },
  play: async (cluster) => {
    for (let i = 0; i < 2; i++) {
      const follower = followerOf(cluster);
      cutOff(cluster, follower);
      await cluster.world.runFor(900);
      cluster.network.unblockAll();
      await cluster.world.runFor(700);
    }
  },
});

const revisionAfterCompaction = scenario({
  name: 'members crash while they remove the tombstone of the newest revision',
  after: '#17780: the revision decreased after a crash in a compaction',
  settings: {
    keys: 2,
    flushAfterCommits: 1,
    work: [
      ['put', 3],
      ['delete', 5],
      ['compact', 6],
    ],
  },
  play: (cluster) => crashes(cluster, 6, ({ members }) => members),
});

const deleteAtCompaction = scenario({
  name: 'watches begin at revisions that are being compacted, and members start anew',
  after: '#18089, #19179: a delete at the compact revision was lost; #17529: no cancel',
  settings: {
    keys: 2,
    watchersPerGateway: 4,
    work: [
      ['put', 4],
      ['delete', 4],
      ['compact', 3],
    ],
  },
  play: (cluster) => crashes(cluster, 4, (all) => [followerOf(all)]),
});

const futureWatch = scenario({
  name: 'watches wait for revisions that are still to come, through a change of leader',
  after: '#20221: a watch of the future was sent what was old',
  settings: { watchersPerGateway: 4, thinkMsMax: 60 },
  play: (cluster) => crashes(cluster, 3, (all) => [leaderOf(all)]),
});

const readAfterPause = scenario({
  name: 'a leader sleeps through the election of another one, and its clients read',
  after: '#20418: a process that was paused served stale reads',
  settings: {
    work: [
      ['put', 1],
      ['get', 3],
      ['compareAndSwap', 1],
    ],
  },
  play: async ({ world }, faults) => {
    for (let i = 0; i < 4; i++) {
      faults.strike('sleepingLeader');
      await world.runFor(1_200);
    }
  },
});

const oldLeaderAndLeases = scenario({
  name: 'an old leader is stuck, with a lease-keeper that believes it',
  after: '#15247: an old leader that did not know better revoked all leases',
  settings: { leaseholders: 3, keepers: 2, gateways: 3 },
  play: async ({ world }, faults) => {
    await world.runFor(1_500);
    for (let i = 0; i < 3; i++) {
      faults.strike('longPartition');
      await world.runFor(3_500);
      faults.strike('keeperPause');
      await world.runFor(1_500);
    }
  },
});

const forgottenKeeper = scenario({
  name: 'a leader sleeps while leases run out elsewhere, and its lease-keeper goes on',
  after: '#15247 from the other side: who is primary no more must not promise anything',
  settings: { leaseholders: 4, keepers: 2, gateways: 3 },
  play: async ({ world }, faults) => {
    await world.runFor(1_500);
    for (let i = 0; i < 3; i++) {
      faults.strike('forgottenKeeper');
      await world.runFor(6_500);
    }
  },
});

const slowWatcher = scenario({
  name: 'events are doubled, lost and late, and half of the watchers do not read',
  after: '#17247: an event came twice; #17507: an idle watch heard nothing for ever',
  settings: { watchersPerGateway: 4, hasBus: true },
  play: async ({ world, network }, faults) => {
    network.quality = {
      ...network.quality,
      delayMsMax: 10,
      lossPercent: 10,
      repeatPercent: 20,
      detourPercent: 20,
    };
    for (let i = 0; i < 5; i++) {
      faults.strike(i % 2 === 0 ? 'busAway' : 'gatewayPause');
      await world.runFor(500);
    }
  },
});

const twoInstalls = scenario({
  name: 'a member gets one state after the other, and crashes in between',
  after: '#18055: two snapshots at once; #20271: a defragmentation during an install',
  settings: { snapshotEntries: 8, catchUpEntries: 1, flushAfterCommits: 1 },
  play: async (cluster) => {
    const follower = followerOf(cluster);
    for (let i = 0; i < 4; i++) {
      cutOff(cluster, follower);
      await cluster.world.runFor(500);
      cluster.network.unblockAll();
      await cluster.world.runFor(15 + 20 * i);
      void follower.replica?.backend.defragment().catch(() => undefined);
      if (follower.host.isUp) follower.losePower();
      await cluster.world.runFor(50);
      if (!follower.host.isUp) follower.start();
      await cluster.world.runFor(200);
    }
  },
});

const clockSetBack = scenario({
  name: 'clocks are set back by as long as a member has run, and it starts anew',
  after: 'numbers of requests that repeat answer somebody else (found in Cairn itself)',
  settings: { flushAfterCommits: 64 },
  play: async (cluster) => {
    for (let i = 0; i < 4; i++) {
      const member = leaderOf(cluster);
      member.host.wallOffsetMs = i % 2 === 0 ? -cluster.world.nowMs : 3_600_000;
      member.kill();
      member.start();
      await cluster.world.runFor(900);
    }
  },
});

export const allScenarios: readonly Scenario[] = [
  crashUnderLoad,
  replyBeforeFsync,
  crashInDefragmentation,
  progressOrder,
  watchAfterInstall,
  revisionAfterCompaction,
  deleteAtCompaction,
  futureWatch,
  readAfterPause,
  oldLeaderAndLeases,
  forgottenKeeper,
  slowWatcher,
  twoInstalls,
  clockSetBack,
  ...storeScenarios,
  ...membershipScenarios,
];
