// One program of the system under test as a process that the test owns by pid: started, killed,
// paused, and started again with the same arguments on the same data.
//
// No process may outlive the test: stdin is a pipe (Cairn's programs exit when it closes), Linux is
// asked to kill the child with its parent (setpriv), and what still runs at exit is killed there.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { findTool } from './require-tools.ts';
import { logTail, scratchLog } from './scratch.ts';
import { GiveUp, until } from './until.ts';

const defaultStopTimeoutMs = 15_000;
const startTimeoutMs = 60_000;

export interface ProgramOptions {
  /** How logs and failures call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Instead of them from the second start on. */
  readonly laterArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** True once the program serves; asked again and again, errors mean "not yet". */
  readonly ready?: () => Promise<boolean>;
  /** How long a polite stop may take. */
  readonly stopTimeoutMs?: number;
}

export interface ProgramExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** @see `start` to wait for readiness; a failed start carries the end of the log. */
export class Program implements AsyncDisposable {
  readonly name: string;
  readonly logFile: string;
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  #exit: Promise<ProgramExit> | undefined;
  #paused = false;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.#options = options;
    this.logFile = scratchLog(options.name);
  }

  get running(): boolean {
    return this.#child !== undefined && isAlive(this.#child);
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.name} is not running`);
    return pid;
  }

  /** Resolves when the process started last has ended. */
  get exited(): Promise<ProgramExit> {
    if (this.#exit === undefined) throw new Error(`${this.name} was never started`);
    return this.#exit;
  }

  /** Starts the process and waits until it is ready. */
  async start(): Promise<void> {
    this.spawn();
    await this.untilReady();
  }

  /** Starts the process without waiting; the log of the process before is continued. */
  spawn(): void {
    if (this.running) throw new Error(`${this.name} is already running`);
    const { command, env, cwd } = this.#options;
    const { args: firstArgs, laterArgs = firstArgs } = this.#options;
    const args = this.#child === undefined ? firstArgs : laterArgs;
    const log = openSync(this.logFile, 'a');
    const [file, fileArgs] = diesWithParent(command, args);
    const child = spawn(file, fileArgs, {
      stdio: ['pipe', log, log],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    closeSync(log);
    // A child that dies breaks its stdin pipe; that is not an error of the test.
    child.stdin?.on('error', () => undefined);
    running.add(child);
    this.#child = child;
    this.#paused = false;
    this.#exit = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        running.delete(child);
        resolve({ code, signal });
      });
    });
    this.#exit.catch(() => running.delete(child));
  }

  async untilReady(): Promise<void> {
    const { ready } = this.#options;
    if (ready === undefined) return;
    await until(
      `${this.name} serves`,
      async () => {
        if (!this.running) throw new GiveUp(`${this.name} ended: ${this.logTail()}`);
        return ready();
      },
      { timeoutMs: startTimeoutMs },
    );
  }

  /** Sends SIGKILL (as `kill -9`) and waits for the end. */
  async kill(): Promise<void> {
    if (!this.running) return;
    this.#child?.kill('SIGKILL');
    await this.exited;
  }

  /** Asks politely and waits; a program that does not end in time is killed and is a failure. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ProgramExit> {
    if (!this.running) return this.exited;
    if (this.#paused) this.resume();
    this.#child?.kill(signal);
    const exited = this.exited;
    const stopTimeoutMs = this.#options.stopTimeoutMs ?? defaultStopTimeoutMs;
    const inTime = await Promise.race([exited.then(() => true), elapsed(stopTimeoutMs)]);
    if (!inTime) {
      await this.kill();
      throw new Error(`${this.name} ignored ${signal} for ${stopTimeoutMs} ms: ${this.logTail()}`);
    }
    return exited;
  }

  pause(): void {
    process.kill(this.pid, 'SIGSTOP');
    this.#paused = true;
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
    this.#paused = false;
  }

  logTail(sizeBytesMax?: number): string {
    return logTail(this.logFile, sizeBytesMax);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function elapsed(durationMs: number): Promise<false> {
  const { promise, resolve } = Promise.withResolvers<false>();
  setTimeout(() => resolve(false), durationMs).unref();
  return promise;
}

function diesWithParent(command: string, args: readonly string[]): [string, string[]] {
  const setpriv = process.platform === 'linux' ? findTool('setpriv') : undefined;
  if (setpriv === undefined) return [command, [...args]];
  // setpriv replaces itself by the command, so the pid is the program's own.
  return [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]];
}
