// `npm run cluster`: three members on this machine, started and stopped as one.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  EtcdClient,
  freePort,
  isHealthy,
  Program,
  repositoryRoot,
  scratchDirectory,
} from '../kit/index.ts';
import { descendantsOf, isRunning } from './processes.ts';

const members = 3;
const portsPerMember = 10;

/** The first of thirty ports that are all free. */
async function freePortBlock(): Promise<number> {
  for (;;) {
    const first = await freePort();
    const ports = Array.from({ length: members * portsPerMember }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

void test('a write to one member of a local cluster is read from another, and all of it stops together', async () => {
  const basePort = await freePortBlock();
  const endpoints = Array.from(
    { length: members },
    (_, index) => `127.0.0.1:${basePort + index * portsPerMember}`,
  );
  await using program = new Program({
    name: 'cluster',
    command: process.execPath,
    args: [
      join(repositoryRoot, 'tools/cairn/src/cluster.mjs'),
      `--base-port=${basePort}`,
      `--data-dir=${join(scratchDirectory('cluster'), 'data')}`,
    ],
    ready: async () => (await Promise.all(endpoints.map(isHealthy))).every(Boolean),
    stopTimeoutMs: 60_000,
  });
  await program.start();
  const [first = '', , third = ''] = endpoints;
  using writer = new EtcdClient(first);
  using reader = new EtcdClient(third);
  const key = Buffer.from('k');
  await writer.call('Put', { key, value: key });
  const { kvs } = await reader.call('Range', { key });
  assert.deepEqual(Buffer.from(kvs[0]?.value ?? []), key);

  const running = descendantsOf(program.pid);
  assert.ok(running.length >= members * 4);
  assert.deepEqual(await program.stop('SIGINT'), { code: 0, signal: null });
  assert.deepEqual(running.filter(isRunning), []);
});
