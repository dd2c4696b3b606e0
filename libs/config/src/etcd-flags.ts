// The whole command line of etcd 3.4 to 3.7, and what becomes of each flag here. People bring their start
// scripts along, so a flag that only tunes etcd's insides is taken with a warning that says why it has no
// effect. A flag that protects something, or decides which cluster a member belongs to, is another matter: to
// take it and then not do it would be worse than not to start, so such a flag is refused.
//
// One list, because three readers must agree: the launcher takes what stands here, the tests compare
// it with what `etcd --help` prints, and the compatibility table is made from it.

export type EtcdFlagOutcome = 'works' | 'warned' | 'refused';

export interface EtcdFlag {
  readonly name: string;
  /** Other names that some version of etcd has for it. */
  readonly aliases: readonly string[];
  readonly outcome: EtcdFlagOutcome;
  /** What is different from etcd, or why it has no effect or is refused; empty = nothing is different. */
  readonly note: string;
  /** `--x` alone is `--x=true`. Only of flags that do not work: of the others their option says it. */
  readonly isSwitch: boolean;
  /** Values that ask for what happens anyway: nothing is said of them. The empty text always is one. */
  readonly harmless: readonly string[];
}

export interface EtcdFeatureGate {
  readonly name: string;
  readonly outcome: Exclude<EtcdFlagOutcome, 'refused'>;
  readonly note: string;
  /** Setting it to this asks for what happens anyway; undefined = neither does. */
  readonly harmless: boolean | undefined;
}

type Extras = Partial<Pick<EtcdFlag, 'isSwitch' | 'harmless'>>;

function flag(outcome: EtcdFlagOutcome, name: string, note: string, extras: Extras = {}): EtcdFlag {
  const aliases = onceExperimental.has(name) ? [`experimental-${name}`] : [];
  return { name, aliases, outcome, note, isSwitch: false, harmless: [], ...extras };
}

const works = (name: string): EtcdFlag => flag('works', name, '');
const differs = (name: string, note: string): EtcdFlag => flag('works', name, note);
const warned = (name: string, reason: string, extras?: Extras): EtcdFlag =>
  flag('warned', name, reason, extras);
const refused = (name: string, reason: string, extras?: Extras): EtcdFlag =>
  flag('refused', name, reason, extras);

/** Names that etcd 3.4, 3.5 or 3.6 knows as `--experimental-<name>`. */
const onceExperimental: ReadonlySet<string> = new Set([
  'backend-bbolt-freelist-type',
  'bootstrap-defrag-threshold-megabytes',
  'compact-hash-check-enabled',
  'compact-hash-check-time',
  'compaction-batch-limit',
  'compaction-sleep-interval',
  'corrupt-check-time',
  'distributed-tracing-address',
  'distributed-tracing-instance-id',
  'distributed-tracing-sampling-rate',
  'distributed-tracing-service-name',
  'downgrade-check-time',
  'enable-distributed-tracing',
  'enable-lease-checkpoint',
  'enable-lease-checkpoint-persist',
  'initial-corrupt-check',
  'max-learners',
  'memory-mlock',
  'peer-skip-client-san-verification',
  'snapshot-catchup-entries',
  'stop-grpc-service-on-defrag',
  'txn-mode-write-with-shared-buffer',
  'warning-apply-duration',
  'warning-unary-request-duration',
  'watch-progress-notify-interval',
]);

const isSwitch = true;
const noDiscovery = 'there is no discovery service support; list the members in --initial-cluster';
const bbolt = 'it tunes bbolt, which is not used';
const pings = 'peer connections are watched by pings';
const logging = 'logs go to stdout, one line each; let the supervisor or container rotate them';
const ownClient = 'no part of a member calls its client port';
const v2 = 'the v2 API does not exist here';
const paced = 'compaction paces itself';
const ancient = 'etcd 0.4 is gone';

