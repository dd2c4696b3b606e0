// How many tests really ran, added up from the closing lines node:test writes per run. A green run
// of zero tests and a run full of skips both look like success to an exit code.
import type { Verdict } from './steps.ts';

export interface TestCounts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countTests(output: string): TestCounts {
  return {
    tests: sumOf(output, 'tests'),
    passed: sumOf(output, 'pass'),
    failed: sumOf(output, 'fail'),
    skipped: Math.max(sumOf(output, 'skipped'), skipLines(output)),
  };
}

/** A skipped suite is in no count of node's, and its tests are nowhere; but it has a line. */
function skipLines(output: string): number {
  return [...output.matchAll(/^\s*﹣ /gm)].length;
}

export function judgeTests(counts: TestCounts, requiresAll: boolean): Verdict {
  const { tests, passed, failed, skipped } = counts;
  const note = `${tests} tests, ${passed} passed, ${failed} failed, ${skipped} skipped`;
  if (tests === 0) return { note: 'no test ran', failed: true };
  if (requiresAll && skipped > 0) {
    return { note: `${note}; CAIRN_REQUIRE_ALL_TESTS=1 forbids skipping`, failed: true };
  }
  return { note, failed: failed > 0 };
}

/** Set where every test must run, such as CI. */
export const requiresAllTests: boolean = process.env['CAIRN_REQUIRE_ALL_TESTS'] === '1';

function sumOf(output: string, name: string): number {
  // Nx may put a prefix before the line; node writes "ℹ tests 3" or, as TAP, "# tests 3".
  const lines = output.matchAll(new RegExp(`(?:ℹ|#) ${name} (\\d+)\\s*$`, 'gm'));
  return [...lines].reduce((sum, match) => sum + Number(match[1]), 0);
}
