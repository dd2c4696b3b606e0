import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { findFreePort, findPortConflicts, isPortFree } from './ports.ts';

const host = '127.0.0.1';

async function withTakenPort(body: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ host, port: 0 }, resolve);
  });
  try {
    await body((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

void test('a taken port is named with its flag and what to do', async () => {
  await withTakenPort(async (port) => {
    const conflicts = await findPortConflicts([{ flag: '--listen-client-urls', host, port }]);
    assert.equal(conflicts.length, 1);
    assert.match(
      conflicts[0] ?? '',
      new RegExp(`^--listen-client-urls: ${host}:${port} is in use by another program .*choose`),
    );
    assert.equal(await isPortFree(host, port), false);
  });
});

void test('free ports make no conflict, and trying them leaves them free', async () => {
  const port = await findFreePort(host);
  const claim = { flag: '--listen-peer-urls', host, port };
  assert.deepEqual(await findPortConflicts([claim]), []);
  assert.deepEqual(await findPortConflicts([claim]), []);
});

void test('two flags that ask for one port are both named', async () => {
  const port = await findFreePort(host);
  const conflicts = await findPortConflicts([
    { flag: '--listen-client-urls', host, port },
    { flag: '--listen-peer-urls', host, port },
  ]);
  assert.deepEqual(conflicts, [
    `--listen-peer-urls: ${host}:${port} is also asked for by --listen-client-urls`,
  ]);
});

void test('an address that is not of this machine is said to be so', async () => {
  const [conflict = ''] = await findPortConflicts([
    { flag: '--x', host: '192.0.2.1', port: 1_024 },
  ]);
  assert.match(conflict, /192\.0\.2\.1:1024 is no address of this machine/);
});