const member: readonly EtcdFlag[] = [
  works('name'),
  differs('data-dir', 'the default is cairn.data'),
  warned('wal-dir', 'the write-ahead log lies in the data directory'),
  works('snapshot-count'),
  works('heartbeat-interval'),
  works('election-timeout'),
  warned('initial-election-tick-advance', 'elections start with a full timeout', { isSwitch }),
  works('listen-peer-urls'),
  works('listen-client-urls'),
  warned('listen-client-http-urls', 'HTTP and gRPC share the client port'),
  warned('max-wals', 'segments are kept as long as they are needed'),
  warned('max-snapshots', 'snapshots are kept as long as they are needed'),
  warned('memory-mlock', bbolt, { isSwitch, harmless: ['false'] }),
  works('quota-backend-bytes'),
  warned('backend-bbolt-freelist-type', bbolt),
  warned('backend-batch-interval', bbolt),
  warned('backend-batch-limit', bbolt),
  works('max-txn-ops'),
  works('max-request-bytes'),
  differs('max-concurrent-streams', 'the default is 100000, and 2147483647 the most'),
  works('grpc-keepalive-min-time'),
  works('grpc-keepalive-interval'),
  works('grpc-keepalive-timeout'),
  warned('socket-reuse-port', 'ports are never shared', { isSwitch, harmless: ['false'] }),
  warned('socket-reuse-address', 'it is always on', { isSwitch, harmless: ['true'] }),
  works('enable-grpc-gateway'),
  warned('raft-read-timeout', pings),
  warned('raft-write-timeout', pings),
  differs('feature-gates', 'see the gates'),
];

const clustering: readonly EtcdFlag[] = [
  works('initial-advertise-peer-urls'),
  works('initial-cluster'),
  works('initial-cluster-state'),
  works('initial-cluster-token'),
  works('advertise-client-urls'),
  ...[
    'discovery',
    'discovery-token',
    'discovery-endpoints',
    'discovery-srv',
    'discovery-srv-name',
    'discovery-cert',
    'discovery-key',
    'discovery-cacert',
    'discovery-user',
    'discovery-password',
    'discovery-proxy',
  ].map((name) => refused(name, noDiscovery)),
  warned('discovery-dial-timeout', noDiscovery),
  warned('discovery-request-timeout', noDiscovery),
  warned('discovery-keepalive-time', noDiscovery),
  warned('discovery-keepalive-timeout', noDiscovery),
  warned('discovery-insecure-transport', noDiscovery, { isSwitch }),
  warned('discovery-insecure-skip-tls-verify', noDiscovery, { isSwitch }),
  warned('discovery-fallback', noDiscovery, { harmless: ['exit', 'proxy'] }),
  works('strict-reconfig-check'),
  warned('pre-vote', 'it is always on', { isSwitch, harmless: ['true'] }),
  works('auto-compaction-retention'),
  works('auto-compaction-mode'),
  warned('enable-v2', v2, { isSwitch, harmless: ['false'] }),
  warned('experimental-enable-v2v3', v2),
  warned('v2-deprecation', v2),
];

const security: readonly EtcdFlag[] = [
  works('cert-file'),
  works('key-file'),
  works('client-cert-auth'),
  warned('client-cert-file', ownClient),
  warned('client-key-file', ownClient),
  differs('client-crl-file', 'needs a list in force of every authority in a chain'),
  works('client-cert-allowed-hostname'),
  works('trusted-ca-file'),
  works('auto-tls'),
  works('peer-cert-file'),
  works('peer-key-file'),
  works('peer-client-cert-auth'),
  works('peer-client-cert-file'),
  works('peer-client-key-file'),
  works('peer-trusted-ca-file'),
  works('peer-cert-allowed-cn'),
  works('peer-cert-allowed-hostname'),
  works('peer-auto-tls'),
  works('peer-skip-client-san-verification'),
  works('self-signed-cert-validity'),
  differs('peer-crl-file', 'needs a list in force of every authority in a chain'),
  works('cipher-suites'),
  works('cors'),
  works('host-whitelist'),
  works('tls-min-version'),
  works('tls-max-version'),
  works('auth-token'),
  works('auth-token-ttl'),
  works('bcrypt-cost'),
];

