// One Cairn member as users start it: tools/cairn with etcd's flags, which starts the services.
import { join } from 'node:path';
import { EtcdClient } from './client.ts';
import { flags } from './flags.ts';
import { isHealthy } from './http.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { scratchDirectory } from './scratch.ts';
import type { SingleServer } from './server.ts';

export const repositoryRoot: string = join(import.meta.dirname, '../..');

export interface LauncherOptions {
  readonly advertisePeerUrl?: string;
  readonly advertiseClientUrl?: string;
  /** When `flags` say where clients connect: one of these, as `host:port`. */
  readonly endpoint?: string;
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts `tools/cairn` with one member and waits until it is healthy. */
export async function startCairn(options: LauncherOptions = {}): Promise<SingleServer> {
  const endpoint = options.endpoint ?? `127.0.0.1:${await freePort()}`;
  const listenPeerUrl = `http://127.0.0.1:${await freePort()}`;
  const advertisePeerUrl = options.advertisePeerUrl ?? listenPeerUrl;
  const dataDirectory = join(scratchDirectory('cairn'), 'data');
  const program = new Program({
    name: 'cairn',
    command: process.execPath,
    args: [
      join(repositoryRoot, 'tools/cairn/src/main.mjs'),
      ...flags({
        name: 'm1',
        'data-dir': dataDirectory,
        'listen-client-urls': `http://${endpoint}`,
        'advertise-client-urls': options.advertiseClientUrl ?? `http://${endpoint}`,
        'listen-peer-urls': listenPeerUrl,
        'initial-advertise-peer-urls': advertisePeerUrl,
        'initial-cluster': `m1=${advertisePeerUrl}`,
      }),
      ...(options.flags ?? []),
    ],
    ...(options.env === undefined ? {} : { env: options.env }),
    ready: () => isHealthy(endpoint),
  });
  await program.start();
  return {
    endpoint,
    dataDirectory,
    program,
    connect: () => new EtcdClient(endpoint),
    // Politely: a launcher killed with -9 leaves it to its services to notice.
    [Symbol.asyncDispose]: async () => {
      await program.stop();
    },
  };
}
