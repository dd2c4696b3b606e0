// What a service's admin address answers to /metrics?format=json: prom-client's own shape, checked,
// because it comes from another process (of another version, during an upgrade).

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

export interface Sample {
  /** The family's name, or with `_bucket`, `_sum`, `_count` behind it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

const metricTypes: readonly string[] = ['counter', 'gauge', 'histogram', 'summary'];

/** @throws Error saying what is wrong with the page. */
export function readFamilies(json: string): readonly MetricFamily[] {
  const page: unknown = JSON.parse(json);
  if (!Array.isArray(page)) throw new Error('the metrics page is not a list');
  return page.map(readFamily);
}

function readFamily(entry: unknown): MetricFamily {
  if (!isRecord(entry)) throw new Error('a metric is not an object');
  const { name, help, type, values } = entry;
  if (typeof name !== 'string' || !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) {
    throw new Error(`a metric has the name ${JSON.stringify(name)}`);
  }
  if (typeof type !== 'string' || !metricTypes.includes(type) || !Array.isArray(values)) {
    throw new Error(`metric ${name} has no known type or no values`);
  }
  return {
    name,
    help: typeof help === 'string' ? help : '',
    type: type as MetricType,
    samples: values.map((value: unknown) => readSample(name, value)),
  };
}

function readSample(family: string, entry: unknown): Sample {
  if (!isRecord(entry)) throw new Error(`metric ${family} has a value that is not an object`);
  const labels = isRecord(entry['labels']) ? entry['labels'] : {};
  return {
    name: typeof entry['metricName'] === 'string' ? entry['metricName'] : family,
    labels: Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, String(text)])),
    // JSON has no NaN and no Infinity; prom-client leaves null in their place.
    value: typeof entry['value'] === 'number' ? entry['value'] : Number.NaN,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
