// Runs the steps of a check one after the other, all of them even when one fails, and ends with one
// summary: a list that stops at the first failure is read once per mistake.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What to do about a failure, in the summary. */
  readonly remedy: string;
  /** Looks at the output of a run that exited with 0; a sentence makes the step fail after all. */
  readonly judge?: (output: string) => Verdict;
}

export interface Verdict {
  /** Shown behind the step in the summary. */
  readonly note: string;
  readonly failed: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly failed: boolean;
  readonly note: string;
  readonly durationMs: number;
}

export const root: string = join(import.meta.dirname, '../../..');

/** A tool of the repository, by its name in node_modules/.bin. */
export function tool(name: string): string {
  return join(root, 'node_modules/.bin', name);
}

/** Tools find the repository's Node first, whatever the machine has. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  // Nx colours what it captures; the counts are read from it.
  FORCE_COLOR: '0',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_INTERACTIVE: 'false',
  NX_NO_CLOUD: 'true',
};

/** Output of a step is shown only when the step fails. */
export async function runStep(step: Step): Promise<StepResult> {
  process.stdout.write(`── ${step.name} … `);
  const started = performance.now();
  const { exitCode, output } = await run(step);
  const durationMs = performance.now() - started;
  const verdict = exitCode === 0 ? step.judge?.(output) : undefined;
  const failed = exitCode !== 0 || verdict?.failed === true;
  process.stdout.write(`${failed ? 'FAILED' : 'ok'} (${seconds(durationMs)})\n`);
  if (failed) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  return {
    name: step.name,
    failed,
    note: failed ? step.remedy : (verdict?.note ?? ''),
    durationMs,
  };
}

export async function runSteps(steps: readonly Step[]): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

/** Prints one line per step. @returns the exit code of the whole run. */
export function summarize(title: string, results: readonly StepResult[]): number {
  const failures = results.filter(({ failed }) => failed).length;
  console.log(`\n${title}`);
  for (const { name, failed, note, durationMs } of results) {
    const head = `  ${failed ? '✖' : '✔'} ${name.padEnd(18)} ${seconds(durationMs).padStart(8)}`;
    console.log(note === '' ? head : `${head}  ${note}`);
  }
  console.log(failures === 0 ? 'All passed.' : `${failures} of ${results.length} failed.`);
  return failures === 0 ? 0 : 1;
}

function run(step: Step): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(step.command, [...step.args], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => resolve({ exitCode: 1, output: String(error) }));
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
