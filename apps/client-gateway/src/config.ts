import {
  defineConfig,
  edgeMistakes,
  edgeOptions,
  natsSecurityMistakes,
  natsSecurityOptions,
  option,
  tracingMistakes,
  tracingOptions,
  unixPathOf,
} from '@cairn/config';
import type {
  ConfigDefinition,
  EdgeConfig,
  NatsSecurityConfig,
  TracingConfig,
} from '@cairn/config';
import {
  clientPortTlsMistakes,
  clientPortTlsOptions,
  serviceTlsMistakes,
  serviceTlsOptions,
} from '@cairn/tls';
import type { ClientPortTlsConfig, ServiceTlsConfig } from '@cairn/tls';

export interface GatewayConfig
  extends EdgeConfig, ClientPortTlsConfig, ServiceTlsConfig, NatsSecurityConfig, TracingConfig {
  readonly listenClientUrls: readonly string[];
  readonly nodeAddress: string;
  readonly natsUrl: string;
  readonly adminAddress: string;
  readonly probeAddress: string;
  readonly autoTlsDirectory: string;
  readonly maxRequestBytes: number;
  readonly requestTimeout: number;
  readonly leaderLossTimeout: number;
  readonly natsSilenceTimeout: number;
  readonly healthTimeout: number;
  readonly drainTimeout: number;
}

const progressIntervalMsMin = 100;

export const definition: ConfigDefinition<GatewayConfig> = defineConfig({
  service: 'client-gateway',
  summary: 'the etcd v3 API for clients; keeps nothing',
  options: {
    'listen-client-urls': option.urlList({
      help: 'where clients connect: gRPC and HTTP on the same port',
      default: ['http://127.0.0.1:2379'],
    }),
    'node-address': option.string({
      help: "this member's raft-node: host:port or unix:/path",
      default: '127.0.0.1:2381',
    }),
    'nats-url': option.string({
      help: 'NATS server for watch events; empty = follow the raft-node',
      default: '',
    }),
    'admin-address': option.string({
      help: '/metrics and /health: host:port or unix:/path',
      default: '127.0.0.1:2383',
    }),
    'probe-address': option.string({
      help: '/health, /livez and /readyz of the client port without TLS, for probes: host:port or unix:/path; empty: nowhere',
      default: '',
    }),
    'max-request-bytes': option.integer({
      help: 'bytes of one request; messages may be 512 KiB larger',
      default: 1_572_864,
      min: 1_024,
    }),
    ...edgeOptions,
    'request-timeout': option.duration({
      help: 'for requests whose client sets no shorter deadline',
      defaultMs: 7_000,
    }),
    'leader-loss-timeout': option.duration({
      help: 'without a leader for so long, streams that asked for one are ended (3 election timeouts)',
      defaultMs: 3_000,
    }),
    'nats-silence-timeout': option.duration({
      help: 'nothing heard from NATS for so long, the raft-node is followed instead',
      defaultMs: 2_000,
    }),
    'health-timeout': option.duration({
      help: 'for the reads behind /health, /livez and /readyz',
      defaultMs: 2_000,
    }),
    'drain-timeout': option.duration({
      help: 'for calls in flight when the gateway stops',
      defaultMs: 5_000,
    }),
    ...clientPortTlsOptions,
    'auto-tls-directory': option.string({
      help: 'where the certificate of --auto-tls is kept',
      default: '',
    }),
    ...serviceTlsOptions,
    ...natsSecurityOptions,
    ...tracingOptions,
  },
  check: mistakesIn,
});

function mistakesIn(config: GatewayConfig): readonly string[] {
  const mistakes: string[] = [];
  if (config.listenClientUrls.length === 0) {
    mistakes.push('--listen-client-urls needs at least one URL');
  }
  for (const url of config.listenClientUrls) {
    const { protocol, port } = new URL(url);
    if (protocol === 'unix:') {
      if (unixPathOf(url) === undefined) {
        mistakes.push(`--listen-client-urls: ${url}: a Unix socket is written unix:///path`);
      }
    } else if (protocol !== 'http:' && protocol !== 'https:') {
      mistakes.push(`--listen-client-urls: ${url}: only http, https and unix are supported`);
    } else if (port === '' && !/:(80|443)(\/|$)/.test(url)) {
      mistakes.push(`--listen-client-urls: ${url} has no port`);
    }
  }
  if (config.nodeAddress === '') mistakes.push('--node-address must not be empty');
  if (config.watchProgressNotifyInterval < progressIntervalMsMin) {
    mistakes.push(`--watch-progress-notify-interval is below ${progressIntervalMsMin}ms`);
  }
  mistakes.push(...clientPortTlsMistakes(config, config.listenClientUrls));
  if (config.autoTls && config.certFile === '' && config.autoTlsDirectory === '') {
    mistakes.push('--auto-tls needs --auto-tls-directory');
  }
  mistakes.push(
    ...edgeMistakes(config),
    ...serviceTlsMistakes(config),
    ...natsSecurityMistakes(config),
    ...tracingMistakes(config),
  );
  return mistakes;
}

/**
 * Whether the name in a client's certificate says who asks. It has to be asked for by etcd's flag, and the
 * raft-node believes it only from who must be a gateway.
 */
export function certificatesNameUsers(config: GatewayConfig): boolean {
  const { clientCertAuth, nodeAddress, serviceCertFile } = config;
  return clientCertAuth && (nodeAddress.startsWith('unix:') || serviceCertFile !== '');
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Of a Unix socket; host and port do not count then. */
  readonly path: string | undefined;
}

/** Where a client URL that passed the check is listened on. */
export function toListenAddress(url: string): ListenAddress {
  const { hostname, port, protocol } = new URL(url);
  const isTls = protocol === 'https:';
  return {
    path: unixPathOf(url),
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    isTls,
  };
}
