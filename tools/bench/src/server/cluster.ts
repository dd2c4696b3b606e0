// Three members of one product on this machine. Cairn's come from the launcher that `npm run cluster`
// is, with one nats-server for all of them; etcd's are three processes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { flags } from '../flags.ts';
import { callGrpc } from '../load/grpc-call.ts';
import { readFields } from '../load/wire.ts';
import { root } from '../root.ts';
import { spawnServer } from './child-server.ts';
import type { ChildServer } from './child-server.ts';
import { freePorts } from './ports.ts';
import type { Product } from './product.ts';
import type { RunningServer } from './running-server.ts';

const memberCount = 3;
const portsPerMember = 10;

/** The leader's endpoint comes first, for every product. */
export async function startCluster(
  product: Product,
  scratchDirectory: string,
): Promise<RunningServer> {
  const directory = join(scratchDirectory, product.name.replaceAll(' ', '-'));
  mkdirSync(directory, { recursive: true });
  const basePort = await freePorts(memberCount * portsPerMember);
  const clients = Array.from(
    { length: memberCount },
    (_, index) => `127.0.0.1:${basePort + index * portsPerMember}`,
  );
  const children =
    product.kind === 'cairn'
      ? [spawnCairnCluster(product, directory, basePort)]
      : spawnEtcdMembers(product, directory, basePort);
  const dispose = async (): Promise<void> => {
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()));
  };
  try {
    for (const [index, client] of clients.entries()) {
      await (children[index] ?? children[0])?.untilHealthy(client);
    }
    const leader = await findLeader(clients);
    return {
      name: product.name,
      endpoints: [leader, ...clients.filter((client) => client !== leader)],
      pids: children.map(({ pid }) => pid),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function spawnCairnCluster(product: Product, directory: string, basePort: number): ChildServer {
  const main = join(root, 'tools/cairn/src/cluster.mjs');
  const args = flags({
    members: String(memberCount),
    'base-port': String(basePort),
    'data-dir': join(directory, 'data'),
  });
  return spawnServer(product.name, product.command, [main, ...args], join(directory, 'log'));
}

function spawnEtcdMembers(
  product: Product,
  directory: string,
  basePort: number,
): readonly ChildServer[] {
  const members = Array.from({ length: memberCount }, (_, index) => ({
    name: `m${index + 1}`,
    client: `http://127.0.0.1:${basePort + index * portsPerMember}`,
    peer: `http://127.0.0.1:${basePort + index * portsPerMember + 1}`,
  }));
  const initialCluster = members.map(({ name, peer }) => `${name}=${peer}`).join(',');
  return members.map(({ name, client, peer }) => {
    const args = flags({
      name,
      'data-dir': join(directory, name),
      'listen-client-urls': client,
      'advertise-client-urls': client,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': initialCluster,
    });
    const logFile = join(directory, `${name}.log`);
    return spawnServer(product.name, product.command, [...product.leadingArgs, ...args], logFile);
  });
}

async function findLeader(clients: readonly string[]): Promise<string> {
  for (const client of clients) {
    const path = '/etcdserverpb.Maintenance/Status';
    const status = readFields(await callGrpc(client, path, new Uint8Array(0)));
    const header = status.get(1);
    const ownId = header instanceof Uint8Array ? readFields(header).get(2) : undefined;
    if (ownId !== undefined && status.get(4) === ownId) return client;
  }
  throw new Error('no member says that it leads');
}
