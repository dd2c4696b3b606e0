// A page in the Prometheus text format, as far as comparing two of them takes.

export interface Family {
  readonly type: string;
  /** Of any of its samples, without those that the exporter adds. */
  readonly labelNames: ReadonlySet<string>;
}

const addedLabels: ReadonlySet<string> = new Set([
  'service',
  'instance',
  'member',
  'le',
  'quantile',
]);
const sampleSuffix = /_(bucket|sum|count)$/;

export function readFamilies(page: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { type: string; labelNames: Set<string> }>();
  for (const line of page.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) {
      families.set(name, { type, labelNames: new Set() });
      continue;
    }
    const [, sample, labels = ''] = /^([a-zA-Z_:]\w*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (sample === undefined) continue;
    const family = families.get(sample) ?? families.get(sample.replace(sampleSuffix, ''));
    for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) {
      if (!addedLabels.has(label)) family?.labelNames.add(label);
    }
  }
  return families;
}
