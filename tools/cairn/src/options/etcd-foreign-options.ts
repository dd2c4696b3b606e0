// The part of etcd's command line that has no meaning for Cairn, flag by flag with the reason.
import type { Option } from '@cairn/config';
import { accepted, refused } from './foreign-option.ts';

type ForeignOptions = Readonly<Record<string, Option<undefined>>>;

const noDiscovery = 'there is no discovery service support; list the members in --initial-cluster';
const bbolt = 'it tunes bbolt, which is not used';
const tracing = 'there is no distributed tracing';
const logging = 'logs go to stdout, one line each; let the supervisor or container rotate them';
const ownClient = 'no part of a member calls its client port';
const v2 = 'the v2 API does not exist here';

const discovery: ForeignOptions = Object.fromEntries(
  [
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
  ].map((name) => [name, refused({ reason: noDiscovery })]),
);

const withoutEffect: ForeignOptions = {
  'wal-dir': accepted({ reason: 'the write-ahead log lies in the data directory' }),
  'max-wals': accepted({ reason: 'segments are kept as long as they are needed' }),
  'max-snapshots': accepted({ reason: 'snapshots are kept as long as they are needed' }),
  'memory-mlock': accepted({ reason: bbolt, isSwitch: true, harmless: ['false'] }),
  'backend-bbolt-freelist-type': accepted({ reason: bbolt }),
  'backend-batch-interval': accepted({ reason: bbolt }),
  'backend-batch-limit': accepted({ reason: bbolt }),
  'initial-election-tick-advance': accepted({
    reason: 'elections start with a full timeout',
    isSwitch: true,
  }),
  'listen-client-http-urls': accepted({ reason: 'HTTP and gRPC share the client port' }),
  'socket-reuse-port': accepted({
    reason: 'ports are never shared',
    isSwitch: true,
    harmless: ['false'],
  }),
  'socket-reuse-address': accepted({ reason: 'it is always on', isSwitch: true }),
  'raft-read-timeout': accepted({ reason: 'peer connections are watched by pings' }),
  'raft-write-timeout': accepted({ reason: 'peer connections are watched by pings' }),
  'client-cert-file': accepted({ reason: ownClient }),
  'client-key-file': accepted({ reason: ownClient }),
  'discovery-dial-timeout': accepted({ reason: noDiscovery }),
  'discovery-request-timeout': accepted({ reason: noDiscovery }),
  'discovery-keepalive-time': accepted({ reason: noDiscovery }),
  'discovery-keepalive-timeout': accepted({ reason: noDiscovery }),
  'discovery-insecure-transport': accepted({ reason: noDiscovery, isSwitch: true }),
  'discovery-insecure-skip-tls-verify': accepted({ reason: noDiscovery, isSwitch: true }),
  'discovery-fallback': accepted({ reason: noDiscovery, harmless: ['exit', 'proxy'] }),
  'pre-vote': accepted({ reason: 'it is always on', isSwitch: true, harmless: ['true'] }),
  metrics: accepted({ reason: 'all metrics are always exported', harmless: ['basic'] }),
  logger: accepted({ reason: logging, harmless: ['zap'] }),
  'log-outputs': accepted({ reason: logging, harmless: ['default', 'stdout', 'stderr'] }),
  'enable-log-rotation': accepted({ reason: logging, isSwitch: true, harmless: ['false'] }),
  'log-rotation-config-json': accepted({ reason: logging }),
  'warning-apply-duration': accepted({ reason: 'slow applies show in the metrics' }),
  'enable-distributed-tracing': accepted({ reason: tracing, isSwitch: true, harmless: ['false'] }),
  'distributed-tracing-address': accepted({ reason: tracing }),
  'distributed-tracing-service-name': accepted({ reason: tracing }),
  'distributed-tracing-instance-id': accepted({ reason: tracing }),
  'distributed-tracing-sampling-rate': accepted({ reason: tracing }),
  'compaction-batch-limit': accepted({ reason: 'compaction paces itself' }),
  'compaction-sleep-interval': accepted({ reason: 'compaction paces itself' }),
  'bootstrap-defrag-threshold-megabytes': accepted({ reason: bbolt, harmless: ['0'] }),
  'enable-lease-checkpoint': accepted({
    reason: 'leases are always checkpointed',
    isSwitch: true,
    harmless: ['true'],
  }),
  'enable-lease-checkpoint-persist': accepted({
    reason: 'lease checkpoints are always kept',
    isSwitch: true,
    harmless: ['true'],
  }),
  'stop-grpc-service-on-defrag': accepted({
    reason: 'defragmenting does not stop the service',
    isSwitch: true,
    harmless: ['false'],
  }),
  'txn-mode-write-with-shared-buffer': accepted({ reason: bbolt, isSwitch: true }),
  'downgrade-check-time': accepted({ reason: 'there is nothing to downgrade to' }),
  'enable-v2': accepted({ reason: v2, isSwitch: true, harmless: ['false'] }),
  'experimental-enable-v2v3': accepted({ reason: v2 }),
  'v2-deprecation': accepted({ reason: v2 }),
  proxy: accepted({ reason: v2, harmless: ['off'] }),
  'proxy-failure-wait': accepted({ reason: v2 }),
  'proxy-refresh-interval': accepted({ reason: v2 }),
  'proxy-dial-timeout': accepted({ reason: v2 }),
  'proxy-write-timeout': accepted({ reason: v2 }),
  'proxy-read-timeout': accepted({ reason: v2 }),
};

/** etcd itself ignores these without a word. */
const legacy: ForeignOptions = Object.fromEntries(
  [
    'cluster-active-size',
    'cluster-remove-delay',
    'cluster-sync-interval',
    'config',
    'max-result-buffer',
    'max-retry-attempts',
    'peer-heartbeat-interval',
    'peer-election-timeout',
    'retry-interval',
  ].map((name) => [name, accepted({ reason: 'etcd 0.4 is gone' })]),
);

export const foreignOptions: ForeignOptions = {
  ...discovery,
  ...withoutEffect,
  ...legacy,
};

/** Names etcd 3.5 and 3.6 know as `--experimental-<name>`. */
export const onceExperimental: readonly string[] = [
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
];
