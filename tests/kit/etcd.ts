// A real etcd with one member: the oracle that answers are compared with.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EtcdClient } from './client.ts';
import { flags } from './flags.ts';
import { isHealthy } from './http.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { toolPath } from './require-tools.ts';
import { scratchDirectory } from './scratch.ts';
import type { SingleServer } from './server.ts';

export interface EtcdOptions {
  /** Path of the binary; `etcd` on PATH by default. */
  readonly binary?: string;
  /** Also part of the member's and the cluster's id, with the token. */
  readonly advertisePeerUrl?: string;
  readonly advertiseClientUrl?: string;
  readonly flags?: readonly string[];
}

export async function startEtcd(options: EtcdOptions = {}): Promise<SingleServer> {
  const endpoint = `127.0.0.1:${await freePort()}`;
  const listenPeerUrl = `http://127.0.0.1:${await freePort()}`;
  const advertisePeerUrl = options.advertisePeerUrl ?? listenPeerUrl;
  const dataDirectory = join(scratchDirectory('etcd'), 'data');
  const program = new Program({
    name: 'etcd',
    command: options.binary ?? toolPath('etcd'),
    args: [
      ...flags({
        name: 'm1',
        'data-dir': dataDirectory,
        logger: 'zap',
        'listen-client-urls': `http://${endpoint}`,
        'advertise-client-urls': options.advertiseClientUrl ?? `http://${endpoint}`,
        'listen-peer-urls': listenPeerUrl,
        'initial-advertise-peer-urls': advertisePeerUrl,
        'initial-cluster': `m1=${advertisePeerUrl}`,
      }),
      ...(options.flags ?? []),
    ],
    ready: () => isHealthy(endpoint),
  });
  await program.start();
  return {
    endpoint,
    dataDirectory,
    program,
    connect: () => new EtcdClient(endpoint),
    [Symbol.asyncDispose]: () => program.kill(),
  };
}

/** The version that an etcd binary reports, such as `3.4.23`. */
export function etcdVersion(binary: string = toolPath('etcd')): string {
  const output = execFileSync(binary, ['--version'], { encoding: 'utf8' });
  const version = /etcd Version: (\S+)/.exec(output)?.[1];
  if (version === undefined) throw new Error(`${binary} --version does not tell: ${output}`);
  return version;
}

/** The newer etcd that the set-up unpacks beside the installed one, if it could. */
export function newerEtcd(): string | undefined {
  return newerProgram('etcd');
}

/** The etcdctl of the same release. */
export function newerEtcdctl(): string | undefined {
  return newerProgram('etcdctl');
}

function newerProgram(name: string): string | undefined {
  const directory = join(import.meta.dirname, '../../node_modules/.cache/newest-etcd/usr/bin');
  const path = join(directory, name);
  return existsSync(path) ? path : undefined;
}
