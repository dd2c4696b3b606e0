import {
  defineConfig,
  memberOptions,
  natsSecurityMistakes,
  natsSecurityOptions,
  option,
  tracingMistakes,
  tracingOptions,
} from '@cairn/config';
import type {
  ConfigDefinition,
  MemberConfig,
  NatsSecurityConfig,
  TracingConfig,
} from '@cairn/config';
import { peerTlsMistakes, peerTlsOptions, serviceTlsMistakes, serviceTlsOptions } from '@cairn/tls';
import type { PeerTlsConfig, ServiceTlsConfig } from '@cairn/tls';
import { parseAuthToken } from './auth/jwt-options.ts';
import { parseRetention } from './compaction/retention.ts';

export interface RaftNodeConfig
  extends MemberConfig, PeerTlsConfig, ServiceTlsConfig, NatsSecurityConfig, TracingConfig {
  readonly name: string;
  readonly dataDir: string;
  readonly listenPeerUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];
  readonly initialCluster: readonly string[];
  readonly initialClusterToken: string;
  readonly forceNewCluster: boolean;
  readonly listenNodeAddress: readonly string[];
  readonly adminAddress: string;
  readonly natsUrl: string;
  readonly heartbeatInterval: number;
  readonly electionTimeout: number;
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
    'force-new-cluster': option.boolean({
      help: 'disaster recovery: keep the data and become the only member; for one start',
      default: false,
    }),
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
    ...memberOptions,
    ...peerTlsOptions,
    ...serviceTlsOptions,
    ...natsSecurityOptions,
    ...tracingOptions,
  },
  check: (config) => [
    ...(config.listenNodeAddress.length === 0
      ? ['--listen-node-address must name at least one address']
      : []),
    ...checkUpkeep(config),
    ...peerTlsMistakes(config, config.listenPeerUrls),
    ...serviceTlsMistakes(config),
    ...natsSecurityMistakes(config),
    ...tracingMistakes(config),
    ...checkAuth(config),
  ],
});

function checkAuth({ authToken }: RaftNodeConfig): readonly string[] {
  const parsed = parseAuthToken(authToken);
  return parsed.kind === 'mistake' ? [parsed.text] : [];
}

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
