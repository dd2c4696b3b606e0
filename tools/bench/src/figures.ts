// Every figure that a case may report, its title and how it is printed. Which direction is the better one
// only matters where there is a target, see targets.ts.

export interface MetricDefinition {
  readonly title: string;
  readonly digits: number;
  /** Not the server's: setting Cairn's against etcd's would mean nothing. */
  readonly isOfGenerator?: true;
}

export const metricNames = [
  'requestsPerSecond',
  'deliveriesPerSecond',
  'renewalsPerSecond',
  'megabytesPerSecond',
  'rangesPerSecond',
  'writesPerSecond',
  'passes',
  'p50Ms',
  'p99Ms',
  'slowestMs',
  'latenessP99Ms',
  'seconds',
  'cpuSeconds',
  'requestsPerCpuSecond',
  'rssMib',
  'pssMib',
  'peakRssMib',
  'generatorCpuSeconds',
] as const;

export type Metric = (typeof metricNames)[number];

export const metrics: Readonly<Record<Metric, MetricDefinition>> = {
  requestsPerSecond: { title: 'Requests/s', digits: 0 },
  deliveriesPerSecond: { title: 'Deliveries/s', digits: 0 },
  renewalsPerSecond: { title: 'Renewals/s', digits: 0 },
  megabytesPerSecond: { title: 'MB/s', digits: 0 },
  rangesPerSecond: { title: 'Ranges/s', digits: 1 },
  writesPerSecond: { title: 'Writes/s', digits: 0 },
  passes: { title: 'Passes', digits: 0 },
  p50Ms: { title: 'p50 ms', digits: 2 },
  p99Ms: { title: 'p99 ms', digits: 2 },
  slowestMs: { title: 'Slowest ms', digits: 0 },
  latenessP99Ms: { title: 'Sent late, p99 ms', digits: 2, isOfGenerator: true },
  seconds: { title: 'Seconds', digits: 2 },
  cpuSeconds: { title: 'CPU s', digits: 2 },
  requestsPerCpuSecond: { title: 'Per CPU s', digits: 0 },
  rssMib: { title: 'RSS MiB', digits: 0 },
  pssMib: { title: 'PSS MiB', digits: 0 },
  peakRssMib: { title: 'Peak RSS MiB', digits: 0 },
  generatorCpuSeconds: { title: 'Load CPU s', digits: 2, isOfGenerator: true },
};

/** What was measured, by metric. */
export type Figures = Readonly<Partial<Record<Metric, number>>>;

/** The median of every figure on its own. */
export function medianFigures(runs: readonly Figures[]): Figures {
  const medians: Partial<Record<Metric, number>> = {};
  for (const metric of metricNames) {
    const values = runs.flatMap((run) => run[metric] ?? []);
    if (values.length > 0) medians[metric] = medianNumber(values);
  }
  return medians;
}

export function medianNumber(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)];
  const high = sorted[Math.ceil(middle)];
  if (low === undefined || high === undefined) throw new Error('no values');
  return (low + high) / 2;
}

export function renderFigure(metric: Metric, value: number): string {
  const { digits } = metrics[metric];
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function renderRatio(ratio: number): string {
  return Number.isFinite(ratio) ? ratio.toFixed(2) : '∞';
}
