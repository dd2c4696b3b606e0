// The report of a run: one HTML file that needs nothing else, with the counts and faults of every round
// and, for each violation, a timeline of the clients around it.
import type { RunResult } from '../run.ts';
import { escapeHtml } from './escape.ts';
import { problemsOf, countOutcomes, hasFailed } from './summary.ts';
import { renderTimeline } from './timeline.ts';

/** Timelines are large, and the first violations say the most. */
const timelinesMax = 20;

export function renderReport(results: readonly RunResult[]): string {
  const failed = results.filter(hasFailed).length;
  const title =
    failed === 0 ? 'all guarantees kept' : `${failed} of ${results.length} rounds failed`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Cairn robustness: ${title}</title>
<style>${style}</style></head>
<body>
<h1>Robustness run: ${title}</h1>
${renderOverview(results)}
${results.map((result, index) => renderRound(result, index + 1)).join('\n')}
</body></html>
`;
}

function renderOverview(results: readonly RunResult[]): string {
  const rows = results.map((result, index) => {
    const { settings, network, history, faults } = result;
    const { ok, failed, unknown } = countOutcomes(history.operations);
    return row([
      `<a href="#round-${index + 1}">${index + 1}</a>`,
      String(settings.memberCount),
      settings.traffic.name,
      network,
      String(settings.seed),
      `${settings.heartbeatIntervalMs}/${settings.electionTimeoutMs} ms`,
      `${settings.snapshotCount} + ${settings.snapshotCatchupEntries}`,
      String(ok),
      String(failed),
      String(unknown),
      String(history.watches.length),
      String(faults.length),
      hasFailed(result) ? '<b class="bad">failed</b>' : '<b class="good">kept</b>',
    ]);
  });
  const head = [
    'round',
    'members',
    'traffic',
    'network',
    'seed',
    'heartbeat/election',
    'snapshot count + catch-up',
    'answered',
    'refused',
    'unknown',
    'watches',
    'faults',
    'guarantees',
  ];
  return table(head, rows);
}

function renderRound(result: RunResult, round: number): string {
  const problems = problemsOf(result).map((problem) => `<li>${escapeHtml(problem)}</li>`);
  const faults = result.faults.map(({ name, victim, from, to }) => {
    return row([seconds(from), seconds(to), escapeHtml(name), escapeHtml(victim)]);
  });
  const errors = [...result.errors]
    .toSorted(([, a], [, b]) => b - a)
    .map(([text, count]) => row([String(count), escapeHtml(text)]));
  return `<section id="round-${round}"><h2>Round ${round}</h2>
${problems.length === 0 ? '' : `<h3>What is wrong</h3><ol>${problems.join('')}</ol>`}
${renderViolations(result)}
<details><summary>${faults.length} faults</summary>
${table(['from', 'until repaired', 'fault', 'of'], faults)}</details>
<details><summary>errors that clients saw</summary>${table(['times', 'error'], errors)}</details>
</section>`;
}

function renderViolations({ verdict, history, faults }: RunResult): string {
  if (verdict.kind !== 'violated') return '';
  const drawings = verdict.violations
    .slice(0, timelinesMax)
    .map((violation) => {
      const heading = `<h3>${escapeHtml(violation.rule)}</h3><p>${escapeHtml(violation.message)}</p>`;
      return `${heading}\n${renderTimeline(violation, history, faults)}`;
    })
    .join('\n');
  return `${legend}\n${drawings}`;
}

const legend = `<p class="legend"><i class="ok"></i> answered <i class="failed"></i> refused
<i class="unknown"></i> unknown <i class="culprit"></i> breaks the rule <i class="session"></i> watch
<i class="event"></i> events <i class="progress"></i> progress <i class="fault"></i> fault;
point at a bar for the whole request and answer</p>`;

function table(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((cell) => `<th>${cell}</th>`).join('');
  return `<table><tr>${cells}</tr>${rows.join('')}</table>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

const style = `
body { font: 14px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 1200px; color: #222; }
table { border-collapse: collapse; } td, th { border: 1px solid #ccc; padding: 2px 8px; text-align: left; }
.bad { color: #b00020; } .good { color: #1b7f3b; }
svg { border: 1px solid #ccc; background: #fff; display: block; width: 100%; }
svg text { font: 11px system-ui, sans-serif; }
.ok { fill: #7fb3e0; } .failed { fill: #d8d8d8; } .unknown { fill: #f3c56b; }
.culprit { fill: #d62839; stroke: #6d0f1a; stroke-width: 2; }
.event { fill: #4a7c59; } .progress { fill: #9c6ade; } .canceled { fill: #b00020; }
.session { fill: #e4efe7; } .session.culprit { fill: #f6c6cb; }
.fault { fill: #ffe9e0; }
.legend i { display: inline-block; width: 14px; height: 10px; margin-left: 1em; }
.legend .ok { background: #7fb3e0; } .legend .failed { background: #d8d8d8; }
.legend .unknown { background: #f3c56b; } .legend .culprit { background: #d62839; }
.legend .session { background: #e4efe7; } .legend .event { background: #4a7c59; }
.legend .progress { background: #9c6ade; } .legend .fault { background: #ffe9e0; }
details { margin: 1em 0; }
`;
