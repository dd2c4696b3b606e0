// The result, on the terminal and in docs/benchmarks.md: facts, targets, and a table for each case.
import type { CaseDescription, Outcome, Row } from './cases/case.ts';
import { warmUpMs } from './cases/side-by-side.ts';
import { metrics, renderFigure, renderRatio } from './figures.ts';
import type { Metric } from './figures.ts';
import type { MachineFacts } from './machine.ts';
import { markdownTable } from './markdown-table.ts';
import { subjectName } from './server/product.ts';
import { judge, ratioOf } from './targets.ts';
import type { Bound, Judgement, Verdict } from './targets.ts';

export interface Report {
  readonly facts: MachineFacts;
  readonly command: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly cases: readonly CaseDescription[];
  readonly rows: readonly Row[];
  /** Those that Cairn is compared with. */
  readonly peers: readonly string[];
}

export function renderReport(report: Report): string {
  const judgements = judge(report.rows);
  return [
    renderFacts(report),
    ...(judgements.length === 0 ? [] : [renderTargets(judgements, report.peers)]),
    ...report.cases.map((each) => renderCase(each, report.rows)),
  ].join('\n\n');
}

function renderFacts({ facts, command, rounds, seconds, peers }: Report): string {
  return [
    `${facts.date}, \`${command}\`: medians of ${rounds} rounds, ${Math.round(seconds / 60)} minutes.`,
    `${facts.processor}, ${facts.cores} cores, ${facts.memoryGib} GiB, Linux ${facts.kernel}, load before ${facts.loadAverage.toFixed(1)};`,
    `Node.js ${facts.node}, ${peers.join(', ')}; load by ${facts.h2load}, our own generator and`,
    '@grpc/grpc-js, as each case says, on the same machine.',
    '',
    'CPU is the user and system time of all processes of a server, which for Cairn are the launcher,',
    'four services and nats-server; the load generator is a process of its own and not counted ("Load',
    'CPU s" is what it took). In parentheses: Cairn ÷ that etcd. Before it is measured under a load a',
    `server has worked under it for ${warmUpMs / 1_000} s.`,
  ].join('\n');
}

function renderTargets(judgements: readonly Judgement[], peers: readonly string[]): string {
  const lines = judgements.map(({ row, metric, bound, verdicts }) => [
    row.caseName,
    row.load,
    metrics[metric].title,
    renderBound(bound),
    ...peers.map((peer) => renderVerdict(verdicts.get(peer))),
  ]);
  const header = ['Case', 'Load', 'Figure', 'Target', ...peers.map((peer) => `÷ ${peer}`)];
  const all = judgements.flatMap(({ verdicts }) => [...verdicts.values()]);
  const met = all.filter(({ kind }) => kind === 'met').length;
  return [
    `### Targets: ${met} of ${all.length} met`,
    markdownTable(header, lines, header.length),
  ].join('\n\n');
}

function renderBound(bound: Bound): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast.toFixed(1)}` : `≤ ${bound.atMost.toFixed(1)}`;
}

function renderVerdict(verdict: Verdict | undefined): string {
  if (verdict === undefined || verdict.kind === 'unknown') return 'no ratio';
  return `${renderRatio(verdict.ratio)} ${verdict.kind === 'met' ? 'met' : '**missed**'}`;
}

function renderCase(
  { name, title, about, columns }: CaseDescription,
  rows: readonly Row[],
): string {
  const own = rows.filter((row) => row.caseName === name);
  const outcomes = own.flatMap((row) => [...row.outcomes.values()]);
  const used = columns.filter((metric) => outcomes.some((each) => hasFigure(each, metric)));
  const lines = own.flatMap((row) =>
    [...row.outcomes.keys()].map((product) => renderLine(row, product, used)),
  );
  const header = ['Load', 'Server', ...used.map((metric) => metrics[metric].title)];
  const failures = own.flatMap(renderFailures);
  return [
    `### ${title} (\`${name}\`)`,
    about,
    markdownTable(header, lines, 2),
    ...(failures.length === 0 ? [] : [failures.join('\n')]),
  ].join('\n\n');
}

function renderLine(row: Row, product: string, columns: readonly Metric[]): readonly string[] {
  const outcome = row.outcomes.get(product);
  const figures = columns.map((metric) => {
    const value = outcome?.kind === 'measured' ? outcome.figures[metric] : undefined;
    if (value === undefined) return outcome?.kind === 'failed' ? 'failed' : '';
    const ratio =
      product === subjectName || metrics[metric].isOfGenerator
        ? undefined
        : ratioOf(row.outcomes.get(subjectName), outcome, metric);
    const text = renderFigure(metric, value);
    return ratio === undefined ? text : `${text} (${renderRatio(ratio)})`;
  });
  return [row.load, product, ...figures];
}

function renderFailures(row: Row): readonly string[] {
  return [...row.outcomes].flatMap(([product, outcome]) =>
    outcome.kind === 'failed'
      ? [`No ratio for ${row.load} of ${product}: ${outcome.reason.trim()}.`]
      : [],
  );
}

function hasFigure(outcome: Outcome, metric: Metric): boolean {
  return outcome.kind === 'measured' && outcome.figures[metric] !== undefined;
}

export function hasFailed(rows: readonly Row[]): boolean {
  return rows.some((row) => [...row.outcomes.values()].some(({ kind }) => kind === 'failed'));
}

/** What is told of a load without a target. */
const untargeted: readonly Metric[] = ['requestsPerSecond', 'p50Ms'];

/** One line for the terminal as soon as a load is measured: the figures that a target is set for. */
export function renderProgress(row: Row): string {
  const judgements = judge([row]);
  const shown = judgements.length > 0 ? judgements.map(({ metric }) => metric) : untargeted;
  const parts = shown.flatMap((metric) => {
    const subject = row.outcomes.get(subjectName);
    const ratios = [...row.outcomes]
      .filter(([product]) => product !== subjectName)
      .flatMap(([, peer]) => ratioOf(subject, peer, metric) ?? [])
      .map(renderRatio);
    return ratios.length === 0 ? [] : [`${metrics[metric].title} ${ratios.join(' and ')} × etcd`];
  });
  return `${row.caseName}, ${row.load}: ${parts.join('; ') || 'no ratio'}`;
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
