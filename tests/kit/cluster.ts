// A Cairn cluster out of its single services, so that a test owns the pid of every one of them and
// can kill exactly the part it is about. All members run on this machine; what differs from a real
// deployment is only the network between them.
import { join } from 'node:path';
import { EtcdClient } from './client.ts';
import { flags } from './flags.ts';
import { isHealthy } from './http.ts';
import { repositoryRoot } from './launcher.ts';
import { findLeader } from './leader.ts';
import { startNats } from './nats.ts';
import type { NatsServer } from './nats.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { scratchDirectory } from './scratch.ts';

export interface ClusterOptions {
  readonly members: number;
  /** With a nats-server of its own; otherwise gateways follow their raft-node over gRPC. */
  readonly nats: boolean;
  /** Lease-keepers; one is primary, the others are spares. */
  readonly keepers?: number;
  readonly snapshotCount?: number;
  readonly snapshotCatchupEntries?: number;
  /** More flags for every raft-node. */
  readonly nodeFlags?: readonly string[];
}

/** One raft-node and the gateway in front of it. */
export interface ClusterMember {
  readonly name: string;
  /** `host:port` of the client API. */
  readonly endpoint: string;
  /** `host:port` of the raft-node's API for other services; empty for a member that is etcd. */
  readonly nodeAddress: string;
  readonly dataDirectory: string;
  readonly node: Program;
  readonly gateway: Program;
  connect(): EtcdClient;
}

export interface Cluster extends AsyncDisposable {
  readonly members: readonly ClusterMember[];
  readonly keepers: readonly Program[];
  readonly nats: NatsServer | undefined;
  /** The member that the running members agree to be the leader; waits for one. */
  leader(): Promise<ClusterMember>;
  /** Members that are not the leader. */
  followers(): Promise<readonly ClusterMember[]>;
  /** Every process of the cluster except NATS. */
  programs(): readonly Program[];
  /** What the others know a member by that was there from the beginning. */
  peerOf(member: ClusterMember): Peer;
  /** Chooses where a further member will be; nothing runs yet, and the membership does not know it. */
  prepare(name: string): Promise<PreparedMember>;
  /** The same for one on the machine of a member, with its name and addresses and an empty disk. */
  prepareReplacement(member: ClusterMember): PreparedMember;
}

export interface PreparedMember {
  readonly name: string;
  readonly peerUrl: string;
  /** A member that joins these and itself; not started. The cluster ends it, but does not list it. */
  join(others: readonly Peer[], options?: JoinOptions): ClusterMember;
}

export interface JoinOptions {
  /** Instead of an empty one. */
  readonly dataDirectory?: string;
  /** More flags for the raft-node. */
  readonly nodeFlags?: readonly string[];
}

/** As in `--initial-cluster`. */
export interface Peer {
  readonly name: string;
  readonly peerUrl: string;
}

interface Addresses {
  readonly name: string;
  readonly client: string;
  readonly peer: string;
  readonly node: string;
  readonly nodeAdmin: string;
  readonly gatewayAdmin: string;
}

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const nats = options.nats ? await startNats() : undefined;
  const plan = await Promise.all(
    Array.from({ length: options.members }, (_, index) => planMember(`m${index + 1}`)),
  );
  const peers = plan.map(peerOf);
  const site = { nats, options };
  const members = plan.map((addresses) => makeMember(addresses, peers, 'new', site));
  const keepers: Program[] = [];
  for (let index = 0; index < (options.keepers ?? Math.min(options.members, 2)); index++) {
    keepers.push(await makeKeeper(index + 1, plan));
  }
  const programs = [
    ...members.map(({ node }) => node),
    ...keepers,
    ...members.map((m) => m.gateway),
  ];
  const dispose = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.kill()));
    await nats?.program.kill();
  };
  const prepare = (addresses: Addresses): PreparedMember => ({
    ...peerOf(addresses),
    join: (others, { dataDirectory, nodeFlags = [] } = {}) => {
      const all = [...others, peerOf(addresses)];
      const joining = { ...options, nodeFlags: [...(options.nodeFlags ?? []), ...nodeFlags] };
      const there = { nats, options: joining, dataDirectory };
      const joined = makeMember(addresses, all, 'existing', there);
      programs.push(joined.node, joined.gateway);
      return joined;
    },
  });
  const addressesOf = (member: ClusterMember): Addresses => {
    const addresses = plan[members.indexOf(member)];
    if (addresses === undefined) throw new Error(`${member.name} was not there from the beginning`);
    return addresses;
  };
  try {
    for (const program of programs) program.spawn();
    await untilAllReady(programs);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    members,
    keepers,
    nats,
    leader: () => findLeader(members),
    followers: async () => {
      const leader = await findLeader(members);
      return members.filter((member) => member !== leader);
    },
    programs: () => programs,
    prepare: async (name) => prepare(await planMember(name)),
    peerOf: (member) => peerOf(addressesOf(member)),
    prepareReplacement: (member) => prepare(addressesOf(member)),
    [Symbol.asyncDispose]: dispose,
  };
}

