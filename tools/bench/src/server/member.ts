// A server with one member, started as its users would, with data on the same disk as the others'.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { flags } from '../flags.ts';
import { spawnServer } from './child-server.ts';
import type { ChildServer } from './child-server.ts';
import { freePort } from './ports.ts';
import type { Product } from './product.ts';
import type { RunningServer } from './running-server.ts';

/** Where a member lives: it may be started there again. */
export interface Site {
  readonly product: Product;
  readonly directory: string;
  readonly client: string;
  readonly peer: string;
}

export async function makeSite(product: Product, scratchDirectory: string): Promise<Site> {
  const directory = join(scratchDirectory, product.name.replaceAll(' ', '-'));
  mkdirSync(directory, { recursive: true });
  return {
    product,
    directory,
    client: `127.0.0.1:${await freePort()}`,
    peer: `127.0.0.1:${await freePort()}`,
  };
}

export async function startServer(
  product: Product,
  scratchDirectory: string,
): Promise<RunningServer> {
  const site = await makeSite(product, scratchDirectory);
  const child = spawnMember(site);
  await child.untilHealthy(site.client);
  return runningMember(site, child);
}

export function runningMember({ product, client }: Site, child: ChildServer): RunningServer {
  return {
    name: product.name,
    endpoints: [client],
    pids: [child.pid],
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Does not wait until the member serves. */
export function spawnMember({ product, directory, client, peer }: Site): ChildServer {
  const args = flags({
    name: 'bench',
    'data-dir': join(directory, 'data'),
    'listen-client-urls': `http://${client}`,
    'advertise-client-urls': `http://${client}`,
    'listen-peer-urls': `http://${peer}`,
    'initial-advertise-peer-urls': `http://${peer}`,
    'initial-cluster': `bench=http://${peer}`,
  });
  return spawnServer(
    product.name,
    product.command,
    [...product.leadingArgs, ...args],
    join(directory, 'log'),
  );
}
