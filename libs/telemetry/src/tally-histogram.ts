// A histogram for what happens with every request. The metrics library hashes the labels on every
// observation; here whoever observes keeps the tally of its labels, which is plain numbers, and the library
// sees them only when somebody scrapes.
import type { Registry } from './prometheus.ts';

export type TallyLabels = Readonly<Record<string, string>>;

export interface TallyHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
  readonly registry: Registry;
}

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Of one combination of labels. */
export class Tally {
  readonly #bounds: readonly number[];
  /** One more than there are bounds: the last has none. */
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (value > (this.#bounds[bucket] ?? Infinity)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += value;
  }

  samples(name: string, labels: TallyLabels): readonly Sample[] {
    let count = 0;
    const buckets = this.#counts.map((more, index): Sample => {
      count += more;
      const le = this.#bounds[index] ?? '+Inf';
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}

export class TallyHistogram {
  readonly #bounds: readonly number[];
  readonly #tallies: (readonly [TallyLabels, Tally])[] = [];

  constructor({ name, help, bounds, registry }: TallyHistogramOptions) {
    this.#bounds = bounds;
    const metric = {
      name,
      get: () =>
        Promise.resolve({
          name,
          help,
          type: 'histogram',
          aggregator: 'sum',
          values: this.#tallies.flatMap(([labels, tally]) => tally.samples(name, labels)),
        }),
      reset: () => undefined,
    };
    // It has what the registry asks of a metric; the library's type asks for one of its own classes.
    registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
  }

  /** Once for each combination of labels: the caller keeps what it gets. */
  tally(labels: TallyLabels): Tally {
    const tally = new Tally(this.#bounds);
    this.#tallies.push([labels, tally]);
    return tally;
  }
}
