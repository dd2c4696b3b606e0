import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Counter, Registry } from 'prom-client';
import { jsonAnswer, startAdminServer } from './admin-server.ts';
import type { AdminServer, AdminServerSettings } from './admin-server.ts';
import type { HealthReport } from './health.ts';
import { createLogger } from './logger.ts';

const silent = createLogger({
  service: 'test',
  level: 'fatal',
  destination: { write: () => true },
});
const healthy: HealthReport = { healthy: true, details: { role: 'leader' } };

function start(settings: Partial<AdminServerSettings>): Promise<AdminServer> {
  return startAdminServer({
    address: '127.0.0.1:0',
    registry: new Registry(),
    health: () => healthy,
    logger: silent,
    ...settings,
  });
}

async function get(server: AdminServer, path: string, method = 'GET'): Promise<Response> {
  return fetch(`http://${server.address}${path}`, { method, keepalive: false });
}

void test('metrics are served as text and as JSON from the same registry', async () => {
  const registry = new Registry();
  const counter = new Counter({ name: 'writes_total', help: 'Writes.', registers: [registry] });
  counter.inc(3);
  const server = await start({ registry });
  try {
    const text = await get(server, '/metrics');
    assert.equal(text.headers.get('content-type'), registry.contentType);
    assert.match(await text.text(), /^writes_total 3$/m);
    const json = (await (await get(server, '/metrics?format=json')).json()) as { name: string }[];
    assert.deepEqual(
      json.map(({ name }) => name),
      ['writes_total'],
    );
  } finally {
    await server.close();
  }
});

void test('health is 200 or 503 with the report, and a failing check is unhealthy', async () => {
  const answers: (() => HealthReport)[] = [
    () => healthy,
    () => ({ healthy: false, details: { reason: 'no leader' } }),
    () => {
      throw new Error('check broke');
    },
  ];
  const server = await start({ health: () => answers.shift()!() });
  try {
    const first = await get(server, '/health');
    assert.deepEqual([first.status, await first.json()], [200, healthy]);
    const second = await get(server, '/health');
    assert.equal(second.status, 503);
    assert.deepEqual(((await second.json()) as HealthReport).details, { reason: 'no leader' });
    const third = await get(server, '/health');
    assert.equal(third.status, 503);
    assert.deepEqual(((await third.json()) as HealthReport).details, { error: 'check broke' });
  } finally {
    await server.close();
  }
});

void test('unknown paths say what there is, and only reading is allowed', async () => {
  const server = await start({ pages: { '/members': () => jsonAnswer(200, []) } });
  try {
    const missing = await get(server, '/nothing');
    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /\/metrics, \/health, \/members/);
    assert.equal((await get(server, '/metrics', 'POST')).status, 405);
    assert.equal((await get(server, '/__proto__')).status, 404);
    assert.equal(await (await get(server, '/metrics', 'HEAD')).text(), '');
  } finally {
    await server.close();
  }
});

void test('a page gets the whole URL and wins over a path of the same name', async () => {
  const server = await start({
    pages: { '/health': ({ searchParams }) => jsonAnswer(200, [...searchParams.keys()]) },
  });
  try {
    assert.deepEqual(await (await get(server, '/health?exclude=NOSPACE')).json(), ['exclude']);
  } finally {
    await server.close();
  }
});

void test('the log level is told and changed while the program runs', async () => {
  const logger = createLogger({
    service: 'test',
    level: 'warn',
    destination: { write: () => true },
  });
  const server = await start({ logger });
  const ask = async (method: string, body?: string): Promise<[number, string]> => {
    const answer = await fetch(`http://${server.address}/config/local/log`, {
      method,
      keepalive: false,
      ...(body === undefined ? {} : { body }),
    });
    return [answer.status, await answer.text()];
  };
  try {
    assert.deepEqual(await ask('GET'), [200, '{"Level":"WARN"}\n']);
    assert.deepEqual(await ask('PUT', '{"Level":"debug"}'), [204, '']);
    assert.equal(logger.level, 'debug');
    assert.deepEqual(await ask('PUT', '{"Level":"WARNING"}'), [204, '']);
    assert.equal(logger.level, 'warn');
    const refused = ['', '{', 'null', '{"level":"DEBUG"}', '{"Level":7}', '{"Level":"LOUD"}'];
    for (const body of [...refused, '{"Level":"__proto__"}', `"${'x'.repeat(9_000)}"`]) {
      assert.equal((await ask('PUT', body))[0], 400, body.slice(0, 30));
    }
    assert.equal((await ask('POST', '{"Level":"DEBUG"}'))[0], 405);
    assert.equal(logger.level, 'warn');
  } finally {
    await server.close();
  }
});

void test('a page that throws is a 500 and leaves the server running', async () => {
  const server = await start({
    pages: {
      '/broken': () => {
        throw new Error('broken page');
      },
    },
  });
  try {
    assert.equal((await get(server, '/broken')).status, 500);
    assert.equal((await get(server, '/health')).status, 200);
  } finally {
    await server.close();
  }
});

void test('a socket file nobody answers on is taken over, a living one is not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-admin-'));
  const path = join(directory, 'admin.sock');
  const address = `unix:${path}`;
  try {
    await leaveDeadSocket(path);
    const server = await start({ address });
    assert.equal(server.address, address);
    assert.equal(await statusOver(path), 200);
    await assert.rejects(start({ address }), /cannot listen on unix:.*EADDRINUSE/);
    await server.close();
    const again = await start({ address: `unix://${path}` });
    assert.equal(await statusOver(path), 200);
    await again.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

void test('a taken port and a malformed address are refused with the address', async () => {
  const server = await start({});
  try {
    await assert.rejects(start({ address: server.address }), /cannot listen on 127\.0\.0\.1:/);
    await assert.rejects(start({ address: 'nowhere' }), /"nowhere" is not an address/);
  } finally {
    await server.close();
  }
});

/** A socket file as a killed process leaves it: there, and nobody listens. */
async function leaveDeadSocket(path: string): Promise<void> {
  const { linkSync, renameSync } = await import('node:fs');
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ path }, resolve);
  });
  // Closing unlinks the path, so the file is kept under a second name meanwhile.
  linkSync(path, `${path}.kept`);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  renameSync(`${path}.kept`, path);
}

function statusOver(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath: path, path: '/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}
