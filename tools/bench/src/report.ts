// The table, on the terminal and in docs/benchmarks.md.
import type { MachineFacts } from './machine.ts';
import type { Measurement } from './measure.ts';

export interface Row {
  readonly title: string;
  readonly shape: string;
  readonly cairn: Measurement;
  readonly etcd: Measurement;
}

/** The median of every figure on its own. */
export function medianOf(measurements: readonly Measurement[]): Measurement {
  const median = (pick: (measurement: Measurement) => number): number =>
    medianNumber(measurements.map(pick));
  return {
    requestsPerSecond: median((each) => each.requestsPerSecond),
    p50Ms: median((each) => each.p50Ms),
    p99Ms: median((each) => each.p99Ms),
    cpuSeconds: median((each) => each.cpuSeconds),
    cpuSecondsByProgram: new Map(
      [...(measurements[0]?.cpuSecondsByProgram.keys() ?? [])].map((name) => [
        name,
        median((each) => each.cpuSecondsByProgram.get(name) ?? 0),
      ]),
    ),
    requestsPerCpuSecond: median((each) => each.requestsPerCpuSecond),
    peakRssBytes: median((each) => each.peakRssBytes),
  };
}

/** Which program took how much, those that took the most first. */
export function renderPrograms({ cpuSecondsByProgram }: Measurement): string {
  return [...cpuSecondsByProgram]
    .filter(([, seconds]) => seconds >= 0.01)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`)
    .join(', ');
}

export function medianNumber(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)];
  const high = sorted[Math.ceil(middle)];
  if (low === undefined || high === undefined) throw new Error('no values');
  return (low + high) / 2;
}

const columns = [
  'Request',
  'Clients × streams',
  'Server',
  'Requests/s',
  'Ratio',
  'p50 ms',
  'p99 ms',
  'CPU s',
  'Requests per CPU s',
  'Ratio',
  'Peak RSS MiB',
] as const;

/** A Markdown table with two lines per row: Cairn, then etcd. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.flatMap((row) => [
    lineOf(row, 'Cairn', row.cairn, row.etcd),
    lineOf(row, 'etcd', row.etcd, undefined),
  ]);
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const render = (line: readonly string[]): string =>
    `| ${line.map((cell, index) => pad(cell, widths[index] ?? 0, index)).join(' | ')} |`;
  const rule = widths.map((width, index) =>
    index < 3 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [render(columns), `| ${rule.join(' | ')} |`, ...cells.map(render)].join('\n');
}

function lineOf(
  { title, shape }: Row,
  server: string,
  own: Measurement,
  other: Measurement | undefined,
): readonly string[] {
  const ratio = (pick: (measurement: Measurement) => number): string =>
    other === undefined ? '' : (pick(own) / pick(other)).toFixed(2);
  return [
    title,
    shape,
    server,
    grouped(own.requestsPerSecond),
    ratio((each) => each.requestsPerSecond),
    own.p50Ms.toFixed(2),
    own.p99Ms.toFixed(2),
    own.cpuSeconds.toFixed(2),
    grouped(own.requestsPerCpuSecond),
    ratio((each) => each.requestsPerCpuSecond),
    grouped(own.peakRssBytes / 2 ** 20),
  ];
}

export function renderFacts(facts: MachineFacts, command: string, rounds: number): string {
  return [
    `${facts.date}, \`${command}\`: medians of ${rounds} rounds.`,
    `${facts.processor}, ${facts.cores} cores, ${facts.memoryGib} GiB, Linux ${facts.kernel};`,
    `Node.js ${facts.node}; etcd ${facts.etcd}.`,
  ].join('\n');
}

const sectionStart = '<!-- written by npm run bench -- --write; do not edit by hand -->';
const sectionEnd = '<!-- end of what npm run bench wrote -->';

/** The document with its measured section replaced, or added at its end. */
export function replaceSection(document: string, section: string): string {
  const written = `${sectionStart}\n\n${section}\n\n${sectionEnd}`;
  const start = document.indexOf(sectionStart);
  const end = document.indexOf(sectionEnd);
  if (start < 0 || end < start) return `${document.trimEnd()}\n\n${written}\n`;
  return document.slice(0, start) + written + document.slice(end + sectionEnd.length);
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function pad(cell: string, width: number, index: number): string {
  return index < 3 ? cell.padEnd(width) : cell.padStart(width);
}
