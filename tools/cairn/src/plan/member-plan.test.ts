import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import { launcherDefinition } from '../options/definition.ts';
import type { LauncherConfig } from '../options/launcher-config.ts';
import { AddressError, isSingleMember, memberAddresses } from './member-addresses.ts';
import { planMember } from './member-plan.ts';
import type { ProcessSpec } from './process-spec.ts';
import { serviceTlsWarning } from './service-tls.ts';

function configOf(...argv: readonly string[]): LauncherConfig {
  const result = readConfig(launcherDefinition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

function planOf(config: LauncherConfig, natsUrl = ''): readonly ProcessSpec[] {
  return planMember(config, {
    root: '/repo',
    runtimeDirectory: '/tmp/cairn-x',
    addresses: memberAddresses(config, '/tmp/cairn-x'),
    natsUrl,
    metricsAddresses: ['127.0.0.1:2381'],
  });
}

/** What stands behind the program: Node's own flags stand before it. */
function programArgs({ args }: ProcessSpec): readonly string[] {
  return args.slice(args.findIndex((argument) => argument.endsWith('.ts')) + 1);
}

/** The flags of one service as a map. */
function flagsOf(plan: readonly ProcessSpec[], name: string): ReadonlyMap<string, string> {
  const spec = plan.find((one) => one.name === name);
  assert.ok(spec !== undefined);
  return new Map(
    programArgs(spec).map((argument) => {
      const [flag = '', ...value] = argument.split('=');
      return [flag, value.join('=')];
    }),
  );
}

const clusterFlags = [
  '--name=m1',
  '--listen-peer-urls=http://0.0.0.0:2380',
  '--initial-advertise-peer-urls=http://10.0.0.1:2380',
  '--initial-cluster=m1=http://10.0.0.1:2380,m2=http://10.0.0.2:2380,m3=http://[fd00::3]:2380',
];

void test('a member is four services, started truth first', () => {
  const plan = planOf(configOf());
  assert.deepEqual(
    plan.map(({ name }) => name),
    ['raft-node', 'metrics-exporter', 'lease-keeper', 'client-gateway'],
  );
  for (const { name, command, args } of plan) {
    assert.equal(command, process.execPath);
    const program = args.indexOf(`/repo/apps/${name}/src/main.ts`);
    assert.notEqual(program, -1);
    // Each is told how much memory its short-lived garbage may take.
    assert.match(args.slice(0, program).join(' '), /^--max-semi-space-size=\d+ /);
    assert.ok(args.includes('--exit-with-parent'));
  }
});

void test('a member alone on its machine keeps to Unix sockets and takes no port of its own', () => {
  const plan = planOf(configOf());
  const node = 'unix:/tmp/cairn-x/node.sock';
  assert.equal(flagsOf(plan, 'raft-node').get('--listen-node-address'), node);
  assert.equal(flagsOf(plan, 'client-gateway').get('--node-address'), node);
  assert.equal(flagsOf(plan, 'lease-keeper').get('--node-addresses'), node);
  assert.equal(
    flagsOf(plan, 'lease-keeper').get('--advertise-address'),
    'unix:/tmp/cairn-x/keeper.sock',
  );
});

void test('the gateway is told who may ask over plain HTTP', () => {
  const told = flagsOf(
    planOf(configOf('--cors=https://a.example', '--host-whitelist=a,b', '--enable-pprof')),
    'client-gateway',
  );
  assert.equal(told.get('--cors'), 'https://a.example');
  assert.equal(told.get('--host-whitelist'), 'a,b');
  assert.equal(told.get('--enable-grpc-gateway'), 'true');
  assert.equal(told.get('--enable-pprof'), 'true');
});

void test('a member alone that others can reach is ready for them', () => {
  const plan = planOf(configOf('--listen-peer-urls=http://10.0.0.1:2380'));
  const own = 'unix:/tmp/cairn-x/node.sock';
  assert.equal(flagsOf(plan, 'raft-node').get('--listen-node-address'), `${own},10.0.0.1:3380`);
  assert.equal(flagsOf(plan, 'lease-keeper').get('--advertise-address'), '10.0.0.1:4380');
  assert.equal(flagsOf(plan, 'client-gateway').get('--node-address'), own);
});

void test('the sockets a service listens on are removed before it starts', () => {
  const sockets = planOf(configOf()).map(({ name, socketFiles }) => [name, socketFiles]);
  assert.deepEqual(sockets, [
    ['raft-node', ['/tmp/cairn-x/raft-node.admin.sock', '/tmp/cairn-x/node.sock']],
    ['metrics-exporter', ['/tmp/cairn-x/metrics-exporter.admin.sock']],
    ['lease-keeper', ['/tmp/cairn-x/lease-keeper.admin.sock', '/tmp/cairn-x/keeper.sock']],
    ['client-gateway', ['/tmp/cairn-x/client-gateway.admin.sock', '/tmp/cairn-x/probe.sock']],
  ]);
});

void test('in a cluster the internal addresses follow from the peer URLs', () => {
  const plan = planOf(configOf(...clusterFlags));
  const own = 'unix:/tmp/cairn-x/node.sock';
  assert.equal(flagsOf(plan, 'raft-node').get('--listen-node-address'), `${own},0.0.0.0:3380`);
  const keeper = flagsOf(plan, 'lease-keeper');
  assert.equal(keeper.get('--listen-address'), '0.0.0.0:4380');
  assert.equal(keeper.get('--advertise-address'), '10.0.0.1:4380');
  assert.equal(keeper.get('--node-addresses'), `${own},10.0.0.2:3380,[fd00::3]:3380`);
});

void test('the services of a member reach their raft-node over its Unix socket, in a cluster too', () => {
  const own = 'unix:/tmp/cairn-x/node.sock';
  const cases = [
    { flags: [], listen: own },
    { flags: ['--listen-node-address=127.0.0.1:7000'], listen: `${own},127.0.0.1:7000` },
    { flags: clusterFlags, listen: `${own},0.0.0.0:3380` },
  ];
  for (const { flags, listen } of cases) {
    const plan = planOf(configOf(...flags));
    assert.equal(flagsOf(plan, 'raft-node').get('--listen-node-address'), listen);
    assert.equal(flagsOf(plan, 'client-gateway').get('--node-address'), own);
    assert.equal(flagsOf(plan, 'lease-keeper').get('--node-addresses')?.split(',')[0], own);
    assert.ok(plan[0]?.socketFiles.includes('/tmp/cairn-x/node.sock'));
  }
});

void test('a Unix socket that was given takes the place of the one in the runtime directory', () => {
  const { node, nodes } = memberAddresses(
    configOf(...clusterFlags, '--listen-node-address=0.0.0.0:7000,unix:/run/node.sock'),
    '/tmp/x',
  );
  assert.deepEqual(node, {
    listen: ['0.0.0.0:7000', 'unix:/run/node.sock'],
    local: 'unix:/run/node.sock',
  });
  assert.equal(nodes[0], 'unix:/run/node.sock');
});

void test('given internal addresses win, and this member stands first', () => {
  const { node, nodes } = memberAddresses(
    configOf(
      ...clusterFlags,
      '--listen-node-address=0.0.0.0:7000',
      '--node-addresses=10.0.0.2:7000,10.0.0.1:7000',
    ),
    '/tmp/x',
  );
  assert.deepEqual(node, {
    listen: ['unix:/tmp/x/node.sock', '0.0.0.0:7000'],
    local: 'unix:/tmp/x/node.sock',
  });
  assert.deepEqual(nodes, ['unix:/tmp/x/node.sock', '10.0.0.2:7000']);
});

void test('a peer port too high to derive from is said, not wrapped around', () => {
  const config = configOf(
    '--name=m1',
    '--listen-peer-urls=http://10.0.0.1:65000',
    '--initial-cluster=m1=http://10.0.0.1:65000,m2=http://10.0.0.2:65000',
  );
  assert.throws(() => memberAddresses(config, '/tmp/x'), AddressError);
});

void test('a member is alone only when nothing says that there are others', () => {
  assert.equal(isSingleMember(configOf()), true);
  assert.equal(isSingleMember(configOf('--initial-cluster=default=http://127.0.0.1:2380')), true);
  assert.equal(isSingleMember(configOf(...clusterFlags)), false);
  assert.equal(isSingleMember(configOf('--node-addresses=10.0.0.2:1')), false);
});

void test('limits and times reach the services that keep them', () => {
  const plan = planOf(
    configOf(
      '--max-txn-ops=9',
      '--max-request-bytes=2048',
      '--quota-backend-bytes=77',
      '--quota-auto-disarm',
      '--auto-compaction-retention=5m',
      '--feature-gates=InitialCorruptCheck=true',
      '--experimental-corrupt-check-time=10m',
      '--election-timeout=2000',
      '--unsafe-no-fsync',
      '--strict-reconfig-check=false',
      '--max-learners=3',
      '--watch-progress-notify-interval=5s',
      '--log-level=panic',
    ),
    'nats://127.0.0.1:4222',
  );
  const node = flagsOf(plan, 'raft-node');
  assert.equal(node.get('--max-txn-ops'), '9');
  assert.equal(node.get('--quota-backend-bytes'), '77');
  assert.equal(node.get('--quota-auto-disarm'), 'true');
  assert.equal(node.get('--auto-compaction-mode'), 'periodic');
  assert.equal(node.get('--auto-compaction-retention'), '5m');
  assert.equal(node.get('--initial-corrupt-check'), 'true');
  assert.equal(node.get('--corrupt-check-time'), '600000');
  assert.equal(node.get('--compact-hash-check-enabled'), 'false');
  assert.equal(node.get('--election-timeout'), '2000');
  assert.equal(node.get('--unsafe-no-fsync'), 'true');
  assert.equal(node.get('--strict-reconfig-check'), 'false');
  assert.equal(node.get('--max-learners'), '3');
  assert.equal(node.get('--nats-url'), 'nats://127.0.0.1:4222');
  assert.equal(node.get('--log-level'), 'fatal');
  assert.equal(node.get('--initial-cluster'), 'default=http://127.0.0.1:2380');
  const gateway = flagsOf(plan, 'client-gateway');
  assert.equal(gateway.get('--max-request-bytes'), '2048');
  assert.equal(gateway.get('--watch-progress-notify-interval'), '5000');
  assert.equal(gateway.get('--request-timeout'), '9000');
  assert.equal(gateway.get('--leader-loss-timeout'), '6000');
  assert.equal(gateway.get('--nats-url'), 'nats://127.0.0.1:4222');
  assert.equal(flagsOf(plan, 'lease-keeper').get('--authority-ms'), '2000');
});

void test('a new cluster is forced at the first start only: later members must not be thrown out', () => {
  const [node, ...others] = planOf(configOf('--force-new-cluster'));
  assert.deepEqual(node?.firstStartArgs, ['--force-new-cluster=true']);
  for (const { args } of [node, ...others]) {
    assert.ok(!args.some((argument) => argument.includes('force-new-cluster')));
  }
  assert.deepEqual(planOf(configOf())[0]?.firstStartArgs, []);
});

void test('the exporter watches the other three and asks this gateway for probes', () => {
  const exporter = flagsOf(planOf(configOf('--name=m1')), 'metrics-exporter');
  assert.equal(
    exporter.get('--targets'),
    [
      'raft-node@m1=unix:/tmp/cairn-x/raft-node.admin.sock',
      'lease-keeper@m1=unix:/tmp/cairn-x/lease-keeper.admin.sock',
      'client-gateway@m1=unix:/tmp/cairn-x/client-gateway.admin.sock',
    ].join(','),
  );
  assert.equal(exporter.get('--probe-url'), 'unix:/tmp/cairn-x/probe.sock');
});

void test('only the metrics page may be missing from a running member', () => {
  const dispensable = planOf(configOf()).filter(({ isEssential }) => !isEssential);
  assert.deepEqual(
    dispensable.map(({ name }) => name),
    ['metrics-exporter'],
  );
});

void test('what protects the peers protects the services of other members too', () => {
  const tls = ['--peer-cert-file=/p.crt', '--peer-key-file=/p.key', '--peer-trusted-ca-file=/ca'];
  const kept = ['--peer-crl-file=/p.crl', '--peer-cert-allowed-cn=m1,m2'];
  const flags = clusterFlags.map((flag) => flag.replaceAll('http://', 'https://'));
  const plan = planOf(configOf(...flags, ...tls, ...kept));
  assert.equal(flagsOf(plan, 'raft-node').get('--peer-cert-file'), '/p.crt');
  for (const name of ['raft-node', 'lease-keeper', 'client-gateway']) {
    assert.equal(flagsOf(plan, name).get('--service-cert-file'), '/p.crt');
    assert.equal(flagsOf(plan, name).get('--service-key-file'), '/p.key');
    assert.equal(flagsOf(plan, name).get('--service-trusted-ca-file'), '/ca');
    assert.equal(flagsOf(plan, name).get('--service-crl-file'), '/p.crl');
    assert.equal(flagsOf(plan, name).get('--service-cert-allowed-cn'), 'm1,m2');
  }
  const own = ['--service-cert-file=/s', '--service-key-file=/k', '--service-trusted-ca-file=/c'];
  const apart = planOf(configOf(...flags, ...tls, ...kept, ...own));
  assert.equal(flagsOf(apart, 'lease-keeper').get('--service-cert-file'), '/s');
  assert.equal(flagsOf(apart, 'lease-keeper').get('--service-crl-file') ?? '', '');
});

void test('services that speak plainly beside peers that do not are warned of', () => {
  const flags = clusterFlags.map((flag) => flag.replaceAll('http://', 'https://'));
  const listens = ['unix:/tmp/cairn-x/node.sock', '10.0.0.1:3380'];
  const onlyEncrypted = configOf(...flags, '--peer-auto-tls');
  assert.match(
    serviceTlsWarning(onlyEncrypted, listens) ?? '',
    /services at 10\.0\.0\.1:3380 do not/,
  );
  assert.equal(serviceTlsWarning(onlyEncrypted, ['unix:/n']), undefined);
  assert.equal(serviceTlsWarning(configOf(...clusterFlags), listens), undefined);
});
