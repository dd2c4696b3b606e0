import type { Operation } from '@cairn/history';
import type { RunResult } from '../run.ts';

/** Below this something was wrong with the run itself, and its verdict says little. */
const answeredPerSecondMin = 2;

export interface Counts {
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

/** Undecided counts as failed: nobody may take it for a pass. */
export function hasFailed(result: RunResult): boolean {
  return result.failures.length > 0 || result.verdict.kind !== 'ok' || isTooQuiet(result);
}

/** What is wrong, in sentences; empty when all is well. */
export function problemsOf(result: RunResult): readonly string[] {
  const { verdict, failures } = result;
  return [
    ...failures,
    ...(verdict.kind === 'undecided' ? [`undecided: ${verdict.reason}`] : []),
    ...(verdict.kind === 'violated'
      ? verdict.violations.map(({ rule, message }) => `${rule}: ${message}`)
      : []),
    ...(isTooQuiet(result) ? ['hardly anything was answered; the run proves nothing'] : []),
  ];
}

export function summaryOf(result: RunResult): string {
  const { history, faults } = result;
  const { ok, failed, unknown } = countOutcomes(history.operations);
  const problems = problemsOf(result);
  const verdict = problems.length === 0 ? 'all guarantees kept' : `${problems.length} PROBLEMS`;
  const lines = problems.slice(0, 10).map((problem) => `  ${problem}`);
  return [
    `${verdict}: ${ok} operations answered, ${failed} refused, ${unknown} unknown, ` +
      `${history.watches.length} watches, ${faults.length} faults`,
    ...lines,
  ].join('\n');
}

export function countOutcomes(operations: readonly Operation[]): Counts {
  const counts = { ok: 0, failed: 0, unknown: 0 };
  for (const { outcome } of operations) counts[outcome.kind]++;
  return counts;
}

function isTooQuiet({ history, settings }: RunResult): boolean {
  const { ok } = countOutcomes(history.operations);
  return ok < (answeredPerSecondMin * settings.durationMs) / 1_000;
}
