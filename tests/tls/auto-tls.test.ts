// Certificates that nobody has signed: members find each other by them, and clients that do not ask who it is
// are served.
import assert from 'node:assert/strict';
import { get } from 'node:https';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import {
  askHttp,
  EtcdClient,
  freePort,
  isHealthy,
  Program,
  repositoryRoot,
  scratchDirectory,
  until,
} from '../kit/index.ts';

const here = '127.0.0.1';

interface PlannedMember {
  readonly program: Program;
  readonly endpoint: string;
}

async function planMembers(names: readonly string[]): Promise<readonly PlannedMember[]> {
  const plan: { name: string; client: number; peer: number; node: number; keeper: number }[] = [];
  for (const name of names) {
    const [client, peer] = [await freePort(), await freePort()];
    plan.push({ name, client, peer, node: await freePort(), keeper: await freePort() });
  }
  const cluster = plan.map(({ name, peer }) => `${name}=https://${here}:${peer}`).join();
  const nodes = plan.map(({ node }) => `${here}:${node}`).join();
  return plan.map(({ name, client, peer, node, keeper }) => {
    const endpoint = `${here}:${client}`;
    const program = new Program({
      name,
      command: process.execPath,
      args: [
        join(repositoryRoot, 'tools/cairn/src/main.mjs'),
        `--name=${name}`,
        `--data-dir=${join(scratchDirectory(`${name}-auto-tls`), 'data')}`,
        '--no-nats',
        '--exit-with-parent',
        `--listen-client-urls=http://${endpoint}`,
        `--listen-peer-urls=https://${here}:${peer}`,
        '--peer-auto-tls',
        `--listen-node-address=${here}:${node}`,
        `--listen-keeper-address=${here}:${keeper}`,
        `--node-addresses=${nodes}`,
        `--initial-cluster=${cluster}`,
      ],
      ready: () => isHealthy(endpoint),
    });
    return { program, endpoint };
  });
}

/** Believes any certificate, as whoever asks somebody with one that nobody has signed. */
function askOverTls(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: here, port, path, rejectUnauthorized: false, agent: false };
    get(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.once('end', () => resolve(body));
    }).once('error', reject);
  });
}

void suite('certificates that members sign for themselves', () => {
  void test('three members with --peer-auto-tls are one cluster, also after one was away', async (t) => {
    const members = await planMembers(['m1', 'm2', 'm3']);
    t.after(() => Promise.all(members.map(({ program }) => program.stop())));
    for (const { program } of members) program.spawn();
    await Promise.all(members.map(({ program }) => program.untilReady()));
    const [m1, m2, m3] = members as [PlannedMember, PlannedMember, PlannedMember];
    using writer = new EtcdClient(m1.endpoint);
    using reader = new EtcdClient(m2.endpoint);
    await writer.call('Put', { key: 'k', value: 'v1' });
    const { kvs } = await reader.call('Range', { key: 'k' });
    assert.equal(Buffer.from(kvs[0]?.value ?? []).toString(), 'v1');

    // Its certificate is the one that it has made the first time.
    await m3.program.stop();
    await writer.call('Put', { key: 'k', value: 'v2' });
    await m3.program.start();
    using late = new EtcdClient(m3.endpoint);
    await until('it has what was written meanwhile', async () => {
      const answer = await late.call('Range', { key: 'k', serializable: true });
      return Buffer.from(answer.kvs[0]?.value ?? []).toString() === 'v2';
    });
  });

  void test('metrics and health come over TLS where the URL says so, and in no other way', async () => {
    const [client, metrics] = [await freePort(), await freePort()];
    await using program = new Program({
      name: 'm1',
      command: process.execPath,
      args: [
        join(repositoryRoot, 'tools/cairn/src/main.mjs'),
        `--data-dir=${join(scratchDirectory('metrics-tls'), 'data')}`,
        '--no-nats',
        '--exit-with-parent',
        `--listen-client-urls=https://${here}:${client}`,
        '--auto-tls',
        `--listen-peer-urls=http://${here}:${await freePort()}`,
        `--listen-metrics-urls=https://${here}:${metrics}`,
      ],
      ready: async () => (await askOverTls(metrics, '/health')).includes('"health":"true"'),
    });
    await program.start();
    assert.match(await askOverTls(metrics, '/metrics'), /^etcd_server_has_leader\{.*\} 1$/m);
    assert.match(await askOverTls(client, '/version'), /etcdserver/);
    const plain = await askHttp({ endpoint: `${here}:${metrics}`, path: '/metrics' });
    assert.equal(plain.status, 400);
    await program.stop();
  });
});
