// What Cairn must reach beside each etcd it is compared with. A ratio is Cairn ÷ etcd, rounded to the
// two digits that are printed, so that the verdict never contradicts the figure in front of it.
import type { CaseName, Outcome, Row } from './cases/case.ts';
import type { Metric } from './figures.ts';
import { subjectName } from './server/product.ts';

export interface Target {
  readonly caseName: CaseName;
  /** What the load's name starts with. */
  readonly loads: readonly string[];
  readonly metric: Metric;
  readonly bound: Bound;
}

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

const twice: Bound = { atLeast: 2 };
const noMore: Bound = { atMost: 1 };
const manyShapes = ['10×10', '100×10'] as const;
const anyLoad = [''] as const;

export const targets: readonly Target[] = [
  target('put', manyShapes, 'requestsPerSecond', twice),
  target('put', manyShapes, 'requestsPerCpuSecond', twice),
  target('put', ['1×1'], 'p50Ms', noMore),
  target('put', ['10×10'], 'p99Ms', noMore),
  target('range', manyShapes, 'requestsPerSecond', twice),
  target('range', ['1×1'], 'p50Ms', noMore),
  target('range', ['10×10'], 'p99Ms', noMore),
  target('serializable', manyShapes, 'requestsPerSecond', twice),
  target('cluster-put', manyShapes, 'requestsPerSecond', twice),
  target('txn', ['10×10'], 'requestsPerSecond', twice),
  target('big-range', anyLoad, 'megabytesPerSecond', { atLeast: 1 }),
  target('watch', anyLoad, 'deliveriesPerSecond', { atLeast: 3 }),
  target('keepalive', anyLoad, 'renewalsPerSecond', twice),
  target('memory', anyLoad, 'rssMib', noMore),
  target('restart', anyLoad, 'seconds', noMore),
  target('stall', anyLoad, 'p99Ms', { atMost: 0.5 }),
  target('open-loop', ['Put', 'Range'], 'p99Ms', noMore),
  target('check-perf', anyLoad, 'passes', { atLeast: 1 }),
  target('check-perf', anyLoad, 'writesPerSecond', { atLeast: 1 }),
];

function target(
  caseName: CaseName,
  loads: readonly string[],
  metric: Metric,
  bound: Bound,
): Target {
  return { caseName, loads, metric, bound };
}

export type Verdict =
  | { readonly kind: 'met' | 'missed'; readonly ratio: number }
  /** There is no ratio, because an answer was not as it should be. */
  | { readonly kind: 'unknown' };

export interface Judgement {
  readonly row: Row;
  readonly metric: Metric;
  readonly bound: Bound;
  /** By the etcd it was compared with. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Every target that the rows have figures for, in the order of the targets. */
export function judge(rows: readonly Row[]): readonly Judgement[] {
  return targets.flatMap(({ caseName, loads, metric, bound }) =>
    rows
      .filter((row) => row.caseName === caseName && loads.some((load) => row.load.startsWith(load)))
      .map((row) => ({ row, metric, bound, verdicts: verdictsOf(row, metric, bound) })),
  );
}

function verdictsOf(row: Row, metric: Metric, bound: Bound): ReadonlyMap<string, Verdict> {
  const subject = row.outcomes.get(subjectName);
  return new Map(
    [...row.outcomes]
      .filter(([name]) => name !== subjectName)
      .map(([name, peer]) => [name, verdict(ratioOf(subject, peer, metric), bound)]),
  );
}

function verdict(ratio: number | undefined, bound: Bound): Verdict {
  if (ratio === undefined) return { kind: 'unknown' };
  const isMet = 'atLeast' in bound ? ratio >= bound.atLeast : ratio <= bound.atMost;
  return { kind: isMet ? 'met' : 'missed', ratio };
}

/** Undefined unless both were measured: a server that refuses is fast. */
export function ratioOf(
  subject: Outcome | undefined,
  peer: Outcome | undefined,
  metric: Metric,
): number | undefined {
  if (subject?.kind !== 'measured' || peer?.kind !== 'measured') return undefined;
  const own = subject.figures[metric];
  const other = peer.figures[metric];
  if (own === undefined || other === undefined) return undefined;
  // Where etcd does not pass a check either, Cairn owes nothing; where only Cairn does, it is ∞ × etcd.
  if (own === other) return 1;
  return Math.round((own / other) * 100) / 100;
}
