import { defineConfig, option } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { serviceTlsMistakes, serviceTlsOptions } from '@cairn/tls';
import type { ServiceTlsConfig } from '@cairn/tls';

export interface LeaseKeeperConfig extends ServiceTlsConfig {
  readonly keeperId: string;
  readonly listenAddress: string;
  readonly advertiseAddress: string;
  readonly nodeAddresses: readonly string[];
  readonly adminAddress: string;
  readonly authorityMs: number;
  readonly keepAliveWait: number;
  readonly checkpointInterval: number;
  readonly resendInterval: number;
}

export const definition: ConfigDefinition<LeaseKeeperConfig> = defineConfig({
  service: 'lease-keeper',
  summary:
    'keeps the time of leases: answers keep-alives and proposes the revoke of expired leases',
  options: {
    'keeper-id': option.string({ help: 'name of this keeper, unique in the cluster' }),
    'listen-address': option.string({
      help: 'gRPC for gateways: host:port or unix:/path',
      default: '127.0.0.1:2384',
    }),
    'advertise-address': option.string({
      help: 'where gateways reach this keeper (default: the listen address)',
      default: '',
    }),
    'node-addresses': option.list({
      help: 'the raft-nodes of the cluster, all of them: host:port or unix:/path',
      default: ['127.0.0.1:2381'],
    }),
    'admin-address': option.string({
      help: '/metrics and /health: host:port or unix:/path',
      default: '127.0.0.1:2385',
    }),
    'authority-ms': option.integer({
      help: 'how long a proof of being primary counts; at most the election timeout of the raft-nodes',
      default: 1_000,
      min: 30,
    }),
    'keep-alive-wait': option.duration({
      help: 'how long a keep-alive waits for a proof or for the log before it is sent away',
      defaultMs: 3_000,
    }),
    'checkpoint-interval': option.duration({
      help: 'after how long without renewal the remaining TTL of a lease is stored in the log',
      defaultMs: 5 * 60_000,
    }),
    'resend-interval': option.duration({
      help: 'after how long a revoke that the log has not confirmed is proposed again',
      defaultMs: 5_000,
    }),
    ...serviceTlsOptions,
  },
  check: ({ keeperId, nodeAddresses, listenAddress, advertiseAddress, ...tls }) => [
    ...serviceTlsMistakes(tls),
    ...(keeperId === '' ? ['--keeper-id must not be empty'] : []),
    ...(nodeAddresses.length === 0 ? ['--node-addresses must name at least one raft-node'] : []),
    ...(advertiseAddress === '' && listensEverywhere(listenAddress)
      ? ['--advertise-address is needed: gateways cannot reach "every interface"']
      : []),
  ],
});

function listensEverywhere(address: string): boolean {
  return /^(0\.0\.0\.0|\[::\]|):\d+$/.test(address);
}
