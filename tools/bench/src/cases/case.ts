// What all cases have in common.
import type { Figures, Metric } from '../figures.ts';
import type { Product } from '../server/product.ts';

export const caseNames = [
  'put',
  'range',
  'serializable',
  'cluster-put',
  'txn',
  'big-range',
  'watch',
  'keepalive',
  'memory',
  'restart',
  'stall',
  'defragment',
  'open-loop',
  'grpc-js',
  'check-perf',
] as const;
export type CaseName = (typeof caseNames)[number];

export interface CaseDescription {
  readonly name: CaseName;
  readonly title: string;
  /** Payload, load generator and what one has to know to read the figures. */
  readonly about: string;
  /** In the order of the table; a figure that no run has leaves its column out. */
  readonly columns: readonly Metric[];
}

export interface Context {
  /** The first is the one that is compared with the others. */
  readonly products: readonly Product[];
  /** Measured runs per load and product. */
  readonly rounds: number;
  /** Multiplies the number of requests, keys or events of every run. */
  readonly scale: number;
  /** Where data and logs go. */
  readonly scratchDirectory: string;
  readonly say: (line: string) => void;
  /** Called as soon as a load is measured. */
  readonly onRow: (row: Row) => void;
}

/** What one run measured. */
export interface Run {
  readonly figures: Figures;
  /** CPU seconds by program, such as `raft-node`. */
  readonly cpuSecondsByProgram?: ReadonlyMap<string, number>;
}

export type Outcome =
  | { readonly kind: 'measured'; readonly figures: Figures }
  | { readonly kind: 'failed'; readonly reason: string };

/** One load of one case, and what came of it by product. */
export interface Row {
  readonly caseName: CaseName;
  readonly load: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Cases that share what they prepare. */
export interface CaseFamily {
  readonly cases: readonly CaseDescription[];
  /** @param wanted which of the cases to run. */
  run(context: Context, wanted: ReadonlySet<CaseName>): Promise<readonly Row[]>;
}
