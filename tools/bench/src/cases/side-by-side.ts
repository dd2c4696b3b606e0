// Products under the same loads, run by run in turn, so that a machine that gets slower or busier slows
// all of them; medians are reported because single runs on a shared machine are not worth reporting.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningServer } from '../server/running-server.ts';
import { startServer } from '../server/member.ts';
import type { Product } from '../server/product.ts';
import type { CaseName, Context, Row, Run } from './case.ts';
import { Tally } from './tally.ts';

/**
 * For so long each server works unmeasured first, under each load: caches fill, and V8 compiles what is
 * run often. A server that has just started is slower, and is not what runs for months.
 */
export const warmUpMs: number = 4_000;
/** Part of a run's work that is done at a time meanwhile. */
const warmUpShare = 0.3;

export interface SideBySide<Load> {
  readonly caseName: CaseName;
  readonly loads: readonly Load[];
  readonly nameOf: (load: Load) => string;
  /** One member, unless another start is given. */
  readonly start?: (product: Product, directory: string) => Promise<RunningServer>;
  /** Once for each server, before anything is measured. */
  readonly prepare?: (server: RunningServer) => Promise<void>;
  /** @param scale multiplies the work of the run. */
  readonly measure: (server: RunningServer, load: Load, scale: number) => Promise<Run>;
}

/** Fresh servers for every call: what one case wrote must not weigh on the next. */
export async function compareSideBySide<Load>(
  context: Context,
  comparison: SideBySide<Load>,
): Promise<readonly Row[]> {
  const { start = startServer, prepare, loads } = comparison;
  await using stack = new AsyncDisposableStack();
  const servers = new Map<string, RunningServer>();
  const absent = new Map<string, unknown>();
  const directory = mkdtempSync(join(context.scratchDirectory, `${comparison.caseName}-`));
  const starts = context.products.map((product) => start(product, directory));
  const started = await Promise.allSettled(starts);
  for (const result of started) if (result.status === 'fulfilled') stack.use(result.value);
  for (const [index, { name }] of context.products.entries()) {
    const result = started[index];
    try {
      if (result?.status !== 'fulfilled') throw result?.reason;
      await prepare?.(result.value);
      servers.set(name, result.value);
    } catch (error) {
      absent.set(name, error);
    }
  }
  const rows: Row[] = [];
  for (const load of loads) {
    const names = context.products.map(({ name }) => name);
    const tally = new Tally(comparison.caseName, comparison.nameOf(load), names);
    for (const [name, error] of absent) tally.fail(name, error);
    await runRounds(context, comparison, load, [...servers.values()], tally);
    rows.push(tally.finish(context));
  }
  return rows;
}

async function runRounds<Load>(
  { rounds, scale }: Context,
  { measure }: SideBySide<Load>,
  load: Load,
  servers: readonly RunningServer[],
  tally: Tally,
): Promise<void> {
  for (const server of servers) {
    try {
      const endsAtMs = performance.now() + warmUpMs * Math.min(1, scale);
      do await measure(server, load, scale * warmUpShare);
      while (performance.now() < endsAtMs);
    } catch (error) {
      tally.fail(server.name, error);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const server of rotated(servers, round)) {
      await tally.add(server.name, () => measure(server, load, scale));
    }
  }
}

/** Who goes first changes too. */
export function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
