// The exporter against targets of its own kind on loopback and on a Unix socket.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import { createLogger, Gauge, Registry, startAdminServer } from '@cairn/telemetry';
import type { AdminServer } from '@cairn/telemetry';
import { compose } from './compose.ts';
import { definition } from './config.ts';
import type { MetricsExporterConfig } from './config.ts';
import { shutdown } from './shutdown.ts';

const logger = createLogger({
  service: 'test',
  level: 'fatal',
  destination: { write: () => true },
});

interface Stack {
  readonly directory: string;
  defer(close: () => Promise<void>): void;
}

async function withStack(body: (stack: Stack) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-exporter-'));
  const closers: (() => Promise<void>)[] = [];
  try {
    await body({ directory, defer: (close) => void closers.push(close) });
  } finally {
    for (const close of closers.toReversed()) await close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function startTarget(stack: Stack, address: string, healthy = true): Promise<AdminServer> {
  const registry = new Registry();
  new Gauge({ name: 'etcd_server_has_leader', help: 'L.', registers: [registry] }).set(1);
  const health = () => ({ healthy, details: { role: 'leader' } });
  const server = await startAdminServer({ address, registry, logger, health });
  stack.defer(() => server.close());
  return server;
}

function defaults(): MetricsExporterConfig {
  const read = readConfig(definition, { argv: [], env: {}, readFile: () => '' });
  assert.ok(read.kind === 'values');
  return read.values;
}

async function startExporter(
  stack: Stack,
  config: Partial<MetricsExporterConfig>,
): Promise<(path: string) => Promise<Response>> {
  const exporter = await compose(
    {
      ...defaults(),
      listenAddresses: ['127.0.0.1:0'],
      adminAddress: '127.0.0.1:0',
      ...config,
    },
    logger,
  );
  stack.defer(() => shutdown(exporter));
  return (path) => fetch(`http://${exporter.pages[0]?.address}${path}`);
}

void test('one page has the metrics of targets on TCP and on Unix sockets, labelled', async () => {
  await withStack(async (stack) => {
    const tcp = await startTarget(stack, '127.0.0.1:0');
    const unix = await startTarget(stack, `unix:${stack.directory}/a.sock`);
    const get = await startExporter(stack, {
      targets: [`raft-node@m1=${tcp.address}`, `lease-keeper@m2=${unix.address}`],
    });
    const page = await (await get('/metrics')).text();
    const labels = (service: string, instance: string, member: string): string =>
      `{service="${service}",instance="${instance}",member="${member}"}`;
    for (const line of [
      `etcd_server_has_leader${labels('raft-node', tcp.address, 'm1')} 1`,
      `etcd_server_has_leader${labels('lease-keeper', 'lease-keeper@m2', 'm2')} 1`,
      `cairn_target_up${labels('raft-node', tcp.address, 'm1')} 1`,
      'cairn_member_has_leader{member="m2"} 1',
    ]) {
      assert.ok(page.split('\n').includes(line), line);
    }
    assert.match(page, /^process_cpu_seconds_total\{service="metrics-exporter"\} /m);
    assert.equal((await get('/health')).status, 200);
  });
});

void test('a target that is gone, one that hangs and one that talks nonsense are down, not errors', async () => {
  await withStack(async (stack) => {
    const gone = await startTarget(stack, '127.0.0.1:0');
    await gone.close();
    const hanging = createServer(() => undefined);
    const nonsense = createServer((_, response) => void response.end('<html>'));
    for (const server of [hanging, nonsense]) {
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      stack.defer(async () => {
        server.closeAllConnections();
        server.close();
      });
    }
    const at = (server: typeof hanging): string =>
      `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const get = await startExporter(stack, {
      targets: [`a@m1=${gone.address}`, `b@m1=${at(hanging)}`, `c@m1=${at(nonsense)}`],
      scrapeTimeout: 100,
    });
    const page = await (await get('/metrics')).text();
    assert.equal(page.match(/^cairn_target_up\{.*\} 0$/gm)?.length, 3);
    const health = await get('/health');
    assert.equal(health.status, 503);
    const { details } = (await health.json()) as { details: { problems: string[] } };
    assert.match(details.problems[0] ?? '', /^a of m1 is down: .*ECONNREFUSED/);
    assert.equal(details.problems[1], 'b of m1 is down: no answer within 100 ms');
    assert.match(details.problems[2] ?? '', /^c of m1 is down: .*JSON/);
  });
});

void test('an unhealthy target is up, and the summary names it', async () => {
  await withStack(async (stack) => {
    const target = await startTarget(stack, '127.0.0.1:0', false);
    const get = await startExporter(stack, { targets: [`raft-node@m1=${target.address}`] });
    const view = (await (await get('/members')).json()) as {
      members: {
        member: string;
        services: { up: boolean; healthy: boolean; details: unknown }[];
      }[];
      problems: string[];
    };
    assert.equal(view.members[0]?.member, 'm1');
    const [service] = view.members[0]?.services ?? [];
    assert.deepEqual([service?.up, service?.healthy], [true, false]);
    assert.deepEqual(service?.details, { healthy: false, details: { role: 'leader' } });
    assert.deepEqual(view.problems, ['raft-node of m1 says it is unhealthy']);
  });
});

void test("with a gateway to ask, etcd's probes are its answers, query included", async () => {
  await withStack(async (stack) => {
    const asked: string[] = [];
    const gateway = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end('{"health":"false","reason":"RAFT NO LEADER"}');
    });
    await new Promise<void>((resolve) => {
      gateway.listen(0, '127.0.0.1', resolve);
    });
    stack.defer(async () => void gateway.close());
    const probeUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    const get = await startExporter(stack, { probeUrl });
    const answer = await get('/health?serializable=true');
    assert.equal(answer.status, 503);
    assert.deepEqual(await answer.json(), { health: 'false', reason: 'RAFT NO LEADER' });
    await get('/readyz/linearizable_read?verbose');
    assert.deepEqual(asked, ['/health?serializable=true', '/readyz/linearizable_read?verbose']);
    assert.equal((await get('/v3/kv/range')).status, 404);
  });
});

void test('a gateway that is down makes the probes fail instead of the exporter', async () => {
  await withStack(async (stack) => {
    const gone = await startTarget(stack, '127.0.0.1:0');
    await gone.close();
    const get = await startExporter(stack, { probeUrl: `http://${gone.address}` });
    const answer = await get('/livez');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /gateway: .*ECONNREFUSED/);
    assert.equal((await get('/metrics')).status, 200);
  });
});
