// What the store of a member is told, by the flags of etcd. The launcher takes them and passes them on, the
// raft-node acts on them: declared once, a flag cannot mean one thing to the one and another to the
// other, and a new one needs no line in between.
import { camelCase } from './definition.ts';
import { option } from './option.ts';
import type { Option, Options } from './option.ts';

/** How the cluster may change, what is kept of history and log, and how much one request may hold. */
export interface MemberConfig {
  readonly initialClusterState: 'new' | 'existing';
  readonly strictReconfigCheck: boolean;
  readonly maxLearners: number;
  readonly snapshotCount: number;
  readonly snapshotCatchupEntries: number;
  readonly snapshotSendRate: number;
  readonly maxTxnOps: number;
  readonly maxRequestBytes: number;
  readonly quotaBackendBytes: number;
  readonly quotaAutoDisarm: boolean;
  readonly autoCompactionMode: 'periodic' | 'revision';
  readonly autoCompactionRetention: string;
  readonly initialCorruptCheck: boolean;
  readonly corruptCheckTime: number;
  readonly compactHashCheckEnabled: boolean;
  readonly compactHashCheckTime: number;
  readonly authToken: string;
  readonly authTokenTtl: number;
  readonly bcryptCost: number;
  readonly warningApplyDuration: number;
  readonly unsafeNoFsync: boolean;
}

export type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

const { boolean, choice, duration, integer, string } = option;

export const memberOptions: {
  readonly [Name in keyof MemberConfig as KebabCase<Name>]: Option<MemberConfig[Name]>;
} = {
  'initial-cluster-state': choice({
    help: '"existing" for a member that was added to a running cluster',
    choices: ['new', 'existing'],
    default: 'new',
  }),
  'strict-reconfig-check': boolean({
    help: 'refuse changes of the membership that would endanger the quorum',
    default: true,
  }),
  'max-learners': integer({ help: 'learners at a time', default: 1, min: 1 }),
  'snapshot-count': integer({
    help: 'applied entries after which the log is compacted',
    default: 10_000,
    min: 1,
  }),
  'snapshot-catchup-entries': integer({
    help: 'entries kept behind a compaction of the log for members that are a little late',
    default: 5_000,
    min: 1,
  }),
  'snapshot-send-rate': integer({
    help: 'bytes per second of the state sent to members that need all of it; 0 = no limit',
    default: 64 * 1024 * 1024,
    min: 0,
  }),
  'max-txn-ops': integer({ help: 'operations in one transaction', default: 128, min: 1 }),
  'max-request-bytes': integer({ help: 'bytes of one write', default: 1_572_864, min: 1_024 }),
  'quota-backend-bytes': integer({
    help: 'bytes in use that raise the NOSPACE alarm; 0 = 2 GiB, negative = no limit',
    default: 0,
  }),
  'quota-auto-disarm': boolean({
    help: 'lift the NOSPACE alarm when less than 90 % of the quota is in use again',
    default: false,
  }),
  'auto-compaction-mode': choice({
    help: 'what --auto-compaction-retention counts: time or revisions',
    choices: ['periodic', 'revision'],
    default: 'periodic',
  }),
  'auto-compaction-retention': string({
    help: 'history to keep: hours or a duration (5m), or a number of revisions; 0 = all',
    default: '0',
  }),
  'initial-corrupt-check': boolean({
    help: 'compare the data with the other members before serving',
    default: false,
  }),
  'corrupt-check-time': duration({
    help: 'time between two comparisons of the data of all members; 0 = never',
    defaultMs: 0,
  }),
  'compact-hash-check-enabled': boolean({
    help: 'hash the records at each compaction, and compare these hashes',
    default: false,
  }),
  'compact-hash-check-time': duration({
    help: 'time between two comparisons of compaction hashes',
    defaultMs: 60_000,
  }),
  'auth-token': string({
    help: '"simple", or jwt,sign-method=…,priv-key=file,pub-key=file,ttl=10m,clock-skew=30s',
    default: 'simple',
  }),
  'auth-token-ttl': integer({
    help: 'seconds after its last use in which a simple token is forgotten',
    default: 300,
    min: 1,
  }),
  'bcrypt-cost': integer({
    help: 'how slow hashing a password is made: one more is twice as slow',
    default: 10,
    min: 4,
    max: 31,
  }),
  'warning-apply-duration': duration({
    help: 'a request whose application takes longer is named in the log; 0 = none',
    defaultMs: 100,
  }),
  'unsafe-no-fsync': boolean({
    help: 'acknowledge writes that a power loss can lose; for tests only',
    default: false,
  }),
};

/** The flags that say the same again: name without dashes → value, durations in milliseconds. */
export function memberFlags(config: MemberConfig): Readonly<Record<string, string>> {
  return flagsOf(memberOptions, config);
}

/** The same for the values of any options. */
export function flagsOf(options: Options, config: object): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, unknown>> = { ...config };
  const names = Object.keys(options);
  return Object.fromEntries(names.map((name) => [name, String(values[camelCase(name)])]));
}
