// The launcher's command line: etcd's flags, and a few of its own.
import {
  defineConfig,
  edgeOptions,
  memberOptions,
  natsSecurityOptions,
  option,
  tracingOptions,
} from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { clientPortTlsOptions, peerTlsOptions, serviceTlsOptions } from '@cairn/tls';
import { checkLauncherConfig } from './check-launcher-config.ts';
import { adaptEtcdFile } from './etcd-file.ts';
import { featureGates } from './feature-gates.ts';
import { etcdAliases, foreignOptions } from './foreign-option.ts';
import type { LauncherConfig } from './launcher-config.ts';

const membership = {
  name: option.string({ help: 'name of this member', default: 'default' }),
  'data-dir': option.string({
    help: 'directory of this member; nobody else may write to it',
    default: 'cairn.data',
  }),
  'listen-client-urls': option.urlList({
    help: 'where clients connect (gRPC and HTTP)',
    default: ['http://127.0.0.1:2379'],
  }),
  'advertise-client-urls': option.urlList({
    help: 'client URLs told to the rest of the cluster; empty: the ones listened on',
    default: [],
  }),
  'listen-peer-urls': option.urlList({
    help: 'where other members connect',
    default: ['http://127.0.0.1:2380'],
  }),
  'initial-advertise-peer-urls': option.urlList({
    help: 'peer URLs told to the rest of the cluster; empty: the ones listened on',
    default: [],
  }),
  'initial-cluster': option.list({
    help: 'every member of a new cluster as name=peer-url; empty: this member alone',
    default: [],
  }),
  'initial-cluster-token': option.string({
    help: 'keeps clusters with the same member names apart',
    default: 'etcd-cluster',
  }),
  'force-new-cluster': option.boolean({
    help: 'disaster recovery: keep the data and become the only member; for one start',
    default: false,
  }),
  'listen-metrics-urls': option.urlList({
    help: 'where /metrics and /health are served besides the client port; empty: any free port',
    default: [],
  }),
} as const;

const tuning = {
  'heartbeat-interval': option.integer({
    help: 'milliseconds between heartbeats of the leader',
    default: 100,
    min: 1,
  }),
  'election-timeout': option.integer({
    help: 'milliseconds without a leader before an election',
    default: 1_000,
    min: 5,
    max: 50_000,
  }),
  'feature-gates': featureGates,
} as const;

const launching = {
  'log-level': option.choice({
    help: 'least severe log lines to write',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal'],
    default: 'info',
  }),
  'log-format': option.choice({
    help: 'console: prefixed lines for people; json: one object per line',
    choices: ['console', 'json'],
    default: 'console',
  }),
  'nats-url': option.string({
    help: 'NATS servers that carry watch events; needed for NATS in a cluster of several members',
    default: '',
  }),
  'no-nats': option.boolean({
    help: 'do not start a nats-server; watch events travel over gRPC',
    default: false,
  }),
  'listen-node-address': option.list({
    help: 'host:port or unix:/path of the raft-node service, besides the Unix socket of the member itself; empty: nothing else for a single member with a loopback peer URL, otherwise peer port + 1000',
    default: [],
  }),
  'listen-keeper-address': option.string({
    help: 'host:port or unix:/path of the lease-keeper service; empty: a Unix socket for a single member with a loopback peer URL, otherwise peer port + 2000',
    default: '',
  }),
  'node-addresses': option.list({
    help: 'raft-node addresses of all members; empty: derived from --initial-cluster',
    default: [],
  }),
  'exit-with-parent': option.boolean({
    help: 'stop when stdin reaches its end',
    default: false,
  }),
} as const;

export const launcherDefinition: ConfigDefinition<LauncherConfig> = defineConfig({
  service: 'cairn',
  summary: 'one member of an etcd-compatible key-value store, started with the flags of etcd',
  options: {
    ...membership,
    ...memberOptions,
    ...clientPortTlsOptions,
    ...peerTlsOptions,
    ...serviceTlsOptions,
    ...natsSecurityOptions,
    ...tracingOptions,
    ...tuning,
    ...edgeOptions,
    ...launching,
    ...foreignOptions,
  },
  aliases: etcdAliases,
  environmentPrefixes: ['ETCD_', 'CAIRN_'],
  warnsOfUnknownEnvironment: true,
  adaptFile: adaptEtcdFile,
  check: checkLauncherConfig,
});
