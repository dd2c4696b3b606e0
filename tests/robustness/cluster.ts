// A Cairn cluster out of its single services, each at its place in a network that can fail, so that a
// fault can be about exactly one process or one direction between two members.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EtcdClient, Program, freePort, isHealthy, repositoryRoot } from '../kit/index.ts';
import { announce, findTool, promote, remove, scratchDirectory, until } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import { flags } from '../kit/flags.ts';
import { findLeader } from '../kit/leader.ts';
import type { PeerNetwork, Place } from './network.ts';

export interface ClusterSettings {
  readonly memberCount: number;
  /** Small, so that snapshots and log compactions happen in every run. */
  readonly snapshotCount: number;
  readonly snapshotCatchupEntries: number;
  readonly heartbeatIntervalMs: number;
  readonly electionTimeoutMs: number;
}

export interface FaultyCluster extends AsyncDisposable {
  readonly network: PeerNetwork;
  readonly members: readonly ClusterMember[];
  readonly keepers: readonly Program[];
  /** Undefined where there is no nats-server. */
  readonly nats: Program | undefined;
  leaderIndex(): Promise<number>;
  /** As an operator does whose disk is lost: removed, added again, and started with nothing. */
  replace(index: number, options: { readonly asLearner: boolean }): Promise<void>;
  /**
   * Heals the network, starts what does not run, and waits until all of it serves. Answers which
   * processes had ended by themselves, and why: no fault here gives them a reason to.
   */
  repair(): Promise<readonly string[]>;
}

const keeperCount = 2;
const repairTimeoutMs = 120_000;

