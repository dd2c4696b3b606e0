// The life of a server's process: its output in a file, health awaited, stopped as its users stop it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;
const healthIntervalMs = 50;

export interface ChildServer extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the endpoint says that it is healthy. */
  untilHealthy(endpoint: string): Promise<void>;
}

export function spawnServer(
  name: string,
  command: string,
  args: readonly string[],
  logFile: string,
): ChildServer {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  killAtExit(child);
  if (child.pid === undefined) throw new Error(`cannot start ${command}`);
  return {
    pid: child.pid,
    untilHealthy: (endpoint) => untilHealthy(name, child, endpoint),
    [Symbol.asyncDispose]: () => stop(name, child),
  };
}

function killAtExit(child: ChildProcess): void {
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

async function untilHealthy(name: string, child: ChildProcess, endpoint: string): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isHealthy(endpoint))) {
    if (child.exitCode !== null) throw new Error(`${name} ended instead of serving`);
    if (performance.now() > deadline) throw new Error(`${name} does not become healthy`);
    await delay(healthIntervalMs);
  }
}

function isHealthy(endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`http://${endpoint}/health`, { timeout: 1_000, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

async function stop(name: string, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(timer);
  if (child.signalCode === 'SIGKILL') throw new Error(`${name} did not stop on SIGTERM`);
}
