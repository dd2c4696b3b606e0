// What is done to a cluster while clients use it. A fault ends when its function returns; what it
// stopped, blocked or killed may stay so until the cluster is repaired, which the run does after each.
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@cairn/core';
import { RpcError } from '../kit/index.ts';
import type { Program } from '../kit/index.ts';
import type { FaultyCluster } from './cluster.ts';
import { partition } from './network.ts';

export interface FaultContext {
  readonly cluster: FaultyCluster;
  readonly random: Random;
}

export interface Fault {
  readonly name: string;
  /** False where it cannot be: a minority of one member, NATS where there is none. */
  readonly possible: (cluster: FaultyCluster) => boolean;
  /** Answers to whom it was done, for the report. */
  readonly inject: (context: FaultContext) => Promise<string>;
}

const always = (): boolean => true;
const withPeers = ({ members }: FaultyCluster): boolean => members.length > 1;
const withNats = ({ nats }: FaultyCluster): boolean => nats !== undefined;

/** Longer than an election, so that the others go on without the one that is away. */
const awayMs = 4_000;
/** Stop and go in turns, as a disk that answers late makes a process look. */
const burstMs = 80;
const burstCount = 25;

export const faults: readonly Fault[] = [
  { name: 'kill -9 of the leader', possible: always, inject: (c) => onLeader(c, killAndRestart) },
  { name: 'kill -9 of a follower', possible: withPeers, inject: (c) => onOther(c, killAndRestart) },
  { name: 'kill -9 of all members at once', possible: always, inject: killAll },
  { name: 'kill -9 of a majority', possible: withPeers, inject: killMajority },
  { name: 'SIGTERM of one member after the other', possible: withPeers, inject: rollingRestart },
  { name: 'SIGSTOP of the leader', possible: always, inject: (c) => onLeader(c, pauseAndResume) },
  { name: 'SIGSTOP of a follower', possible: withPeers, inject: (c) => onOther(c, pauseAndResume) },
  { name: 'slow disk at the leader', possible: always, inject: (c) => onLeader(c, stutter) },
  { name: 'slow disk at a follower', possible: withPeers, inject: (c) => onOther(c, stutter) },
  { name: 'leader in the minority', possible: withPeers, inject: leaderInMinority },
  { name: 'partition into halves', possible: withPeers, inject: halves },
  { name: 'follower cut off until it needs a snapshot', possible: withPeers, inject: cutOff },
  { name: 'one direction blocked', possible: withPeers, inject: oneWay },
  { name: 'bridge', possible: ({ members }) => members.length >= 3, inject: bridge },
  { name: 'leadership moved', possible: withPeers, inject: moveLeader },
  {
    name: 'member replaced on an empty disk',
    possible: ({ members }) => members.length >= 3,
    inject: replaceMember,
  },
  { name: 'NATS killed', possible: withNats, inject: (c) => onNats(c, killAndRestart) },
  { name: 'NATS hangs', possible: withNats, inject: (c) => onNats(c, pauseAndResume) },
  { name: 'keeper killed', possible: always, inject: (c) => onKeeper(c, killAndRestart) },
  { name: 'keeper hangs', possible: always, inject: (c) => onKeeper(c, pauseAndResume) },
  { name: 'gateway killed', possible: always, inject: (c) => onGateway(c, killAndRestart) },
  { name: 'gateway hangs', possible: always, inject: (c) => onGateway(c, pauseAndResume) },
];

type Victim = (program: Program, context: FaultContext) => Promise<void>;

async function killAndRestart(program: Program, { random }: FaultContext): Promise<void> {
  await program.kill();
  await delay(random.nextBelow(awayMs));
}

async function pauseAndResume(program: Program, { random }: FaultContext): Promise<void> {
  program.pause();
  await delay(500 + random.nextBelow(2 * awayMs));
  program.resume();
}

async function stutter(program: Program, { random }: FaultContext): Promise<void> {
  for (let burst = 0; burst < burstCount && program.running; burst++) {
    program.pause();
    await delay(random.nextBelow(2 * burstMs));
    program.resume();
    await delay(random.nextBelow(burstMs));
  }
}

async function onLeader(context: FaultContext, victim: Victim): Promise<string> {
  const leader = context.cluster.members[await context.cluster.leaderIndex()];
  if (leader === undefined) return '';
  await victim(leader.node, context);
  return leader.name;
}

async function onOther(context: FaultContext, victim: Victim): Promise<string> {
  const { cluster, random } = context;
  const others = await followers(cluster);
  const member = cluster.members[others[random.nextBelow(others.length)] ?? -1];
  if (member === undefined) return '';
  await victim(member.node, context);
  return member.name;
}

async function onNats(context: FaultContext, victim: Victim): Promise<string> {
  if (context.cluster.nats === undefined) return '';
  await victim(context.cluster.nats, context);
  return 'nats';
}

async function onKeeper(context: FaultContext, victim: Victim): Promise<string> {
  const { keepers } = context.cluster;
  const keeper = keepers[context.random.nextBelow(keepers.length)];
  if (keeper === undefined) return '';
  await victim(keeper, context);
  return keeper.name;
}

