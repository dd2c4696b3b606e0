// What a run is like, drawn from its seed before it begins: the cluster, its clients and its weather.
// Runs that are all alike visit the same few situations over and over; runs that each do little of one
// thing and much of another (swarm testing, Groce et al. 2012) reach the corners.
import type { Random } from '@cairn/core';
import type { LinkQuality } from '../world/network.ts';

export const faultKinds = [
  'kill',
  'powerLoss',
  'allPowerLoss',
  'powerLossAtVote',
  'pause',
  'partition',
  'isolateLeader',
  'isolateElected',
  'sleepingLeader',
  'longPartition',
  'bridge',
  'oneWay',
  'clockJump',
  'diskError',
  'shortWrite',
  'slowDisk',
  'slowBackend',
  'backendError',
  'garbage',
  'busAway',
  'gatewayKill',
  'gatewayPause',
  'keeperKill',
  'keeperPause',
  'transfer',
  'memberChange',
  'resetConnections',
  'farBehind',
  'peerGarbage',
  'forgottenKeeper',
  'loseMajority',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What happens to the membership when the fault `memberChange` strikes. */
export const memberChangeKinds = [
  'addVoter',
  'addLearner',
  'promote',
  'learnAndPromote',
  'remove',
  'removeLeader',
  'replace',
  'swap',
  'move',
  'moveLeader',
  'grow',
  'shrink',
  'startRemoved',
  'foundAnother',
] as const;
export type MemberChangeKind = (typeof memberChangeKinds)[number];

export const workKinds = [
  'put',
  'get',
  'list',
  'serializable',
  'delete',
  'deleteRange',
  'compareAndSwap',
  'transaction',
  'compact',
] as const;
export type WorkKind = (typeof workKinds)[number];

export type Weights<Kind extends string> = readonly (readonly [Kind, number])[];

export interface MembershipSettings {
  readonly changes: Weights<MemberChangeKind>;
  /** `--strict-reconfig-check`, `--max-learners` */
  readonly strict: boolean;
  readonly learnersMax: number;
}

export interface Settings {
  readonly members: number;
  readonly gateways: number;
  readonly clientsPerGateway: number;
  readonly watchersPerGateway: number;
  readonly leaseholders: number;
  readonly keepers: number;
  readonly hasBus: boolean;
  readonly keys: number;
  readonly thinkMsMax: number;
  readonly tickMs: number;
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly preVote: boolean;
  readonly snapshotEntries: number;
  readonly catchUpEntries: number;
  readonly segmentBytes: number;
  readonly flushAfterCommits: number;
  readonly entriesBytesPerMessageMax: number;
  readonly inflightMessagesMax: number;
  readonly uncommittedBytesMax: number;
  readonly committedBytesPerReadyMax: number;
  readonly work: Weights<WorkKind>;
  readonly faults: Weights<FaultKind>;
  readonly msBetweenFaults: number;
  readonly quality: LinkQuality;
  readonly safetyMs: number;
  /** Negative = there is none. */
  readonly quotaBytes: number;
  /** The operator raises alarms for no reason. */
  readonly raisesAlarms: boolean;
  /** Of a state on its way to another member. */
  readonly snapshotChunkBytes: number;
  /** Undefined: the founders are the members to the end. */
  readonly membership: MembershipSettings | undefined;
}

/** What the memory twin of the store says that it takes with nothing in it. */
const emptyStoreBytes = 8_192;

export function drawSettings(random: Random): Settings {
  const between = (low: number, high: number): number => low + random.nextBelow(high - low + 1);
  /** Often nothing at all, otherwise up to `high`. */
  const maybe = (high: number): number => (random.nextBelow(3) === 0 ? 0 : random.nextBelow(high));
  const oneOf = <T>(values: readonly T[]): T => values[random.nextBelow(values.length)] as T;
  const members = oneOf([1, 3, 3, 3, 3, 5]);
  const hasLeases = random.nextBelow(2) === 0;
  const keepers = hasLeases ? between(1, 2) : 0;
  const heartbeatTicks = between(1, 2);
  const drawn: Omit<Settings, 'membership'> = {
    members,
    gateways: Math.min(members, between(1, 3)),
    clientsPerGateway: between(1, 3),
    watchersPerGateway: between(0, 2),
    leaseholders: hasLeases ? between(1, 3) : 0,
    keepers,
    hasBus: random.nextBelow(2) === 0,
    keys: between(1, 6),
    thinkMsMax: oneOf([10, 30, 80]),
    tickMs: between(15, 40),
    electionTicks: between(5, 10),
    heartbeatTicks,
    preVote: random.nextBelow(5) > 0,
    snapshotEntries: oneOf([between(4, 12), between(8, 80)]),
    catchUpEntries: between(1, 20),
    segmentBytes: 4096 * between(2, 6),
    flushAfterCommits: oneOf([1, 4, 16, 64]),
    entriesBytesPerMessageMax: oneOf([100, 400, 4000]),
    inflightMessagesMax: between(1, 8),
    uncommittedBytesMax: oneOf([300, 3000, 1_000_000]),
    committedBytesPerReadyMax: oneOf([100, 400, 1_000_000]),
    work: [
      ['put', between(20, 50)],
      ['get', between(10, 40)],
      ['list', maybe(15)],
      ['serializable', maybe(10)],
      ['delete', maybe(20)],
      ['deleteRange', maybe(5)],
      ['compareAndSwap', maybe(25)],
      ['transaction', maybe(15)],
      ['compact', maybe(6)],
    ],
    faults: faultKinds.map((kind) => [kind, faultWeight(kind, members, keepers, maybe)] as const),
    msBetweenFaults: oneOf([150, 300, 600]),
    quality: {
      delayMsMin: 0.1,
      delayMsMax: oneOf([1, 3, 10, 25]),
      lossPercent: maybe(15),
      repeatPercent: maybe(10),
      detourPercent: maybe(20),
    },
    safetyMs: between(1_500, 4_000),
    quotaBytes: random.nextBelow(6) === 0 ? emptyStoreBytes + between(1_000, 8_000) : -1,
    raisesAlarms: random.nextBelow(6) === 0,
    snapshotChunkBytes: oneOf([50, 100, 500, 1_000_000]),
  };
  return { ...drawn, ...drawMembership(random, drawn) };
}

type Membership = Pick<
  Settings,
  'membership' | 'faults' | 'safetyMs' | 'msBetweenFaults' | 'quotaBytes' | 'raisesAlarms'
>;

/**
 * In one run of three, members come and go: among the other faults, and about as often as all of them. It
 * takes longer to come than to fall down, so there is a little more time for it.
 */
function drawMembership(random: Random, drawn: Omit<Settings, 'membership'>): Membership {
  const { faults, safetyMs, msBetweenFaults, quotaBytes, raisesAlarms } = drawn;
  const others = faults.filter(([kind]) => !ofMembership.has(kind));
  if (random.nextBelow(3) > 0) {
    const membership = undefined;
    return { membership, faults: others, safetyMs, msBetweenFaults, quotaBytes, raisesAlarms };
  }
  const losesMajority = random.nextBelow(4) === 0;
  let total = 0;
  for (const [, weight] of others) total += weight;
  const share = 0.5 + random.nextBelow(4) / 2;
  return {
    membership: {
      changes: memberChangeKinds.map((kind) => [kind, random.nextBelow(10)] as const),
      strict: random.nextBelow(2) === 0,
      learnersMax: random.nextBelow(3),
    },
    faults: [
      ...others,
      ['memberChange', Math.ceil(total * share)],
      ['loseMajority', losesMajority ? Math.ceil(total / 6) : 0],
    ],
    safetyMs: safetyMs + 2_000,
    msBetweenFaults: Math.max(200, msBetweenFaults),
    // Who has raised an alarm may be lost, and with it what is known of the alarm.
    quotaBytes: losesMajority ? -1 : quotaBytes,
    raisesAlarms: raisesAlarms && !losesMajority,
  };
}

const ofMembership: ReadonlySet<FaultKind> = new Set(['memberChange', 'loseMajority']);

/** What cannot happen weighs nothing. */
function faultWeight(
  kind: FaultKind,
  members: number,
  keepers: number,
  maybe: (high: number) => number,
): number {
  const weight = 1 + maybe(20);
  const isNetwork = [
    'partition',
    'isolateLeader',
    'isolateElected',
    'sleepingLeader',
    'longPartition',
    'powerLossAtVote',
    'farBehind',
    'bridge',
    'oneWay',
    'transfer',
    'forgottenKeeper',
  ].includes(kind);
  if (isNetwork && members === 1) return 0;
  if (kind === 'bridge' && members < 3) return 0;
  if ((kind === 'keeperKill' || kind === 'keeperPause') && keepers === 0) return 0;
  if (kind === 'forgottenKeeper' && keepers < 2) return 0;
  // Most of the time the log reaches everybody: this is for when it does not.
  if (kind === 'farBehind') return 3 * weight;
  const isSevere = severe.has(kind);
  return isSevere ? Math.ceil(weight / 4) : weight;
}

const severe: ReadonlySet<FaultKind> = new Set([
  'allPowerLoss',
  'longPartition',
  'clockJump',
  'backendError',
]);

export function pick<Kind extends string>(random: Random, weights: Weights<Kind>): Kind {
  let total = 0;
  for (const [, weight] of weights) total += weight;
  let dice = random.nextBelow(Math.max(1, total));
  for (const [kind, weight] of weights) {
    if (dice < weight) return kind;
    dice -= weight;
  }
  throw new Error('nothing to pick from');
}
