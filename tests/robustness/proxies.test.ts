import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { test } from 'node:test';
import { until } from '../kit/index.ts';
import type { Program } from '../kit/index.ts';
import type { PeerNetwork } from './network.ts';
import { partition } from './network.ts';
import { createProxies } from './proxies.ts';

/** Member 0 is this process, which dials; member 1 answers every byte it gets. */
const self = { running: true, pid: process.pid } as Program;
const nobody = { running: false, pid: 0 } as Program;

test('a blocked direction carries nothing until it is healed, and nothing is lost', async () => {
  await using network = await createProxies(2);
  network.attach([self, nobody]);
  await using echo = await echoAt(network, 1);
  const { socket, received } = await dial(network, 1);
  socket.write('a');
  await until('the first byte is back', () => received() === 'a');

  await network.block(0, 1);
  socket.write('b');
  // What goes around the proxy meanwhile arrives many times over.
  await throughAnotherDoor(network, 1);
  assert.equal(echo.received().replaceAll('.', ''), 'a');

  await network.heal();
  await until('it passes', () => received() === 'ab');
  socket.destroy();
});

test('the other direction of a one-way block still carries', { skip: notLinux() }, async () => {
  await using network = await createProxies(2);
  network.attach([self, nobody]);
  await using echo = await echoAt(network, 1);
  const { socket, received } = await dial(network, 1);
  socket.write('a');
  await until('the first byte is back', () => received() === 'a');
  await network.block(1, 0);
  socket.write('b');
  await until('it arrives', () => echo.received() === 'ab');
  await throughAnotherDoor(network, 1);
  assert.equal(received(), 'a', 'the answer does not');
  await network.heal();
  await until('the answer does', () => received() === 'ab');
  socket.destroy();
});

test('a partition blocks between groups and what is in no group, and nothing inside', async () => {
  const blocked: string[] = [];
  const network = {
    places: [0, 1, 2, 3],
    block: (from: number, to: number) => Promise.resolve(void blocked.push(`${from}${to}`)),
  } as unknown as PeerNetwork;
  await partition(network, [[0, 1], [2]]);
  assert.deepEqual(blocked.toSorted(), '02 03 12 13 20 21 23 30 31 32'.split(' '));
});

function notLinux(): string | false {
  return process.platform === 'linux' ? false : 'asks Linux who has a socket';
}

interface Echo extends AsyncDisposable {
  received(): string;
}

async function echoAt(network: PeerNetwork, member: number): Promise<Echo> {
  let text = '';
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      socket.write(chunk);
    });
  });
  server.listen(portOf(network.places[member]?.peerListen), '127.0.0.1');
  await once(server, 'listening');
  return {
    received: () => text,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

/** Many bytes there and back without the proxy. */
async function throughAnotherDoor(network: PeerNetwork, member: number): Promise<void> {
  const port = portOf(network.places[member]?.peerListen);
  const socket = createConnection({ host: '127.0.0.1', port });
  for (let count = 0; count < 50; count++) {
    socket.write('.');
    await once(socket, 'data');
  }
  socket.destroy();
}

async function dial(
  network: PeerNetwork,
  member: number,
): Promise<{ socket: Socket; received: () => string }> {
  const port = portOf(network.places[member]?.peerAdvertised);
  const socket = createConnection({ host: '127.0.0.1', port });
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'connect');
  return { socket, received: () => text };
}

function portOf(address = ''): number {
  return Number(address.split(':')[1]);
}
