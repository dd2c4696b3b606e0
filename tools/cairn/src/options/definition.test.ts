import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import type { ReadConfig } from '@cairn/config';
import { launcherDefinition } from './definition.ts';
import type { LauncherConfig } from './launcher-config.ts';

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

function read({ argv = [], env = {}, file = '' }: Given): ReadConfig<LauncherConfig> {
  return readConfig(launcherDefinition, { argv, env, readFile: () => file });
}

function valuesOf(given: Given): LauncherConfig {
  const result = read(given);
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

function mistakesOf(...argv: readonly string[]): readonly string[] {
  const result = read({ argv });
  assert.ok(result.kind === 'mistakes', JSON.stringify(result));
  return result.messages;
}

function warningsOf(given: Given): readonly string[] {
  const result = read(given);
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.warnings;
}

void test('without flags it is one member on the ports of etcd', () => {
  const config = valuesOf({});
  assert.equal(config.name, 'default');
  assert.deepEqual(config.listenClientUrls, ['http://127.0.0.1:2379']);
  assert.deepEqual(config.listenPeerUrls, ['http://127.0.0.1:2380']);
  assert.equal(config.dataDir, 'cairn.data');
});

void test('the command line of an etcd member is understood', () => {
  const config = valuesOf({
    argv: [
      '--name',
      'm1',
      '--data-dir=/var/lib/etcd',
      '--listen-client-urls',
      'http://0.0.0.0:2379,http://127.0.0.1:4001',
      '--advertise-client-urls',
      'http://10.0.0.1:2379',
      '--listen-peer-urls',
      'http://10.0.0.1:2380',
      '-initial-advertise-peer-urls',
      'http://10.0.0.1:2380',
      '--initial-cluster',
      'm1=http://10.0.0.1:2380,m2=http://10.0.0.2:2380',
      '--initial-cluster-token',
      'tok',
      '--initial-cluster-state',
      'existing',
      '--heartbeat-interval=50',
      '--election-timeout=500',
      '--experimental-watch-progress-notify-interval=5s',
      '--unsafe-no-fsync',
    ],
  });
  assert.deepEqual(config.listenClientUrls, ['http://0.0.0.0:2379', 'http://127.0.0.1:4001']);
  assert.equal(config.initialClusterState, 'existing');
  assert.equal(config.watchProgressNotifyInterval, 5_000);
  assert.equal(config.unsafeNoFsync, true);
});

void test("etcd's environment variables are read, unknown ones only warned of", () => {
  const env = { ETCD_NAME: 'm7', ETCD_DATA_DIR: '/d', ETCD_UNSUPPORTED_ARCH: 'arm64' };
  assert.equal(valuesOf({ env }).name, 'm7');
  assert.deepEqual(warningsOf({ env }), [
    'environment variable ETCD_UNSUPPORTED_ARCH names no option',
  ]);
  assert.equal(valuesOf({ env: { CAIRN_NO_NATS: 'true' } }).noNats, true);
});

void test("etcd's sample configuration file is understood as it is", () => {
  const file = `
name: 'default'
data-dir:
wal-dir:
snapshot-count: 10000
heartbeat-interval: 100
election-timeout: 1000
quota-backend-bytes: 0
listen-peer-urls: http://localhost:2380
listen-client-urls: http://localhost:2379
max-snapshots: 5
max-wals: 5
cors:
initial-advertise-peer-urls: http://localhost:2380
advertise-client-urls: http://localhost:2379
discovery:
discovery-fallback: 'proxy'
discovery-proxy:
discovery-srv:
initial-cluster:
initial-cluster-token: 'etcd-cluster'
initial-cluster-state: 'new'
strict-reconfig-check: false
enable-pprof: true
proxy: 'off'
proxy-failure-wait: 5000
client-transport-security:
  cert-file:
  key-file:
  client-cert-auth: false
  trusted-ca-file:
  auto-tls: false
peer-transport-security:
  cert-file:
  key-file:
  client-cert-auth: false
  trusted-ca-file:
  auto-tls: false
  allowed-cn:
  allowed-hostname:
self-signed-cert-validity: 1
log-level: debug
logger: zap
log-outputs: [stderr]
force-new-cluster: false
auto-compaction-mode: periodic
auto-compaction-retention: "1"
watch-progress-notify-interval: 5000000000
`;
  const config = valuesOf({ argv: ['--config-file=etcd.conf.yml'], file });
  assert.equal(config.logLevel, 'debug');
  assert.equal(config.watchProgressNotifyInterval, 5_000);
  assert.deepEqual(config.listenClientUrls, ['http://localhost:2379']);
});

void test('a flag that only tunes etcd is taken with a warning that says why', () => {
  const warnings = warningsOf({
    argv: ['--backend-batch-limit=5', '--pre-vote=true', '--metrics=basic'],
  });
  assert.deepEqual(warnings, [
    '--backend-batch-limit: has no effect here: it tunes bbolt, which is not used',
  ]);
});

void test('who may ask over plain HTTP is set as in etcd, from everybody on', () => {
  const open = valuesOf({});
  assert.deepEqual([open.cors, open.hostWhitelist], [['*'], ['*']]);
  assert.deepEqual([open.enableGrpcGateway, open.enablePprof], [true, false]);
  const given = valuesOf({
    argv: [
      '--cors=https://a.example,https://b.example',
      '--host-whitelist=a.example',
      '--enable-grpc-gateway=false',
      '--enable-pprof',
    ],
  });
  assert.deepEqual(given.cors, ['https://a.example', 'https://b.example']);
  assert.deepEqual(given.hostWhitelist, ['a.example']);
  assert.deepEqual([given.enableGrpcGateway, given.enablePprof], [false, true]);
});

void test('a flag that protects something is refused instead of ignored', () => {
  for (const flag of ['--discovery-srv=example.com']) {
    assert.match(mistakesOf(flag)[0] ?? '', /is refused: /, flag);
  }
});

void test('TLS flags are taken where they protect something, and refused where they do not', () => {
  const secured = valuesOf({
    argv: [
      '--listen-client-urls=https://127.0.0.1:2379,http://127.0.0.1:2378',
      '--cert-file=/x.crt',
      '--key-file=/x.key',
      '--client-cert-auth',
      '--trusted-ca-file=/ca.crt',
      '--experimental-peer-skip-client-san-verification',
    ],
  });
  assert.equal(secured.certFile, '/x.crt');
  assert.equal(secured.clientCertAuth, true);
  assert.equal(secured.peerSkipClientSanVerification, true);
  assert.match(mistakesOf('--cert-file=/x.crt', '--key-file=/x.key')[0] ?? '', /protects nothing/);
  assert.match(mistakesOf('--peer-trusted-ca-file=/ca.crt')[0] ?? '', /protects nothing/);
  assert.match(mistakesOf('--nats-token-file=/token')[0] ?? '', /needs --nats-url/);
  assert.equal(read({ argv: ['--client-cert-auth=false', '--cert-file='] }).kind, 'values');
});

void test('every flag etcd took while experimental is still taken under that name', () => {
  assert.deepEqual(warningsOf({ argv: ['--experimental-initial-corrupt-check=true'] }), []);
  assert.equal(
    valuesOf({ argv: ['--experimental-snapshot-catchup-entries=9'] }).snapshotCatchupEntries,
    9,
  );
});

void test('quota, compaction and comparisons of members are set as in etcd', () => {
  const config = valuesOf({
    argv: [
      '--quota-backend-bytes=-1',
      '--auto-compaction-mode=revision',
      '--auto-compaction-retention=1000',
      '--experimental-corrupt-check-time=10m',
      '--experimental-compact-hash-check-enabled',
      '--experimental-compact-hash-check-time=5s',
    ],
  });
  assert.equal(config.quotaBackendBytes, -1);
  assert.equal(config.quotaAutoDisarm, false);
  assert.deepEqual(
    [config.autoCompactionMode, config.autoCompactionRetention],
    ['revision', '1000'],
  );
  assert.deepEqual([config.corruptCheckTime, config.compactHashCheckTime], [600_000, 5_000]);
  assert.equal(config.compactHashCheckEnabled, true);
  assert.equal(
    valuesOf({ argv: ['--auto-compaction-retention=5m'] }).autoCompactionMode,
    'periodic',
  );
  assert.deepEqual(
    mistakesOf('--auto-compaction-mode=revision', '--auto-compaction-retention=5m'),
    ['--auto-compaction-retention: "5m" is not a number of revisions'],
  );
  assert.match(mistakesOf('--auto-compaction-retention=often')[0] ?? '', /is not hours or a dur/);
});

void test('feature gates that exist here are switched, others only warned of', () => {
  const given = { argv: ['--feature-gates=InitialCorruptCheck=true,SetMemberLocalAddr=true'] };
  assert.deepEqual(valuesOf(given).featureGates, { initialCorruptCheck: true });
  assert.match(
    warningsOf(given).join(),
    /^--feature-gates: has no effect here: SetMemberLocalAddr/,
  );
  const all = valuesOf({ argv: ['--feature-gates=CompactHashCheck=false,AllAlpha=true'] });
  assert.deepEqual(all.featureGates, { initialCorruptCheck: true, compactHashCheck: false });
  assert.match(mistakesOf('--feature-gates=CompactHashCheck')[0] ?? '', /is not Name=true or/);
});

void test('an unknown flag is refused with a suggestion', () => {
  assert.deepEqual(mistakesOf('--listen-client-url=http://127.0.0.1:1'), [
    'unknown flag --listen-client-url (did you mean --listen-client-urls?)',
  ]);
});

void test('clients may come over a Unix socket, others may not; a host name is not listened on', () => {
  assert.deepEqual(
    mistakesOf(
      '--listen-client-urls=unix://c',
      '--listen-peer-urls=http://example.com:1',
      '--listen-metrics-urls=unix:///run/m',
      '--advertise-client-urls=http://h:1/x',
    ),
    [
      '--listen-client-urls: unix://c: only http://, https:// and unix:///path can be used here',
      '--advertise-client-urls: http://h:1/x: a URL here has no path',
      '--listen-metrics-urls: unix:///run/m: only http:// and https:// can be used here',
      '--listen-peer-urls: http://example.com:1: listening needs an IP address or localhost, not a name',
    ],
  );
  const { listenClientUrls } = valuesOf({ argv: ['--listen-client-urls=unix:///run/c.sock'] });
  assert.deepEqual(listenClientUrls, ['unix:///run/c.sock']);
});

void test('an address nobody can connect to must not be advertised', () => {
  assert.deepEqual(mistakesOf('--listen-client-urls=http://0.0.0.0:2379'), [
    '--advertise-client-urls is needed: others cannot connect to http://0.0.0.0:2379',
  ]);
  assert.deepEqual(mistakesOf('--initial-advertise-peer-urls=http://[::]:1'), [
    '--initial-advertise-peer-urls is needed: others cannot connect to http://[::]:1',
  ]);
});

void test('the initial cluster must contain this member with its advertised URLs', () => {
  assert.deepEqual(mistakesOf('--name=m3', '--initial-cluster=m1=http://a:1,m2=http://b:1'), [
    "--initial-cluster has m1, m2, but not this member's --name m3",
  ]);
  assert.deepEqual(mistakesOf('--name=m1', '--initial-cluster=m1=http://127.0.0.1:9'), [
    '--initial-cluster says m1 is at http://127.0.0.1:9, ' +
      '--initial-advertise-peer-urls says http://127.0.0.1:2380',
  ]);
  assert.deepEqual(mistakesOf('--initial-cluster=m1'), [
    '--initial-cluster: "m1" is not name=peer-url',
  ]);
  assert.deepEqual(mistakesOf('--initial-cluster-state=existing'), [
    '--initial-cluster is needed with --initial-cluster-state existing',
  ]);
});

void test('an election timeout below five heartbeats is refused', () => {
  assert.deepEqual(mistakesOf('--heartbeat-interval=300'), [
    '--election-timeout 1000 must be at least five times --heartbeat-interval 300',
  ]);
});
