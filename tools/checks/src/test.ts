// `npm test`: everything verify checks, a fixed number of simulated runs, then the tests that start the
// real programs. Those share the machine's processors and disks with the processes they start, so their
// files run one at a time.
// Ends with node's own counts and with every skipped test and its reason.
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SkippedTest } from './skip-reporter.ts';
import { environment, root, runStep, runSteps, summarize } from './steps.ts';
import type { Step, StepResult } from './steps.ts';
import { countTests, judgeTests, requiresAllTests } from './test-counts.ts';
import { verifySteps } from './verify-steps.ts';

/** A test that hangs must not hang the run; every honest test is far below this. */
const testTimeoutMs = 10 * 60_000;

const simulatedSeeds = 2_000;

/** The same seeds every time: a change that breaks one of them fails, and only such a change. */
function simulation(name: string, from: number, count: number): Step {
  const seedsLine = /^\d+ seeds.*$/mu;
  return {
    name,
    command: process.execPath,
    args: [join(root, 'simulation/src/main.ts'), '--seeds', `${count}`, '--from', `${from}`],
    remedy: 'the trace is above; again: npm run simulate -- --seed N',
    judge: (output) => ({
      note: seedsLine.exec(output)?.[0] ?? 'it did not say how many seeds it ran',
      failed: !seedsLine.test(output),
    }),
  };
}

/** A simulated cluster takes one thread: two halves take two processors. */
function runSimulations(): Promise<readonly StepResult[]> {
  const half = simulatedSeeds / 2;
  return Promise.all([
    runStep(simulation('simulation, 1st half', 1, half)),
    runStep(simulation('simulation, 2nd half', 1 + half, half)),
  ]);
}

async function runProcessTests(): Promise<StepResult> {
  const files = globSync('tests/**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).toSorted();
  console.log(`── process tests: ${files.length} files`);
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-test-'));
  try {
    const skipsFile = join(scratch, 'skipped.jsonl');
    const started = performance.now();
    const { exitCode, output } = await runNodeTest(files, skipsFile);
    const durationMs = performance.now() - started;
    const skipped = readSkips(skipsFile);
    for (const { name, file, reason } of skipped) {
      console.log(`skipped: ${file}: ${name}: ${reason}`);
    }
    const verdict = judgeTests(countTests(output), requiresAllTests);
    const failed = exitCode !== 0 || verdict.failed;
    return { name: 'process tests', failed, note: verdict.note, durationMs };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Shows the tests as they run; the last lines are node's own summary. */
function runNodeTest(
  files: readonly string[],
  skipsFile: string,
): Promise<{ exitCode: number; output: string }> {
  const args = [
    '--test',
    '--test-concurrency=1',
    `--test-timeout=${testTimeoutMs}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(import.meta.dirname, 'skip-reporter.ts')}`,
    `--test-reporter-destination=${skipsFile}`,
    ...files,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.once('error', (error) => resolve({ exitCode: 1, output: String(error) }));
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

function readSkips(file: string): readonly SkippedTest[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SkippedTest);
}

const verified = await runSteps(verifySteps);
const simulated = await runSimulations();
const results = [...verified, ...simulated, await runProcessTests()];
process.exitCode = summarize('test', results);
