// A client-gateway and the clients that are connected to it, in one process: they live and die together.
// Its parts are the product's: the link to the raft-node, the watches, the way to the lease-keeper.
import {
  KeeperLink,
  NodeHistory,
  NodeLink,
  WatchSystem,
  leaseService,
  watchService,
} from '@cairn/client-gateway';
import type { Random } from '@cairn/core';
import type { LeaseSafety } from '../checkers/lease-safety.ts';
import type { SimulatedMember } from '../cluster/member.ts';
import type { Settings } from '../cluster/settings.ts';
import { silentLogger } from '../cluster/silent-logger.ts';
import type { MemberTweaks } from '../cluster/tweaks.ts';
import type { SimulatedBus } from '../world/bus.ts';
import type { Host } from '../world/host.ts';
import type { Network } from '../world/network.ts';
import type { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import { KvClient } from './kv-client.ts';
import { Leaseholder } from './leaseholder.ts';
import type { Recorder } from './recorder.ts';
import { WatchClient } from './watch-client.ts';

const requestTimeoutMs = 2_500;
/** Small, so that a client that does not read falls behind. */
const watchBufferBytesMax = 2_000;

export interface GatewayOptions {
  readonly world: World;
  readonly network: Network;
  readonly rpc: RpcWorld;
  readonly recorder: Recorder;
  readonly leases: LeaseSafety;
  readonly settings: Settings;
  readonly tweaks: MemberTweaks;
  readonly bus: SimulatedBus | undefined;
  readonly member: SimulatedMember;
  readonly goesOn: () => boolean;
  readonly nextLeaseId: () => bigint;
  /** Clients with leases here. */
  readonly leaseholders: number;
}

export class SimulatedGateway {
  readonly host: Host;
  readonly #options: GatewayOptions;
  readonly #random: Random;
  readonly counts: { gaps: number; backfills: number; duplicates: number; slow: number } = {
    gaps: 0,
    backfills: 0,
    duplicates: 0,
    slow: 0,
  };
  #watchers: WatchClient[] = [];

  constructor(options: GatewayOptions, host: Host) {
    this.#options = options;
    this.host = host;
    this.#random = options.world.fork();
  }

  /** Whose requests it passes on. */
  get member(): SimulatedMember {
    return this.#options.member;
  }

  get watchers(): readonly WatchClient[] {
    return this.#watchers;
  }

  start(): void {
    this.host.boot();
    this.#options.world.schedule(0, this.host, 'start', () => this.#open());
  }

  kill(): void {
    const { world, network, recorder, bus } = this.#options;
    world.trace.line(world.nowUs, this.host.name, () => 'is killed');
    this.host.down();
    network.hostDown(this.host);
    bus?.hostDown(this.host);
    recorder.abandon(`${this.host.name}.`);
    this.#watchers = [];
  }

  /** All its watchers ask how far they are. */
  settle(): void {
    for (const watcher of this.#watchers) watcher.settle();
  }

  #open(): void {
    const { world, rpc, settings, member, leaseholders, tweaks } = this.#options;
    const clock = { nowMs: (): number => world.nowMs };
    const client = tweaks.gatewayClient(rpc.client(this.host, member.address));
    const link = new NodeLink({
      client,
      clock,
      requestTimeoutMs,
      logger: silentLogger,
      metrics: { batchSent: () => undefined, reopened: () => undefined, failed: () => undefined },
    });
    const keeper = new KeeperLink({
      state: link.state,
      clock,
      requestTimeoutMs,
      logger: silentLogger,
      connect: (address) => rpc.client(this.host, address),
    });
    const service = leaseService(link, keeper);
    const clients = Array.from({ length: settings.clientsPerGateway }, (_, i) =>
      this.#startClient(link, `${i}`),
    );
    for (let i = 0; i < leaseholders; i++) {
      this.#startLeaseholder(service, clients[0] ?? this.#startClient(link, 'l'), i);
    }
    if (settings.watchersPerGateway > 0) this.#watch(link, new NodeHistory(client));
  }

  #startClient(link: NodeLink, suffix: string): KvClient {
    const { recorder, settings, member, goesOn } = this.#options;
    const client = new KvClient({
      name: this.#clientName(suffix),
      member: member.host.name,
      link,
      recorder,
      random: this.#random,
      settings,
      goesOn,
    });
    client.start();
    return client;
  }

  #startLeaseholder(service: ReturnType<typeof leaseService>, kv: KvClient, i: number): void {
    const { recorder, member, goesOn, leases, world, nextLeaseId } = this.#options;
    new Leaseholder({
      name: this.#clientName(`lease${i}`),
      member: member.host.name,
      world,
      service,
      kv,
      recorder,
      leases,
      random: this.#random,
      goesOn,
      nextLeaseId,
    }).start();
  }

  #watch(link: NodeLink, history: NodeHistory): void {
    const { world, settings, recorder, member, goesOn, bus, tweaks } = this.#options;
    const { counts } = this;
    let watcherCount = 0;
    const system = new WatchSystem({
      link,
      history: tweaks.history(history),
      clock: { nowMs: () => world.nowMs },
      logger: silentLogger,
      metrics: {
        sequencer: {
          gap: () => (counts.gaps += 1),
          backfill: () => (counts.backfills += 1),
          duplicate: () => (counts.duplicates += 1),
        },
        sessions: {
          get watcherCount(): number {
            return watcherCount;
          },
          watcherAdded: () => (watcherCount += 1),
          watchersRemoved: (count) => (watcherCount -= count),
          eventsSent: () => undefined,
          becameSlow: () => (counts.slow += 1),
        },
        catchUpRead: () => undefined,
      },
      bus:
        bus === undefined
          ? undefined
          : {
              connect: tweaks.subscriber(bus.subscriberAt(this.host)),
              url: 'memory',
              silenceMs: 1_500,
            },
      progressIntervalMs: 300,
      fragmentBytesMax: 300,
      bufferBytesMax: watchBufferBytesMax,
      checkIntervalMs: 400,
      lingerMs: 300,
    });
    const service = watchService({
      session: system.sessionOptions,
      metrics: { sessionOpened: () => undefined, sessionClosed: () => undefined },
    });
    this.#watchers = Array.from({ length: settings.watchersPerGateway }, (_, i) => {
      const watcher = new WatchClient({
        name: this.#clientName(`watch${i}`),
        member: member.host.name,
        world,
        host: this.host,
        recorder,
        random: this.#random,
        keys: settings.keys,
        open: (stream) => service.stream['Watch']?.handle(stream),
        goesOn,
      });
      setTimeout(() => watcher.start(), this.#random.nextBelow(100));
      return watcher;
    });
  }

  #clientName(suffix: string): string {
    return `${this.host.name}.${this.host.life}.${suffix}`;
  }
}
