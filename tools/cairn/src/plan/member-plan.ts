// The four processes of a member and their command lines, from the member's configuration. Pure, so
// that what a flag becomes can be tested without starting anything. The list is in start order; the
// reverse is the stop order: clients are let go first, the truth is closed last.
import { join } from 'node:path';
import {
  edgeFlags,
  flagsOf,
  memberFlags,
  natsSecurityOptions,
  tracingOptions,
  unixPathOf,
} from '@cairn/config';
import { clientPortTlsOptions, peerTlsOptions, serviceTlsOptions } from '@cairn/tls';
import type { LauncherConfig } from '../options/launcher-config.ts';
import { probeAddress } from './probe-address.ts';
import { serviceTls } from './service-tls.ts';
import type { MemberAddresses } from './member-addresses.ts';
import { nodeFlags } from './node-flags.ts';
import type { ServiceName } from './node-flags.ts';
import type { ProcessSpec } from './process-spec.ts';

export interface MemberSite {
  /** The repository, with `apps/` in it. */
  readonly root: string;
  readonly runtimeDirectory: string;
  readonly addresses: MemberAddresses;
  /** Empty: no NATS. */
  readonly natsUrl: string;
  /** `host:port` of the metrics pages. */
  readonly metricsAddresses: readonly string[];
}

/** More than the services' own limit for a clean stop, so that they get to say what took so long. */
const stopTimeoutMs = 12_000;

export function planMember(config: LauncherConfig, site: MemberSite): readonly ProcessSpec[] {
  return [
    {
      ...service(site, 'raft-node', raftNodeFlags(config, site), site.addresses.node.listen),
      // Given again, it would throw out those who have joined since.
      firstStartArgs: config.forceNewCluster ? ['--force-new-cluster=true'] : [],
    },
    service(site, 'metrics-exporter', exporterFlags(config, site), []),
    service(site, 'lease-keeper', keeperFlags(config, site), [site.addresses.keeper.listen]),
    service(site, 'client-gateway', gatewayFlags(config, site), [
      probeAddress(site.runtimeDirectory),
      ...config.listenClientUrls.flatMap(unixAddressOf),
    ]),
  ].map((spec) => withSharedFlags(spec, config));
}

function unixAddressOf(url: string): readonly string[] {
  const path = unixPathOf(url);
  return path === undefined ? [] : [`unix:${path}`];
}

type Flags = Readonly<Record<string, string | number | readonly string[]>>;

function raftNodeFlags(config: LauncherConfig, { addresses, natsUrl }: MemberSite): Flags {
  const { featureGates: gates } = config;
  return {
    name: config.name,
    'data-dir': config.dataDir,
    'listen-peer-urls': config.listenPeerUrls,
    'initial-advertise-peer-urls': addresses.advertisePeerUrls,
    'advertise-client-urls': addresses.advertiseClientUrls,
    'initial-cluster': addresses.cluster.flatMap(({ name, peerUrls }) =>
      peerUrls.map((url) => `${name}=${url}`),
    ),
    'initial-cluster-token': config.initialClusterToken,
    'listen-node-address': addresses.node.listen,
    'nats-url': natsUrl,
    'heartbeat-interval': config.heartbeatInterval,
    'election-timeout': config.electionTimeout,
    ...memberFlags({
      ...config,
      initialCorruptCheck: gates.initialCorruptCheck ?? config.initialCorruptCheck,
      compactHashCheckEnabled: gates.compactHashCheck ?? config.compactHashCheckEnabled,
    }),
    ...flagsOf(peerTlsOptions, config),
    ...flagsOf(serviceTlsOptions, serviceTls(config)),
    ...flagsOf(natsSecurityOptions, config),
    ...flagsOf(tracingOptions, config),
  };
}

function gatewayFlags(config: LauncherConfig, site: MemberSite): Flags {
  const { addresses, natsUrl, runtimeDirectory } = site;
  return {
    'listen-client-urls': config.listenClientUrls,
    'node-address': addresses.node.local,
    'nats-url': natsUrl,
    'max-request-bytes': config.maxRequestBytes,
    ...edgeFlags(config),
    // etcd's rules: a request outlives one election and a queue, a stream three elections.
    'request-timeout': 5_000 + 2 * config.electionTimeout,
    'leader-loss-timeout': 3 * config.electionTimeout,
    'probe-address': probeAddress(runtimeDirectory),
    ...flagsOf(clientPortTlsOptions, config),
    // As etcd keeps them.
    'auto-tls-directory': join(config.dataDir, 'fixtures/client'),
    ...flagsOf(serviceTlsOptions, serviceTls(config)),
    ...flagsOf(natsSecurityOptions, config),
    ...flagsOf(tracingOptions, config),
  };
}

function keeperFlags(config: LauncherConfig, { addresses }: MemberSite): Flags {
  return {
    'keeper-id': config.name,
    'listen-address': addresses.keeper.listen,
    'advertise-address': addresses.keeper.connect,
    'node-addresses': addresses.nodes,
    // A keeper may act as primary no longer than a leader can be unseated without it noticing.
    'authority-ms': config.electionTimeout,
    ...flagsOf(serviceTlsOptions, serviceTls(config)),
  };
}

function exporterFlags(config: LauncherConfig, site: MemberSite): Flags {
  const watched = ['raft-node', 'lease-keeper', 'client-gateway'] as const;
  return {
    'listen-addresses': site.metricsAddresses,
    // etcd's --listen-metrics-urls answers health probes too, and the gateway knows how.
    'probe-url': probeAddress(site.runtimeDirectory),
    ...(site.metricsAddresses.some((address) => address.startsWith('tls:'))
      ? {
          ...flagsOf(clientPortTlsOptions, config),
          'auto-tls-directory': join(config.dataDir, 'fixtures/metrics'),
        }
      : {}),
    targets: watched.map((name) => `${name}@${config.name}=${adminAddress(site, name)}`),
  };
}

function service(
  site: MemberSite,
  name: ServiceName,
  flags: Flags,
  listened: readonly string[],
): ProcessSpec {
  const admin = adminAddress(site, name);
  return {
    name,
    command: process.execPath,
    args: [
      ...nodeFlags(name),
      join(site.root, 'apps', name, 'src/main.ts'),
      ...toArgs({ ...flags, 'admin-address': admin }),
    ],
    socketFiles: [admin, ...listened]
      .filter((address) => address.startsWith('unix:'))
      .map((address) => address.slice('unix:'.length)),
    stopTimeoutMs,
    // Without its metrics page a member still serves; a page must not take the store down.
    isEssential: name !== 'metrics-exporter',
  };
}

function withSharedFlags(spec: ProcessSpec, config: LauncherConfig): ProcessSpec {
  const shared = toArgs({ 'log-level': serviceLogLevel(config.logLevel) });
  return { ...spec, args: [...spec.args, ...shared, '--exit-with-parent'] };
}

/** etcd has more names for "fatal" than the services. */
function serviceLogLevel(level: LauncherConfig['logLevel']): string {
  return level === 'panic' || level === 'dpanic' ? 'fatal' : level;
}

function adminAddress({ runtimeDirectory }: MemberSite, name: string): string {
  return `unix:${runtimeDirectory}/${name}.admin.sock`;
}

/** `--name=value`: unlike `--name value` it cannot be misread when a value is empty or has a dash. */
function toArgs(flags: Flags): readonly string[] {
  return Object.entries(flags).map(([name, value]) => {
    const text = typeof value === 'object' ? value.join(',') : String(value);
    return `--${name}=${text}`;
  });
}
