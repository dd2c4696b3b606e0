// A lease-keeper: the product's, over simulated streams.
import { KeepAliveService, Keeper, KeeperMetrics } from '@cairn/lease-keeper';
import type { Host } from '../world/host.ts';
import type { Network } from '../world/network.ts';
import type { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import type { Settings } from './settings.ts';
import { silentLogger } from './silent-logger.ts';
import type { MemberTweaks } from './tweaks.ts';

/** Counters that nobody reads: one set for all runs, because making one takes long. */
const metrics = new KeeperMetrics();

export interface KeeperSurroundings {
  readonly world: World;
  readonly network: Network;
  readonly rpc: RpcWorld;
  readonly settings: Settings;
  readonly tweaks: MemberTweaks;
  readonly nodeAddresses: readonly string[];
}

export class SimulatedKeeper {
  readonly host: Host;
  readonly #around: KeeperSurroundings;
  #keeper: Keeper | undefined;

  constructor(around: KeeperSurroundings, host: Host) {
    this.#around = around;
    this.host = host;
  }

  get isPrimary(): boolean {
    return this.host.isUp && this.#keeper?.status.role === 'primary';
  }

  start(): void {
    this.host.boot();
    this.#around.world.schedule(0, this.host, 'start', () => this.#open());
  }

  kill(): void {
    const { world, network } = this.#around;
    world.trace.line(world.nowUs, this.host.name, () => 'is killed');
    this.host.down();
    network.hostDown(this.host);
    this.#keeper = undefined;
  }

  #open(): void {
    const { world, rpc, settings, nodeAddresses, tweaks } = this.#around;
    const address = `keeper-${this.host.name}-${this.host.life}`;
    const keeper = new Keeper({
      clock: { nowMs: () => world.nowMs },
      logger: silentLogger,
      metrics,
      keeperId: this.host.name,
      nodeAddresses,
      authorityMs: settings.tickMs * settings.electionTicks,
      keepAliveWaitMs: 600,
      checkpointIntervalMs: 700,
      resendIntervalMs: 300,
      tickMs: 50,
      connect: (node) => tweaks.keeperClient(rpc.client(this.host, node)),
    });
    this.#keeper = keeper;
    rpc.listen(address, this.host, [new KeepAliveService(keeper, metrics).definition()]);
    keeper.start(address);
  }
}
