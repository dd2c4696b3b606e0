// A launcher started by a test, with everything about it that the test wants to look at.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EtcdClient,
  freePort,
  isHealthy,
  Program,
  repositoryRoot,
  scratchDirectory,
  until,
} from '../kit/index.ts';
import { descendantsOf } from './processes.ts';
import type { RunningProcess } from './processes.ts';

export interface LaunchedMember extends AsyncDisposable {
  readonly endpoint: string;
  readonly metricsEndpoint: string;
  readonly peerUrl: string;
  readonly dataDirectory: string;
  readonly program: Program;
  /** The process of one service, found by the program it runs. */
  process(service: string): RunningProcess;
  /** Where the sockets of the running launcher are. */
  runtimeDirectory(): string;
  put(key: string, value: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
}

export interface LaunchOptions {
  readonly dataDirectory?: string;
  readonly flags?: readonly string[];
  /** More flags, which name the member's own peer URL. */
  readonly flagsWith?: (peerUrl: string) => readonly string[];
  /** What has to be done before it starts, with its peer URL. */
  readonly before?: (peerUrl: string) => Promise<void>;
}

export const launcherMain: string = join(repositoryRoot, 'tools/cairn/src/main.mjs');

/** Starts a member of its own ports and waits until it serves. */
export async function launchMember(options: LaunchOptions = {}): Promise<LaunchedMember> {
  const member = await planMember(options);
  try {
    await options.before?.(member.peerUrl);
    await member.program.start();
  } catch (error) {
    await member[Symbol.asyncDispose]();
    throw error;
  }
  return member;
}

/** The same without starting it. */
export async function planMember(options: LaunchOptions = {}): Promise<LaunchedMember> {
  const endpoint = `127.0.0.1:${await freePort()}`;
  const metricsEndpoint = `127.0.0.1:${await freePort()}`;
  const peerUrl = `http://127.0.0.1:${await freePort()}`;
  const dataDirectory = options.dataDirectory ?? join(scratchDirectory('launcher'), 'data');
  const program = new Program({
    name: 'launcher',
    command: process.execPath,
    args: [
      launcherMain,
      `--data-dir=${dataDirectory}`,
      `--listen-client-urls=http://${endpoint}`,
      `--listen-peer-urls=${peerUrl}`,
      `--listen-metrics-urls=http://${metricsEndpoint}`,
      ...(options.flags ?? []),
      ...(options.flagsWith?.(peerUrl) ?? []),
    ],
    ready: () => isHealthy(endpoint),
  });
  return {
    endpoint,
    metricsEndpoint,
    peerUrl,
    dataDirectory,
    program,
    process: (service) => findProcess(program, service),
    runtimeDirectory: () => readRuntimeDirectory(dataDirectory),
    put: (key, value) => put(endpoint, key, value),
    get: (key) => get(endpoint, key),
    [Symbol.asyncDispose]: async () => {
      if (program.running) await program.stop();
    },
  };
}

function findProcess(program: Program, service: string): RunningProcess {
  const found = descendantsOf(program.pid).find(({ command }) =>
    command.includes(join('apps', service, 'src/main.ts')),
  );
  if (found === undefined) throw new Error(`${service} does not run: ${program.logTail()}`);
  return found;
}

function readRuntimeDirectory(dataDirectory: string): string {
  const note = readFileSync(join(dataDirectory, 'launcher.json'), 'utf8');
  const { runtimeDirectory } = JSON.parse(note) as { runtimeDirectory: string };
  if (!existsSync(runtimeDirectory)) throw new Error(`${runtimeDirectory} does not exist`);
  return runtimeDirectory;
}

async function put(endpoint: string, key: string, value: string): Promise<void> {
  await again(endpoint, (client) => client.call('Put', { key: bytes(key), value: bytes(value) }));
}

async function get(endpoint: string, key: string): Promise<string | undefined> {
  const { kvs } = await again(endpoint, (client) => client.call('Range', { key: bytes(key) }));
  const value = kvs[0]?.value;
  return value === undefined || value === null ? undefined : Buffer.from(value).toString();
}

/** Until it works: a service may be on its way up again. Both calls may be repeated safely. */
async function again<T extends object>(
  endpoint: string,
  action: (client: EtcdClient) => Promise<T>,
): Promise<T> {
  using client = new EtcdClient(endpoint);
  return until(`${endpoint} answers`, () => action(client));
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
