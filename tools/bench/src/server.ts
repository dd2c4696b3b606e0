// A server with one member, started as its users would, with data on the same disk as the other.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { flags } from './flags.ts';
import { root } from './root.ts';

const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

export interface ServerPlan {
  readonly name: 'Cairn' | 'etcd';
  readonly command: string;
  readonly leadingArgs: readonly string[];
}

export interface RunningServer extends AsyncDisposable {
  readonly name: ServerPlan['name'];
  /** `host:port` */
  readonly endpoint: string;
  readonly pid: number;
}

export function cairnPlan(): ServerPlan {
  const main = join(root, 'tools/cairn/src/main.ts');
  return { name: 'Cairn', command: process.execPath, leadingArgs: [main] };
}

export function etcdPlan(name: ServerPlan['name'], binary: string): ServerPlan {
  return { name, command: binary, leadingArgs: ['--logger', 'zap'] };
}

export async function startServer(
  plan: ServerPlan,
  scratchDirectory: string,
): Promise<RunningServer> {
  const directory = join(scratchDirectory, plan.name);
  mkdirSync(directory, { recursive: true });
  const client = `127.0.0.1:${await freePort()}`;
  const peer = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    plan.command,
    [
      ...plan.leadingArgs,
      ...flags({
        name: 'bench',
        'data-dir': join(directory, 'data'),
        'listen-client-urls': `http://${client}`,
        'advertise-client-urls': `http://${client}`,
        'listen-peer-urls': `http://${peer}`,
        'initial-advertise-peer-urls': `http://${peer}`,
        'initial-cluster': `bench=http://${peer}`,
      }),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const log = createWriteStream(join(directory, 'log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  killAtExit(child);
  await untilHealthy(plan.name, child, client, join(directory, 'log'));
  if (child.pid === undefined) throw new Error(`${plan.name} has no pid`);
  return {
    name: plan.name,
    endpoint: client,
    pid: child.pid,
    [Symbol.asyncDispose]: () => stop(plan.name, child),
  };
}

function killAtExit(child: ChildProcess): void {
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

async function untilHealthy(
  name: string,
  child: ChildProcess,
  endpoint: string,
  logFile: string,
): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isHealthy(endpoint))) {
    if (child.exitCode !== null) throw new Error(`${name} ended, see ${logFile}`);
    if (performance.now() > deadline) throw new Error(`${name} does not serve, see ${logFile}`);
    await delay(50);
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
