// A run in which what happens is not drawn but told, because it has gone wrong in etcd once. The cluster
// is the simulator's, in fine weather until the script says otherwise, and all its checkers look on.
import { checkConvergence } from '../checkers/convergence.ts';
import { checkHistories } from '../checkers/histories.ts';
import { SimulatedCluster } from '../cluster/cluster.ts';
import { Faults } from '../cluster/faults.ts';
import { drawSettings } from '../cluster/settings.ts';
import type { Settings } from '../cluster/settings.ts';
import { noTweaks } from '../cluster/tweaks.ts';
import type { MemberTweaks } from '../cluster/tweaks.ts';
import { installVirtualGlobals } from '../world/virtual-globals.ts';
import { World } from '../world/world.ts';

export interface Script {
  readonly name: string;
  /** Where it went wrong before. */
  readonly after: string;
  readonly settings: Partial<Settings>;
  readonly play: (cluster: SimulatedCluster, faults: Faults) => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  readonly after: string;
  /**
   * The violation; undefined = all is well.
   * @param seeds the script says what happens, a seed when exactly
   */
  readonly run: (seeds: number, tweaks?: Partial<MemberTweaks>) => Promise<Error | undefined>;
}

const convergenceMs = 20_000;

const calm: Partial<Settings> = {
  members: 3,
  gateways: 3,
  clientsPerGateway: 1,
  watchersPerGateway: 1,
  leaseholders: 0,
  keepers: 0,
  hasBus: false,
  thinkMsMax: 30,
  tickMs: 20,
  electionTicks: 8,
  heartbeatTicks: 1,
  preVote: true,
  snapshotEntries: 1_000,
  catchUpEntries: 100,
  quotaBytes: -1,
  raisesAlarms: false,
  membership: undefined,
};

export function scenario(script: Script): Scenario {
  const { name, after } = script;
  const run = async (
    seeds: number,
    tweaks: Partial<MemberTweaks> = {},
  ): Promise<Error | undefined> => {
    for (let seed = 1; seed <= seeds; seed++) {
      const violation = await playOnce(script, seed, { ...noTweaks, ...tweaks });
      if (violation !== undefined) return violation;
    }
    return undefined;
  };
  return { name, after, run };
}

async function playOnce(
  { settings, play }: Script,
  seed: number,
  tweaks: MemberTweaks,
): Promise<Error | undefined> {
  const world = new World({ seed, traceLinesMax: 0 });
  const globals = installVirtualGlobals(world);
  try {
    const drawn = drawSettings(world.fork());
    const cluster = new SimulatedCluster(world, { ...drawn, ...calm, ...settings }, tweaks);
    const faults = new Faults(cluster);
    cluster.start();
    await world.runFor(500);
    if (world.violation === undefined) await play(cluster, faults);
    if (world.violation === undefined) await comeTogether(cluster, faults);
    return world.violation ?? checkHistories(cluster);
  } finally {
    globals[Symbol.dispose]();
  }
}

async function comeTogether(cluster: SimulatedCluster, faults: Faults): Promise<void> {
  const { world } = cluster;
  faults.heal();
  await world.runFor(300);
  cluster.quieten();
  let missing: string | undefined;
  for (let ms = 0; ms < convergenceMs && world.violation === undefined; ms += 250) {
    await world.runFor(250);
    missing = checkConvergence(cluster);
    if (missing === undefined) return;
    for (const gateway of cluster.gateways) gateway.settle();
  }
  if (missing !== undefined) world.violate(new Error(`it does not come together: ${missing}`));
}
