import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import { launcherDefinition } from '../options/definition.ts';
import type { LauncherConfig } from '../options/launcher-config.ts';
import { chooseMetricsAddresses, localClientUrl, portClaims } from './listen-ports.ts';
import type { PortFinder } from './listen-ports.ts';
import { planClusterMembers } from './local-cluster.ts';
import { memberAddresses } from './member-addresses.ts';

function configOf(...argv: readonly string[]): LauncherConfig {
  const result = readConfig(launcherDefinition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

const allFree: PortFinder = { isPortFree: async () => true, findFreePort: async () => 50_000 };
const allTaken: PortFinder = { isPortFree: async () => false, findFreePort: async () => 50_000 };

void test('the metrics page is two ports above the clients, or wherever there is room', async () => {
  assert.deepEqual(await chooseMetricsAddresses(configOf(), allFree), ['127.0.0.1:2381']);
  assert.deepEqual(await chooseMetricsAddresses(configOf(), allTaken), ['127.0.0.1:50000']);
  const highest = configOf('--listen-client-urls=http://127.0.0.1:65535');
  assert.deepEqual(await chooseMetricsAddresses(highest, allFree), ['127.0.0.1:50000']);
});

void test('metrics URLs that were given are taken as given', async () => {
  const config = configOf('--listen-metrics-urls=http://localhost:9,http://[::1]:9');
  assert.deepEqual(await chooseMetricsAddresses(config, allTaken), ['127.0.0.1:9', '[::1]:9']);
  const secured = configOf(
    '--listen-client-urls=https://127.0.0.1:1',
    '--auto-tls',
    '--listen-metrics-urls=https://127.0.0.1:9',
  );
  const addresses = await chooseMetricsAddresses(secured, allTaken);
  assert.deepEqual(addresses, ['tls:127.0.0.1:9']);
  const claims = portClaims(secured, memberAddresses(secured, '/tmp/x'), addresses);
  assert.ok(claims.some(({ host, port }) => host === '127.0.0.1' && port === 9));
  const overSocket = configOf('--listen-client-urls=unix:///run/c.sock');
  assert.deepEqual(await chooseMetricsAddresses(overSocket, allFree), ['127.0.0.1:50000']);
});

void test('every TCP port is claimed under the flag that moves it', () => {
  const config = configOf(
    '--name=a',
    '--initial-cluster=a=http://127.0.0.1:2380,b=http://127.0.0.1:12380',
  );
  const claims = portClaims(config, memberAddresses(config, '/tmp/x'), ['127.0.0.1:2381']);
  assert.deepEqual(
    claims.map(({ flag, host, port }) => `${flag} ${host}:${port}`),
    [
      '--listen-client-urls 127.0.0.1:2379',
      '--listen-peer-urls 127.0.0.1:2380',
      '--listen-metrics-urls 127.0.0.1:2381',
      '--listen-node-address 127.0.0.1:3380',
      '--listen-keeper-address 127.0.0.1:4380',
    ],
  );
});

void test('a client on this machine is told an address it can connect to', () => {
  const wild = configOf(
    '--listen-client-urls=http://0.0.0.0:2379',
    '--advertise-client-urls=http://10.0.0.1:2379',
  );
  assert.equal(localClientUrl(wild), 'http://127.0.0.1:2379');
});

void test('a local cluster has the customary ports, or ten per member from a base', () => {
  const [first, second] = planClusterMembers(3, 0);
  assert.equal(first?.clientUrl, 'http://127.0.0.1:2379');
  assert.equal(second?.peerUrl, 'http://127.0.0.1:22380');
  const moved = planClusterMembers(2, 40_000);
  assert.deepEqual(
    moved.map(({ clientUrl, keeperAddress }) => [clientUrl, keeperAddress]),
    [
      ['http://127.0.0.1:40000', '127.0.0.1:40004'],
      ['http://127.0.0.1:40010', '127.0.0.1:40014'],
    ],
  );
  assert.equal(moved[0]?.initialCluster, moved[1]?.initialCluster);
});
