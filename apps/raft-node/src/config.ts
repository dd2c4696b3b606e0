import { defineConfig, option } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { parseRetention } from './compaction/retention.ts';

export interface RaftNodeConfig {
  readonly name: string;
  readonly dataDir: string;
  readonly listenPeerUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];
  readonly initialCluster: readonly string[];
  readonly initialClusterToken: string;
  readonly initialClusterState: 'new' | 'existing';
  readonly forceNewCluster: boolean;
  readonly strictReconfigCheck: boolean;
  readonly maxLearners: number;
  readonly listenNodeAddress: readonly string[];
  readonly adminAddress: string;
  readonly natsUrl: string;
  readonly heartbeatInterval: number;
  readonly electionTimeout: number;
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
  readonly unsafeNoFsync: boolean;
}

const defaultQuotaBytes = 2 * 1024 * 1024 * 1024;

export const definition: ConfigDefinition<RaftNodeConfig> = defineConfig({
  service: 'raft-node',
  summary: 'the member that holds the truth: Raft, log, store and lease table',
  options: {
    name: option.string({
      help: 'name of this member, as in --initial-cluster',
      default: 'default',
    }),
    'data-dir': option.string({ help: 'directory that belongs to this member alone' }),
    'listen-peer-urls': option.urlList({
      help: 'where other members reach this one',
      default: ['http://127.0.0.1:2380'],
    }),
    'initial-advertise-peer-urls': option.urlList({
      help: 'what the other members know this one by',
      default: ['http://127.0.0.1:2380'],
    }),
    'advertise-client-urls': option.urlList({
      help: 'what the member list tells clients',
      default: ['http://127.0.0.1:2379'],
    }),
    'initial-cluster': option.list({
      help: 'all members of a new cluster, name=peer-url, a name once per URL (default: this one)',
      default: [],
    }),
    'initial-cluster-token': option.string({
      help: 'tells apart clusters with the same URLs',
      default: 'etcd-cluster',
    }),
    'initial-cluster-state': option.choice({
      help: '"existing" for a member that was added to a running cluster',
      choices: ['new', 'existing'],
      default: 'new',
    }),
    'force-new-cluster': option.boolean({
      help: 'disaster recovery: keep the data and become the only member; for one start',
      default: false,
    }),
    'strict-reconfig-check': option.boolean({
      help: 'refuse changes of the membership that would endanger the quorum',
      default: true,
    }),
    'max-learners': option.integer({ help: 'learners at a time', default: 1, min: 1 }),
    'listen-node-address': option.list({
      help: 'gRPC for gateways and lease-keepers: host:port or unix:/path, one or several',
      default: ['127.0.0.1:2381'],
    }),
    'admin-address': option.string({
      help: '/metrics and /health: host:port or unix:/path',
      default: '127.0.0.1:2382',
    }),
    'nats-url': option.string({
      help: 'NATS server for watch events; empty = gateways follow over gRPC',
      default: '',
    }),
    'heartbeat-interval': option.duration({ help: 'time between two heartbeats', defaultMs: 100 }),
    'election-timeout': option.duration({
      help: 'silence of the leader after which a member campaigns',
      defaultMs: 1_000,
    }),
    'snapshot-count': option.integer({
      help: 'applied entries after which the log is compacted',
      default: 10_000,
      min: 1,
    }),
    'snapshot-catchup-entries': option.integer({
      help: 'entries kept behind a compaction for members that are a little late',
      default: 5_000,
      min: 1,
    }),
    'snapshot-send-rate': option.integer({
      help: 'bytes per second of the state sent to members that need all of it; 0 = no limit',
      default: 64 * 1024 * 1024,
      min: 0,
    }),
    'max-txn-ops': option.integer({ help: 'operations in one transaction', default: 128, min: 1 }),
    'max-request-bytes': option.integer({
      help: 'bytes of one write',
      default: 1_572_864,
      min: 1_024,
    }),
    'quota-backend-bytes': option.integer({
      help: 'bytes in use at which puts are refused; 0 = 2 GiB, negative = no limit',
      default: 0,
    }),
    'quota-auto-disarm': option.boolean({
      help: 'lift the NOSPACE alarm when less than 90 % of the quota is in use again',
      default: false,
    }),
    'auto-compaction-mode': option.choice({
      help: 'what --auto-compaction-retention counts: time or revisions',
      choices: ['periodic', 'revision'],
      default: 'periodic',
    }),
    'auto-compaction-retention': option.string({
      help: 'history to keep: hours or a duration, or a number of revisions; 0 = all',
      default: '0',
    }),
    'initial-corrupt-check': option.boolean({
      help: 'compare the data with the other members before serving',
      default: false,
    }),
    'corrupt-check-time': option.duration({
      help: 'time between two comparisons of all members; 0 = never',
      defaultMs: 0,
    }),
    'compact-hash-check-enabled': option.boolean({
      help: 'hash the records at each compaction, and compare these hashes',
      default: false,
    }),
    'compact-hash-check-time': option.duration({
      help: 'time between two comparisons of compaction hashes',
      defaultMs: 60_000,
    }),
    'unsafe-no-fsync': option.boolean({
      help: 'acknowledge writes that a power loss can lose; for tests only',
      default: false,
    }),
  },
  check: (config) => [
    ...(config.listenNodeAddress.length === 0
      ? ['--listen-node-address must name at least one address']
      : []),
    ...checkUpkeep(config),
  ],
});

function checkUpkeep(config: RaftNodeConfig): readonly string[] {
  const { autoCompactionMode: mode, autoCompactionRetention: retention } = config;
  const mistakes: string[] = [];
  if (parseRetention(mode, retention) === undefined) {
    const wanted = mode === 'periodic' ? 'hours or a duration like 30m' : 'a number of revisions';
    mistakes.push(`--auto-compaction-retention: "${retention}" is not ${wanted}`);
  }
  if (config.compactHashCheckEnabled && config.compactHashCheckTime <= 0) {
    mistakes.push('--compact-hash-check-time must be more than 0');
  }
  return mistakes;
}

export function quotaBytesOf({ quotaBackendBytes }: RaftNodeConfig): number {
  return quotaBackendBytes === 0 ? defaultQuotaBytes : quotaBackendBytes;
}
