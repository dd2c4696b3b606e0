// The Prometheus text of a scrape: every family once, with the samples of all targets under it, each
// labelled with where it came from. Names stay as the services chose them, so that dashboards and alerts
// made for etcd find etcd's names.
import type { MetricFamily, MetricType, Sample } from './metric-family.ts';

export interface LabelledFamily {
  readonly family: MetricFamily;
  /** Put in front of the samples' own labels. */
  readonly labels: Readonly<Record<string, string>>;
}

interface MergedFamily {
  readonly help: string;
  readonly type: MetricType;
  readonly lines: string[];
}

export interface Page {
  readonly text: string;
  /** Families left out because another target gives the same name another type. */
  readonly conflicts: readonly string[];
}

export function renderPage(parts: readonly LabelledFamily[]): Page {
  const byName = new Map<string, MergedFamily>();
  const conflicts: string[] = [];
  for (const { family, labels } of parts) {
    let merged = byName.get(family.name);
    if (merged === undefined) {
      merged = { help: family.help, type: family.type, lines: [] };
      byName.set(family.name, merged);
    }
    if (merged.type !== family.type) {
      conflicts.push(family.name);
      continue;
    }
    for (const sample of family.samples) merged.lines.push(renderSample(sample, labels));
  }
  const text = [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { help, type, lines }]) =>
      [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n'),
    )
    .join('');
  return { text, conflicts };
}

/** A label of the same name in the sample moves to `exported_…`, as Prometheus itself does it. */
function renderSample(sample: Sample, added: Readonly<Record<string, string>>): string {
  const own = Object.entries(sample.labels).map(
    ([key, text]) => [key in added ? `exported_${key}` : key, text] as const,
  );
  const labels = [...Object.entries(added), ...own]
    .map(([key, text]) => `${key}="${escapeLabel(text)}"`)
    .join(',');
  return `${sample.name}${labels === '' ? '' : `{${labels}}`} ${renderValue(sample.value)}`;
}

function renderValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
