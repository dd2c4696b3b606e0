// Runs the steps of a check one after the other, all of them even when one fails, and ends with one
// summary: a list that stops at the first failure is read once per mistake.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What to do about a failure, in the summary. */
  readonly remedy: string;
  /** What to show of a failure's output; everything without it. */
  readonly excerpt?: (output: string) => string;
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

/** Far above what a step takes on a slow machine; a hanging test must not hang the run. */
const stepTimeoutMs = 20 * 60_000;

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

/** Output of a step is shown only when the step fails. Steps may run beside each other. */
export async function runStep(step: Step): Promise<StepResult> {
  console.log(`── ${step.name} …`);
  const started = performance.now();
  const { exitCode, output } = await run(step);
  const durationMs = performance.now() - started;
  const verdict = exitCode === 0 ? step.judge?.(output) : undefined;
  const failed = exitCode !== 0 || verdict?.failed === true;
  console.log(`   ${step.name}: ${failed ? 'FAILED' : 'ok'} (${seconds(durationMs)})`);
  if (failed) {
    const shown = step.excerpt?.(output) ?? output;
    process.stdout.write(`\n${shown.trimEnd()}\n\n`);
  }
  return {
    name: step.name,
    failed,
    note: verdict?.note ?? (failed ? step.remedy : ''),
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
    const head = `  ${failed ? '✖' : '✔'} ${name.padEnd(20)} ${seconds(durationMs).padStart(8)}`;
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
      // A group of its own, so that a step that hangs is ended with everything it started.
      detached: true,
    });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    const end = (exitCode: number): void => {
      clearTimeout(timer);
      endedByUser.delete(interrupt);
      resolve({ exitCode, output });
    };
    const interrupt = (): void => killGroup(child);
    const timer = setTimeout(() => {
      collect(`\nended after ${stepTimeoutMs / 60_000} minutes: it hangs\n`);
      killGroup(child);
    }, stepTimeoutMs);
    endedByUser.add(interrupt);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => {
      collect(String(error));
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

const endedByUser = new Set<() => void>();
for (const [signal, exitCode] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => {
    for (const interrupt of endedByUser) interrupt();
    process.exit(exitCode);
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: it has ended meanwhile.
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
