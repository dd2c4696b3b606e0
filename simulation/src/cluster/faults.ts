// What goes wrong, one thing after the other, until the run turns to healing. Each fault is drawn from
// the seed, said in the trace and counted; what it broke is mended after a while, or at the end.
import type { Random } from '@cairn/core';
import type { Host } from '../world/host.ts';
import type { SimulatedCluster } from './cluster.ts';
import { Disaster } from './disaster.ts';
import type { SimulatedMember } from './member.ts';
import { pick } from './settings.ts';
import type { FaultKind } from './settings.ts';

export class Faults {
  readonly #cluster: SimulatedCluster;
  readonly #random: Random;
  readonly #disaster: Disaster;
  readonly counts: Map<FaultKind, number> = new Map();
  #isOver = false;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
    this.#random = cluster.world.fork();
    this.#disaster = new Disaster(cluster, cluster.world.fork());
  }

  start(): void {
    this.#cluster.network.quality = this.#cluster.settings.quality;
    this.#next();
  }

  /** The weather is fine from now on, and everybody is up. */
  heal(): void {
    this.#isOver = true;
    this.#cluster.reconfiguration?.rest();
    this.#cluster.onceElected = undefined;
    this.#cluster.transfers.onRecord = undefined;
    // Somebody has noticed what they are.
    for (const foreigner of this.#cluster.foreigners) if (foreigner.host.isUp) foreigner.kill();
    const { network, bus, members, gateways, keepers, world } = this.#cluster;
    world.line(() => 'everything heals');
    network.calm();
    bus?.setReachable(true);
    for (const { host } of [...members, ...gateways, ...keepers]) host.resume();
    for (const member of members) {
      member.disk.files.liftAll();
      member.onceVoted(undefined);
    }
    for (const member of members) if (member.canStart) member.start();
    for (const keeper of keepers) if (!keeper.host.isUp) keeper.start();
    for (const gateway of gateways) if (!gateway.host.isUp) gateway.start();
  }

  #next(): void {
    const { world, settings } = this.#cluster;
    const waitMs = 1 + this.#random.nextBelow(2 * settings.msBetweenFaults);
    world.schedule(waitMs * 1000, undefined, 'fault', () => {
      if (this.#isOver) return;
      this.strike(pick(this.#random, settings.faults));
      this.#next();
    });
  }

  strike(kind: FaultKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.#cluster.world.line(() => `fault: ${kind}`);
    const member = this.#anyMember();
    switch (kind) {
      case 'kill':
      case 'powerLoss':
      case 'allPowerLoss':
      case 'pause':
      case 'clockJump':
        return this.#processFault(kind, member);
      case 'partition':
      case 'isolateLeader':
      case 'bridge':
      case 'oneWay':
        return this.#networkFault(kind);
      case 'longPartition':
      case 'sleepingLeader':
        return this.#longFault(kind);
      case 'forgottenKeeper':
        return this.#forgottenKeeper();
      case 'loseMajority':
        return this.#disaster.strike();
      case 'powerLossAtVote':
        return this.#powerLossAtVote();
      case 'isolateElected':
        return this.#isolateElected();
      case 'diskError':
      case 'shortWrite':
      case 'slowDisk':
      case 'slowBackend':
      case 'backendError':
        return this.#diskFault(kind, member);
      case 'busAway':
        this.#cluster.bus?.setReachable(false);
        return this.#later(200, 1_500, () => this.#cluster.bus?.setReachable(true));
      case 'gatewayKill':
      case 'gatewayPause':
        return this.#gatewayFault(kind);
      case 'transfer':
        return this.#cluster.leader?.replica?.transferLeadership(member.id);
      case 'keeperKill':
      case 'keeperPause':
        return this.#keeperFault(kind);
      case 'garbage':
        return this.#cluster.bus?.garbage();
      case 'resetConnections':
        return this.#cluster.network.reset(this.#cluster.world.hosts);
      case 'farBehind':
        return this.#farBehind(member);
      case 'peerGarbage':
        return this.#cluster.madPeer.strike(member, this.#anyMember());
      case 'memberChange':
        return this.#cluster.reconfiguration?.act();
    }
  }

  #processFault(
    kind: 'kill' | 'powerLoss' | 'allPowerLoss' | 'pause' | 'clockJump',
    member: SimulatedMember,
  ): void {
    switch (kind) {
      case 'kill':
        if (!member.host.isUp) return;
        member.kill();
        return this.#restartLater(member);
      case 'powerLoss':
        if (!member.host.isUp) return;
        member.losePower();
        return this.#restartLater(member);
      case 'allPowerLoss':
        for (const each of this.#cluster.members) {
          if (!each.host.isUp) continue;
          each.losePower();
          this.#restartLater(each);
        }
        return;
      case 'pause':
        member.host.pause();
        return this.#resumeLater(member.host);
      case 'clockJump': {
        const hourMs = 3_600_000;
        // Often to where it was a while ago: that is when an hour is counted twice.
        const backMs = this.#random.nextBelow(Math.max(1, Math.round(this.#cluster.world.nowMs)));
        const jumps = [hourMs, -hourMs, -backMs, -backMs];
        member.host.wallOffsetMs += jumps[this.#random.nextBelow(jumps.length)] ?? 0;
      }
    }
  }

  #networkFault(kind: 'partition' | 'isolateLeader' | 'bridge' | 'oneWay'): void {
    const { network, members, gateways, keepers } = this.#cluster;
    network.unblockAll();
    const hosts = members.map(({ host }) => host);
    switch (kind) {
      case 'partition': {
        const side = new Map(
          [...hosts, ...[...gateways, ...keepers].map(({ host }) => host)].map((host) => {
            return [host, this.#random.nextBelow(2)];
          }),
        );
        this.#cut([...side.keys()], (a, b) => side.get(a) !== side.get(b));
        break;
      }
      case 'isolateLeader': {
        const leader = this.#cluster.leader?.host;
        this.#cut(hosts, (a, b) => (a === leader) !== (b === leader));
        break;
      }
      case 'bridge': {
        const bridge = this.#anyMember().host;
        const side = new Map(hosts.map((host, i) => [host, i % 2]));
        this.#cut(hosts, (a, b) => a !== bridge && b !== bridge && side.get(a) !== side.get(b));
        break;
      }
      case 'oneWay': {
        const deaf = this.#anyMember().host;
        this.#cut(hosts, (_from, to) => to === deaf);
      }
    }
    this.#later(200, 2_000, () => network.unblockAll());
  }

  /** As long as it takes to elect another leader, and for that one to have its say. */
  #longFault(kind: 'longPartition' | 'sleepingLeader'): void {
    const { network, members, gateways, keepers, leader, settings } = this.#cluster;
    if (leader === undefined) return;
    network.unblockAll();
    const electionMs = settings.tickMs * settings.electionTicks;
    if (kind === 'sleepingLeader') {
      // It wakes up alone, with its clients: what it does not know yet it cannot be told.
      const hosts = members.map(({ host }) => host);
      this.#cut(hosts, (a, b) => (a === leader.host) !== (b === leader.host));
      leader.host.pause();
      const sleepMs = 2 * electionMs + this.#random.nextBelow(500);
      this.#after(sleepMs, () => leader.host.resume());
      return this.#after(sleepMs + electionMs, () => network.unblockAll());
    }
    // The leader, its gateway and a keeper on the lesser side.
    // Or only the two: clients who hold leases, and the keeper that answers them.
    const isWithLeader = this.#random.nextBelow(2) === 0;
    const lesser = new Set<Host>(isWithLeader ? [leader.host] : []);
    const gateway = gateways[isWithLeader ? members.indexOf(leader) : 0];
    if (gateway !== undefined) lesser.add(gateway.host);
    const primary = keepers.find(({ isPrimary }) => isPrimary);
    if (primary !== undefined) lesser.add(primary.host);
    const all = [...members, ...gateways, ...keepers].map(({ host }) => host);
    this.#cut(all, (a, b) => lesser.has(a) !== lesser.has(b));
    return this.#later(2_500, 4_500, () => network.unblockAll());
  }

  /**
   * The leader goes, its successor before it has said anything, and the third while it brings the others
   * up to date: figure 8 of the Raft paper, if the first one is the third.
   */
  #isolateElected(): void {
    const { network, members, leader } = this.#cluster;
    const isolate = (member: SimulatedMember): void => {
      if (this.#isOver) return;
      network.unblockAll();
      const hosts = members.map(({ host }) => host);
      this.#cut(hosts, (a, b) => (a === member.host) !== (b === member.host));
    };
    if (leader !== undefined) isolate(leader);
    this.#cluster.onceElected = (second) => {
      isolate(second);
      this.#cluster.onceElected = (third) => this.#later(0, 200, () => isolate(third));
    };
    this.#later(1_500, 3_000, () => network.unblockAll());
  }

  /**
   * The leader falls asleep for so long that leases run out elsewhere. The lease-keeper that was attached to it
   * goes on with the clients that it answers, and nobody can tell it that it is primary no more.
   */
  #forgottenKeeper(): void {
    const { gateways, leader, keepers } = this.#cluster;
    // Clients with leases are there.
    const home = gateways[0]?.member;
    if (home === undefined || leader === undefined) return;
    if (leader !== home) leader.replica?.transferLeadership(home.id);
    this.#after(leader === home ? 0 : 800, () => {
      const isSet = this.#cluster.leader === home && home.host.state === 'running';
      if (this.#isOver || !isSet) return;
      const primary = keepers.find(({ isPrimary }) => isPrimary);
      home.host.pause();
      for (const spare of keepers) {
        if (spare === primary || !spare.host.isUp) continue;
        // It would wait for the sleeper.
        spare.kill();
        this.#later(10, 300, () => {
          if (!spare.host.isUp) spare.start();
        });
      }
      this.#later(3_500, 5_000, () => home.host.resume());
    });
  }

  /**
   * A member is away until the log does not reach it any more; and whatever brings it the whole state
   * breaks off, again and again.
   */
  #farBehind(member: SimulatedMember): void {
    const { network, members } = this.#cluster;
    const hosts = members.map(({ host }) => host);
    network.unblockAll();
    this.#cut(hosts, (a, b) => (a === member.host) !== (b === member.host));
    const awayMs = 300 + this.#random.nextBelow(1_200);
    this.#after(awayMs, () => network.unblockAll());
    for (let breaks = this.#random.nextBelow(12); breaks > 0; breaks--) {
      this.#after(awayMs + this.#random.nextBelow(300), () => {
        if (!this.#isOver) network.reset(hosts);
      });
    }
    this.#breakTransfers(hosts);
  }

  /** When part of the state has arrived: then there is something to go on from. */
  #breakTransfers(hosts: readonly Host[]): void {
    const { network, transfers } = this.#cluster;
    const someRecords = (): number => 2 + this.#random.nextBelow(6);
    let breaks = 1 + this.#random.nextBelow(4);
    let records = someRecords();
    transfers.onRecord = () => {
      records -= 1;
      if (records > 0) return;
      records = someRecords();
      breaks -= 1;
      if (breaks === 0) transfers.onRecord = undefined;
      this.#after(0, () => network.reset(hosts));
    };
  }

  /** The leader goes, and some of those who elect the next one lose power as soon as they have voted. */
  #powerLossAtVote(): void {
    const { members, leader } = this.#cluster;
    if (leader === undefined) return;
    leader.kill();
    this.#restartLater(leader);
    for (const member of members) {
      if (member === leader || this.#random.nextBelow(2) === 0) continue;
      member.onceVoted(() => {
        if (!member.host.isUp) return;
        member.losePower();
        this.#later(1, 100, () => {
          if (member.canStart) member.start();
        });
      });
    }
  }

  #cut(hosts: readonly Host[], isCut: (from: Host, to: Host) => boolean): void {
    for (const from of hosts) {
      for (const to of hosts)
        if (from !== to && isCut(from, to)) this.#cluster.network.block(from, to);
    }
  }

  #diskFault(
    kind: 'diskError' | 'shortWrite' | 'slowDisk' | 'slowBackend' | 'backendError',
    member: SimulatedMember,
  ): void {
    const { files, backend } = member.disk;
    const skip = this.#random.nextBelow(6);
    switch (kind) {
      case 'diskError': {
        member.expectStop();
        const forgets = this.#random.nextBelow(2) === 0;
        files.inject({ on: 'sync', skip, fault: { kind: 'error', code: 'EIO', forgets } });
        return undefined;
      }
      case 'shortWrite':
        member.expectStop();
        files.inject({ on: 'write', skip, fault: { kind: 'short', code: 'ENOSPC' } });
        return undefined;
      case 'slowDisk': {
        const delayMs = 1 + this.#random.nextBelow(60);
        const fault = { kind: 'delay', delayMs } as const;
        const lift = files.inject({ on: ['sync', 'write'], times: Infinity, fault });
        return this.#later(200, 2_000, lift);
      }
      case 'slowBackend':
        return this.#later(100, 1_000, backend.holdFlushes());
      case 'backendError':
        member.expectStop();
        backend.failNextFlush(Object.assign(new Error('EIO: i/o error, flush'), { code: 'EIO' }));
        return undefined;
    }
  }

  #gatewayFault(kind: 'gatewayKill' | 'gatewayPause'): void {
    const { gateways } = this.#cluster;
    const gateway = gateways[this.#random.nextBelow(gateways.length)];
    if (gateway === undefined) return;
    if (kind === 'gatewayPause') {
      gateway.host.pause();
      return this.#resumeLater(gateway.host);
    }
    if (!gateway.host.isUp) return;
    gateway.kill();
    this.#later(20, 500, () => {
      if (!gateway.host.isUp) gateway.start();
    });
  }

  #keeperFault(kind: 'keeperKill' | 'keeperPause'): void {
    const { keepers } = this.#cluster;
    // The one that has a say, mostly.
    const primary = keepers.find(({ isPrimary }) => isPrimary);
    const any = keepers[this.#random.nextBelow(Math.max(1, keepers.length))];
    const keeper = this.#random.nextBelow(3) === 0 ? any : (primary ?? any);
    if (keeper === undefined) return;
    if (kind === 'keeperPause') {
      keeper.host.pause();
      return this.#resumeLater(keeper.host);
    }
    if (!keeper.host.isUp) return;
    keeper.kill();
    this.#later(20, 1_500, () => {
      if (!keeper.host.isUp) keeper.start();
    });
  }

  #restartLater(member: SimulatedMember): void {
    this.#later(10, 1_500, () => {
      if (member.canStart) member.start();
    });
  }

  #resumeLater(host: Host): void {
    this.#later(10, 1_500, () => host.resume());
  }

  #later(lowMs: number, highMs: number, run: () => void): void {
    this.#after(lowMs + this.#random.nextBelow(highMs - lowMs), run);
  }

  #after(waitMs: number, run: () => void): void {
    this.#cluster.world.schedule(waitMs * 1000, undefined, 'mend', run);
  }

  #anyMember(): SimulatedMember {
    const members = this.#cluster.members.filter(({ isInService }) => isInService);
    return members[this.#random.nextBelow(members.length)] as SimulatedMember;
  }
}