/** Waits for all; one that ends instead fails the start at once and says why. */
async function untilAllReady(programs: readonly Program[]): Promise<void> {
  const ready = Promise.all(programs.map((program) => program.untilReady()));
  const ended = programs.map(async (program): Promise<never> => {
    const { code } = await program.exited;
    throw new Error(`${program.name} ended with ${code}: ${program.logTail()}`);
  });
  ready.catch(() => undefined);
  for (const each of ended) each.catch(() => undefined);
  await Promise.race([ready, ...ended]);
}

async function freeAddress(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}

async function planMember(name: string): Promise<Addresses> {
  return {
    name,
    client: await freeAddress(),
    peer: await freeAddress(),
    node: await freeAddress(),
    nodeAdmin: await freeAddress(),
    gatewayAdmin: await freeAddress(),
  };
}

function peerOf({ name, peer }: Addresses): Peer {
  return { name, peerUrl: `http://${peer}` };
}

interface Site {
  readonly nats: NatsServer | undefined;
  readonly options: ClusterOptions;
  /** A new one if undefined. */
  readonly dataDirectory?: string | undefined;
}

function makeMember(
  own: Addresses,
  peers: readonly Peer[],
  state: 'new' | 'existing',
  { nats, options, dataDirectory = join(scratchDirectory(own.name), 'data') }: Site,
): ClusterMember {
  const node = service('raft-node', `${own.name}-raft-node`, [
    ...flags({
      name: own.name,
      'data-dir': dataDirectory,
      'listen-peer-urls': `http://${own.peer}`,
      'initial-advertise-peer-urls': `http://${own.peer}`,
      'advertise-client-urls': `http://${own.client}`,
      'initial-cluster': peers.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(','),
      'initial-cluster-token': 'kit',
      'initial-cluster-state': state,
      'listen-node-address': own.node,
      'admin-address': own.nodeAdmin,
      'nats-url': nats?.url,
      'snapshot-count': options.snapshotCount,
      'snapshot-catchup-entries': options.snapshotCatchupEntries,
    }),
    ...(options.nodeFlags ?? []),
  ]);
  const gateway = service(
    'client-gateway',
    `${own.name}-client-gateway`,
    flags({
      'listen-client-urls': `http://${own.client}`,
      'node-address': own.node,
      'admin-address': own.gatewayAdmin,
      'nats-url': nats?.url,
    }),
    () => isHealthy(own.client),
  );
  return {
    name: own.name,
    endpoint: own.client,
    nodeAddress: own.node,
    dataDirectory,
    node,
    gateway,
    connect: () => new EtcdClient(own.client),
  };
}

async function makeKeeper(number: number, plan: readonly Addresses[]): Promise<Program> {
  const listen = await freeAddress();
  return service(
    'lease-keeper',
    `lease-keeper-${number}`,
    flags({
      'keeper-id': `keeper-${number}`,
      'listen-address': listen,
      'advertise-address': listen,
      'node-addresses': plan.map(({ node }) => node).join(','),
      'admin-address': await freeAddress(),
    }),
  );
}

function service(
  app: string,
  name: string,
  args: readonly string[],
  ready?: () => Promise<boolean>,
): Program {
  return new Program({
    name,
    command: process.execPath,
    args: [join(repositoryRoot, 'apps', app, 'src/main.ts'), '--exit-with-parent', ...args],
    ...(ready === undefined ? {} : { ready }),
  });
}