const monitoring: readonly EtcdFlag[] = [
  differs('enable-pprof', "profiles of the gateway's JavaScript, for Chrome's developer tools"),
  warned('metrics', 'all metrics are always exported', { harmless: ['basic', 'extensive'] }),
  works('listen-metrics-urls'),
  warned('logger', logging, { harmless: ['zap'] }),
  warned('log-outputs', logging, { harmless: ['default', 'stdout', 'stderr'] }),
  works('log-level'),
  differs('log-format', 'the default is console'),
  warned('log-package-levels', 'the log has one level; it can be changed at run time'),
  warned('debug', 'it is --log-level=debug since etcd 3.5', { isSwitch, harmless: ['false'] }),
  warned('enable-log-rotation', logging, { isSwitch, harmless: ['false'] }),
  warned('log-rotation-config-json', logging),
  works('warning-unary-request-duration'),
  works('warning-apply-duration'),
  works('enable-distributed-tracing'),
  works('distributed-tracing-address'),
  works('distributed-tracing-service-name'),
  works('distributed-tracing-instance-id'),
  works('distributed-tracing-sampling-rate'),
];

const features: readonly EtcdFlag[] = [
  works('corrupt-check-time'),
  works('initial-corrupt-check'),
  works('compact-hash-check-enabled'),
  works('compact-hash-check-time'),
  warned('compaction-batch-limit', paced),
  warned('compaction-sleep-interval', paced),
  works('watch-progress-notify-interval'),
  warned('bootstrap-defrag-threshold-megabytes', bbolt, { harmless: ['0'] }),
  works('max-learners'),
  warned('downgrade-check-time', 'there is nothing to downgrade to'),
  works('snapshot-catchup-entries'),
  warned('enable-lease-checkpoint', 'leases are always checkpointed', {
    isSwitch,
    harmless: ['true'],
  }),
  warned('enable-lease-checkpoint-persist', 'lease checkpoints are always kept', {
    isSwitch,
    harmless: ['true'],
  }),
  warned('stop-grpc-service-on-defrag', 'defragmenting does not stop the service', {
    isSwitch,
    harmless: ['false'],
  }),
  warned('txn-mode-write-with-shared-buffer', bbolt, { isSwitch }),
  differs('force-new-cluster', 'only for the first start of the raft-node'),
  works('unsafe-no-fsync'),
  differs('config-file', 'flags and variables win over the file'),
];

/** The proxy of the v2 API, and what etcd itself ignores without a word. */
const bygone: readonly EtcdFlag[] = [
  warned('proxy', v2, { harmless: ['off'] }),
  warned('proxy-failure-wait', v2),
  warned('proxy-refresh-interval', v2),
  warned('proxy-dial-timeout', v2),
  warned('proxy-write-timeout', v2),
  warned('proxy-read-timeout', v2),
  ...[
    'cluster-active-size',
    'cluster-remove-delay',
    'cluster-sync-interval',
    'config',
    'force',
    'max-result-buffer',
    'max-retry-attempts',
    'peer-heartbeat-interval',
    'peer-election-timeout',
    'retry-interval',
    'snapshot',
    'v',
    'vv',
  ].map((name) => warned(name, ancient, { isSwitch })),
];

export const etcdFlags: readonly EtcdFlag[] = [
  ...member,
  ...clustering,
  ...security,
  ...monitoring,
  ...features,
  ...bygone,
];

/** Of `--feature-gates`. `AllAlpha` and `AllBeta` stand for those of their stage that are not named. */
export const etcdFeatureGates: readonly EtcdFeatureGate[] = [
  { name: 'InitialCorruptCheck', outcome: 'works', note: '', harmless: undefined },
  { name: 'CompactHashCheck', outcome: 'works', note: '', harmless: undefined },
  { name: 'AllAlpha', outcome: 'works', note: '', harmless: undefined },
  gate('AllBeta', 'what etcd has in beta tunes bbolt, or is always on'),
  gate('StopGRPCServiceOnDefrag', 'defragmenting does not stop the service', false),
  gate('TxnModeWriteWithSharedBuffer', bbolt),
  gate('LeaseCheckpoint', 'leases are always checkpointed', true),
  gate('LeaseCheckpointPersist', 'lease checkpoints are always kept', true),
  gate('SetMemberLocalAddr', 'the system chooses the address that peers are called from', false),
  gate('FastLeaseKeepAlive', 'leases are kept alive beside the log anyway', true),
  gate('PriorityRequest', 'leases and heartbeats have ways of their own', false),
];

function gate(name: string, note: string, harmless?: boolean): EtcdFeatureGate {
  return { name, outcome: 'warned', note, harmless };
}