export async function startFaultyCluster(
  network: PeerNetwork,
  settings: ClusterSettings,
): Promise<FaultyCluster> {
  const nats = await makeNats(network.servicesHost);
  const nodeAddresses = await Promise.all(network.places.map(({ host }) => addressAt(host)));
  const members: ClusterMember[] = [];
  for (const [index, place] of network.places.entries()) {
    const nodeAddress = nodeAddresses[index] ?? '';
    members.push(await makeMember({ index, place, nodeAddress, network, settings, nats }));
  }
  const keepers: Program[] = [];
  for (let number = 1; number <= keeperCount; number++) {
    keepers.push(await makeKeeper(number, network.servicesHost, nodeAddresses));
  }
  network.attach(members.map(({ node }) => node));
  const programs = [
    ...(nats === undefined ? [] : [nats.program]),
    ...members.map(({ node }) => node),
    ...keepers,
    ...members.map(({ gateway }) => gateway),
  ];
  const started = new Set<Program>();
  const cluster: FaultyCluster = {
    network,
    members,
    keepers,
    nats: nats?.program,
    leaderIndex: async () => members.indexOf(await findLeader(members)),
    replace: (index, options) => replace({ members, network, index, ...options }),
    repair: () => repair({ programs, members, network, started }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(programs.map((program) => program.kill()));
      await network[Symbol.asyncDispose]();
    },
  };
  try {
    await cluster.repair();
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
  return cluster;
}

interface Replacement {
  readonly members: readonly ClusterMember[];
  readonly network: PeerNetwork;
  readonly index: number;
  readonly asLearner: boolean;
}

async function replace({ members, network, index, asLearner }: Replacement): Promise<void> {
  const member = members[index];
  const others = members.filter((_, each) => each !== index);
  const place = network.places[index];
  if (member === undefined || place === undefined) throw new Error(`there is no member ${index}`);
  await member.node.kill();
  using client = (await findLeader(others)).connect();
  const { members: listed } = await client.call('MemberList', {});
  const old = listed.find(({ name }) => name === member.name);
  await remove(client, String(old?.ID ?? 0));
  const peerUrl = `http://${place.peerAdvertised}`;
  const id = await announce(client, { name: member.name, peerUrl }, asLearner);
  rmSync(member.dataDirectory, { recursive: true });
  member.node.spawn();
  if (asLearner) await promote(client, id);
}

interface Parts {
  readonly programs: readonly Program[];
  readonly members: readonly ClusterMember[];
  readonly network: PeerNetwork;
  readonly started: Set<Program>;
}

async function repair({ programs, members, network, started }: Parts): Promise<readonly string[]> {
  await network.heal();
  const ended: string[] = [];
  for (const program of programs) if (program.running) program.resume();
  await until(
    'the whole cluster serves',
    async () => {
      for (const program of programs) {
        if (program.running) continue;
        if (started.has(program)) ended.push(...(await whyEnded(program)));
        program.spawn();
        started.add(program);
      }
      const healthy = await Promise.all(members.map(({ endpoint }) => isHealthy(endpoint)));
      return healthy.every(Boolean);
    },
    { timeoutMs: repairTimeoutMs, pollMs: 200 },
  ).catch((error: unknown) => {
    throw new Error(['the cluster does not serve again', ...ended].join('; '), { cause: error });
  });
  return ended;
}

/** Nothing for one that we killed, or that was asked to stop and did. */
async function whyEnded(program: Program): Promise<readonly string[]> {
  const { code, signal } = await program.exited;
  if (signal === 'SIGKILL' || code === 0) return [];
  const lastLines = program.logTail(2_000).trim().split('\n').slice(-2).join('\n');
  return [`${program.name} ended by itself with ${code ?? signal}: ${lastLines}`];
}

interface Nats {
  readonly url: string;
  readonly program: Program;
}

async function makeNats(host: string): Promise<Nats | undefined> {
  const command = findTool('nats-server');
  if (command === undefined) return undefined;
  const port = await freePort();
  const program = new Program({
    name: 'nats-server',
    command,
    args: ['--addr', host, '--port', String(port)],
  });
  return { url: `nats://${host}:${port}`, program };
}

interface MemberPlan {
  readonly index: number;
  readonly place: Place;
  readonly nodeAddress: string;
  readonly network: PeerNetwork;
  readonly settings: ClusterSettings;
  readonly nats: Nats | undefined;
}

async function makeMember(plan: MemberPlan): Promise<ClusterMember> {
  const { index, place, nodeAddress, network, settings, nats } = plan;
  const name = nameOf(index);
  const client = await addressAt(place.host);
  const dataDirectory = join(scratchDirectory(name), 'data');
  const nodeFlags = {
    name,
    'data-dir': dataDirectory,
    'listen-peer-urls': `http://${place.peerListen}`,
    'initial-advertise-peer-urls': `http://${place.peerAdvertised}`,
    'advertise-client-urls': `http://${client}`,
    'initial-cluster': network.places
      .map(({ peerAdvertised }, each) => `${nameOf(each)}=http://${peerAdvertised}`)
      .join(','),
    'initial-cluster-token': 'robustness',
    'listen-node-address': nodeAddress,
    'admin-address': await addressAt(place.host),
    'nats-url': nats?.url,
    'snapshot-count': settings.snapshotCount,
    'snapshot-catchup-entries': settings.snapshotCatchupEntries,
    'heartbeat-interval': settings.heartbeatIntervalMs,
    'election-timeout': settings.electionTimeoutMs,
  };
  // The state counts where there is no data: at the first start, and after a replacement.
  const node = service(place, 'raft-node', `${name}-raft-node`, nodeFlags, {
    ...nodeFlags,
    'initial-cluster-state': 'existing',
  });
  const gatewayFlags = {
    'listen-client-urls': `http://${client}`,
    'node-address': nodeAddress,
    'admin-address': await addressAt(place.host),
    'nats-url': nats?.url,
  };
  const gateway = service(place, 'client-gateway', `${name}-client-gateway`, gatewayFlags);
  const connect = (): EtcdClient => new EtcdClient(client);
  return { name, endpoint: client, nodeAddress, dataDirectory, node, gateway, connect };
}

async function makeKeeper(
  number: number,
  host: string,
  nodeAddresses: readonly string[],
): Promise<Program> {
  const listen = await addressAt(host);
  const here = { wrap: (command: string, args: readonly string[]) => [command, args] as const };
  return service(here, 'lease-keeper', `lease-keeper-${number}`, {
    'keeper-id': `keeper-${number}`,
    'listen-address': listen,
    'advertise-address': listen,
    'node-addresses': nodeAddresses.join(','),
    'admin-address': await addressAt(host),
  });
}

type ServiceOptions = Readonly<Record<string, string | number | undefined>>;

function service(
  place: Pick<Place, 'wrap'>,
  app: string,
  name: string,
  options: ServiceOptions,
  laterOptions: ServiceOptions = options,
): Program {
  const main = join(repositoryRoot, 'apps', app, 'src/main.ts');
  const wrap = (given: ServiceOptions): readonly [string, readonly string[]] =>
    place.wrap(process.execPath, [main, '--exit-with-parent', ...flags(given)]);
  const [command, args] = wrap(options);
  const [, laterArgs] = wrap(laterOptions);
  return new Program({ name, command, args, laterArgs });
}

function nameOf(index: number): string {
  return `m${index + 1}`;
}

async function addressAt(host: string): Promise<string> {
  return `${host}:${await freePort()}`;
}