async function onGateway(context: FaultContext, victim: Victim): Promise<string> {
  const { members } = context.cluster;
  const member = members[context.random.nextBelow(members.length)];
  if (member === undefined) return '';
  await victim(member.gateway, context);
  return member.gateway.name;
}

async function killAll({ cluster, random }: FaultContext): Promise<string> {
  await Promise.all(cluster.members.map(({ node }) => node.kill()));
  await delay(random.nextBelow(1_000));
  return 'all';
}

async function killMajority({ cluster, random }: FaultContext): Promise<string> {
  const count = Math.floor(cluster.members.length / 2) + 1;
  const first = random.nextBelow(cluster.members.length);
  const victims = rotated(cluster.members, first).slice(0, count);
  await Promise.all(victims.map(({ node }) => node.kill()));
  await delay(random.nextBelow(awayMs));
  return victims.map(({ name }) => name).join(', ');
}

async function rollingRestart({ cluster }: FaultContext): Promise<string> {
  for (const { node } of cluster.members) {
    await node.stop();
    node.spawn();
    await delay(1_500);
  }
  return 'all';
}

async function leaderInMinority({ cluster, random }: FaultContext): Promise<string> {
  const leader = await cluster.leaderIndex();
  const others = await followers(cluster);
  const size = Math.floor((cluster.members.length - 1) / 2);
  const minority = [leader, ...others.slice(0, size - 1)];
  const majority = others.filter((member) => !minority.includes(member));
  await partition(cluster.network, [minority, majority]);
  await delay(awayMs + random.nextBelow(awayMs));
  return minority.map((index) => nameOf(cluster, index)).join(', ');
}

async function halves({ cluster, random }: FaultContext): Promise<string> {
  const all = rotated([...cluster.members.keys()], random.nextBelow(cluster.members.length));
  const size = 1 + random.nextBelow(cluster.members.length - 1);
  const groups = [all.slice(0, size), all.slice(size)];
  await partition(cluster.network, groups);
  await delay(awayMs + random.nextBelow(awayMs));
  return groups.map((group) => group.map((index) => nameOf(cluster, index)).join(', ')).join(' | ');
}

async function cutOff({ cluster }: FaultContext): Promise<string> {
  const [away = -1, ...others] = await followers(cluster);
  await partition(cluster.network, [[away], [...others, await cluster.leaderIndex()]]);
  await delay(3 * awayMs);
  return nameOf(cluster, away);
}

async function oneWay({ cluster, random }: FaultContext): Promise<string> {
  const leader = await cluster.leaderIndex();
  const others = await followers(cluster);
  const other = others[random.nextBelow(others.length)] ?? -1;
  const [from, to] = random.nextBelow(2) === 0 ? [leader, other] : [other, leader];
  await cluster.network.block(from, to);
  await delay(awayMs + random.nextBelow(awayMs));
  return `${nameOf(cluster, from)} → ${nameOf(cluster, to)}`;
}

/** Two sides that see each other only through one member in the middle. */
async function bridge({ cluster, random }: FaultContext): Promise<string> {
  const all = rotated([...cluster.members.keys()], random.nextBelow(cluster.members.length));
  const [middle = -1, ...others] = all;
  const half = Math.ceil(others.length / 2);
  for (const one of others.slice(0, half)) {
    for (const other of others.slice(half)) {
      await cluster.network.block(one, other);
      await cluster.network.block(other, one);
    }
  }
  await delay(awayMs + random.nextBelow(awayMs));
  return `through ${nameOf(cluster, middle)}`;
}

/** More than once, while clients write. */
async function moveLeader({ cluster, random }: FaultContext): Promise<string> {
  const names: string[] = [];
  for (let move = 0; move < 3; move++) {
    const leader = await cluster.leaderIndex();
    const others = await followers(cluster);
    const target = cluster.members[others[random.nextBelow(others.length)] ?? -1];
    const from = cluster.members[leader];
    if (target === undefined || from === undefined) break;
    using client = from.connect();
    const { members } = await client.call('MemberList', {});
    const listed = members.find(({ name }) => name === target.name);
    const targetID = BigInt(String(listed?.ID ?? 0));
    // On a busy machine a transfer may take longer than a member waits for it.
    try {
      await client.call('MoveLeader', { targetID });
      names.push(target.name);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      names.push(`${target.name} in vain`);
    }
    await delay(random.nextBelow(1_000));
  }
  return `to ${names.join(', ')}`;
}

async function replaceMember({ cluster, random }: FaultContext): Promise<string> {
  const index = random.nextBelow(cluster.members.length);
  const asLearner = random.nextBelow(2) === 0;
  await cluster.replace(index, { asLearner });
  return `${nameOf(cluster, index)}, as a ${asLearner ? 'learner' : 'voter'}`;
}

async function followers(cluster: FaultyCluster): Promise<readonly number[]> {
  const leader = await cluster.leaderIndex();
  return [...cluster.members.keys()].filter((index) => index !== leader);
}

function nameOf({ members }: FaultyCluster, index: number): string {
  return members[index]?.name ?? '';
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}
