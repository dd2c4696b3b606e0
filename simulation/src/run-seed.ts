// One run: a world from a seed, a safety phase in which things break, then a liveness phase in which
// nothing does and everybody must come together again within bounded time.
import { SafetyViolation, World } from './world/world.ts';
import { installVirtualGlobals } from './world/virtual-globals.ts';
import { SimulatedCluster } from './cluster/cluster.ts';
import { Faults } from './cluster/faults.ts';
import type { TransferCounts } from './cluster/peer-port.ts';
import { drawSettings } from './cluster/settings.ts';
import type { FaultKind, Settings } from './cluster/settings.ts';
import { noTweaks } from './cluster/tweaks.ts';
import type { MemberTweaks } from './cluster/tweaks.ts';
import { checkConvergence } from './checkers/convergence.ts';
import { checkHistories } from './checkers/histories.ts';

export interface RunOptions {
  readonly seed: number;
  /** The newest lines of the trace that are kept; 0 = none are made. */
  readonly traceLinesMax?: number;
  readonly tweaks?: MemberTweaks;
  readonly settings?: Partial<Settings>;
}

export interface RunResult {
  readonly seed: number;
  readonly settings: Settings;
  readonly violation: Error | undefined;
  readonly hash: string;
  readonly trace: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly operations: number;
  readonly answered: number;
  readonly entries: number;
  readonly termsLed: number;
  readonly revisions: number;
  readonly watchEvents: number;
  readonly leasesExpired: number;
  readonly alarms: number;
  readonly transfers: TransferCounts;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** What was begun to change the members, what of it was done, and what became of the configuration. */
  readonly memberChanges: ReadonlyMap<string, number>;
  readonly network: Readonly<Record<string, number>>;
}

/** Everybody must have come together by then. */
const livenessMs = 20_000;
const livenessStepMs = 250;

export async function runSeed(options: RunOptions): Promise<RunResult> {
  const world = new World({ seed: options.seed, traceLinesMax: options.traceLinesMax ?? 0 });
  const globals = installVirtualGlobals(world);
  try {
    return await runIn(world, options);
  } finally {
    globals[Symbol.dispose]();
  }
}

async function runIn(world: World, options: RunOptions): Promise<RunResult> {
  const settings = { ...drawSettings(world.fork()), ...options.settings };
  const cluster = new SimulatedCluster(world, settings, options.tweaks ?? noTweaks);
  const faults = new Faults(cluster);
  cluster.start();
  await world.runFor(300);
  faults.start();
  await world.runFor(settings.safetyMs);
  if (world.violation === undefined) await heal(cluster, faults);
  if (world.violation === undefined) {
    const error = checkHistories(cluster);
    if (error !== undefined) world.violate(error);
  }
  return {
    seed: options.seed,
    settings,
    violation: world.violation,
    hash: world.trace.hash,
    trace: world.trace.text,
    events: world.trace.eventCount,
    virtualMs: Math.round(world.nowMs),
    operations: cluster.recorder.operationCount,
    answered: cluster.recorder.answered,
    entries: cluster.checks.committed.lastIndex,
    termsLed: cluster.checks.elections.termsLed,
    revisions: cluster.checks.revisions.lastRevision,
    watchEvents: cluster.recorder.watchEventCount,
    leasesExpired: cluster.leases.expired,
    alarms: cluster.alarms.certain,
    transfers: cluster.transfers.counts,
    faults: faults.counts,
    memberChanges: memberChangesOf(cluster),
    network: cluster.network.counts,
  };
}

function memberChangesOf({
  reconfiguration,
  checks,
}: SimulatedCluster): ReadonlyMap<string, number> {
  if (reconfiguration === undefined) return new Map();
  const { changes, jointChanges } = checks.membership;
  return new Map([
    ...reconfiguration.counts,
    ['configurations', changes],
    ['joint configurations', jointChanges],
  ]);
}

async function heal(cluster: SimulatedCluster, faults: Faults): Promise<void> {
  const { world } = cluster;
  faults.heal();
  // Somebody still asks while it heals; then all fall silent, and the members must agree.
  await world.runFor(livenessStepMs * 2);
  cluster.quieten();
  let missing: string | undefined = 'nothing was looked at';
  for (let ms = 0; ms < livenessMs && world.violation === undefined; ms += livenessStepMs) {
    await world.runFor(livenessStepMs);
    missing = checkConvergence(cluster);
    if (missing === undefined) return;
    for (const gateway of cluster.gateways) gateway.settle();
  }
  if (missing !== undefined) {
    world.violate(
      new SafetyViolation('liveness', `after ${livenessMs} ms without faults: ${missing}`),
    );
  }
}
