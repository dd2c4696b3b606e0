// Calls between a client and a server of ours when something is slow, large, late or gone.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { test } from 'node:test';
import type { cairn } from '@cairn/proto';
import { RpcClient } from './client.ts';
import { unaryHandler, implement } from './handlers.ts';
import type { RpcError } from './rpc-error.ts';
import { serve } from './server.ts';
import type { RpcServer } from './server.ts';
import { nodeService } from './services.ts';
import { SocketConnection } from './socket-connection.ts';
import { echo, echoServices } from './testing/echo-services.ts';
import type { SubmitCall } from './testing/echo-services.ts';

type Results = cairn.v1.SubmitResults;

class World implements AsyncDisposable {
  readonly server: RpcServer;
  readonly client: RpcClient;

  constructor(server: RpcServer) {
    this.server = server;
    this.client = new RpcClient(server.address);
  }

  static async start(onSubmit: (stream: SubmitCall) => void = echo): Promise<World> {
    return new World(await serve('127.0.0.1:0', echoServices(onSubmit)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    await this.server.close(0);
  }
}

function errorOf(stream: Pick<NodeJS.EventEmitter, 'on'>): Promise<RpcError> {
  return new Promise((resolve) => {
    stream.on('error', resolve);
  });
}

function request(bytes: number): cairn.v1.SubmitBatch.$Properties {
  return { items: [{ request: Buffer.alloc(bytes) }] };
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a message larger than every window arrives, also when its reader begins late', async () => {
  await using world = await World.start();
  const stream = world.client.openBidi(nodeService.submit);
  stream.write(request(20 * 1024 * 1024));
  stream.write(request(3));
  stream.end();
  await once(stream, 'readable');
  const lengths: number[] = [];
  for await (const { results } of stream as AsyncIterable<Results>) {
    lengths.push(results[0]?.response?.length ?? 0);
  }
  assert.deepEqual(lengths, [20 * 1024 * 1024, 3]);
});

test('a reader that does not read holds up its own stream only, and gets everything in the end', async () => {
  const megabyte = 1024 * 1024;
  let written = 0;
  await using world = await World.start((stream) => {
    stream.on('data', ({ items }: cairn.v1.SubmitBatch) => {
      if (items[0]?.id !== 1) return (echo(stream), undefined);
      const more = (): void => {
        while (written < 100) {
          written += 1;
          if (!stream.write({ results: [{ id: written, response: Buffer.alloc(megabyte) }] })) {
            stream.once('drain', more);
            return;
          }
        }
        stream.end();
      };
      more();
    });
  });
  const slow = world.client.openBidi(nodeService.submit);
  slow.write({ items: [{ id: 1 }] });
  await once(slow, 'readable');
  // Others are answered meanwhile, and after many turns the writer still waits.
  for (let i = 0; i < 200; i++) await world.client.call(nodeService.metrics, {}, 10_000);
  assert.ok(written < 20, `${written} MiB were taken of a writer whose reader does not read`);
  const ids: number[] = [];
  for await (const { results } of slow as AsyncIterable<Results>) ids.push(results[0]?.id ?? 0);
  assert.deepEqual(
    ids,
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
});

test('what was written is flushed when the system has it, not while it waits here', async () => {
  const { promise: served, resolve } = Promise.withResolvers<SubmitCall>();
  await using world = await World.start(resolve);
  const stream = world.client.openBidi(nodeService.submit);
  stream.write(request(1));
  const call = await served;
  const flushed = async (): Promise<void> => {
    while (!call.isFlushed) await new Promise((next) => setImmediate(next));
  };
  await flushed();
  // More than the other side keeps for a reader that does not read, and the window of the stream.
  for (let i = 0; i < 5; i++) {
    call.write({ results: [{ response: Buffer.alloc(5 * 1024 * 1024) }] });
    assert.equal(call.isFlushed, false);
  }
  for (let i = 0; i < 50; i++) await world.client.call(nodeService.metrics, {}, 10_000);
  assert.equal(call.isFlushed, false, 'the window is closed');
  const sizes: number[] = [];
  stream.on('data', ({ results }: Results) => sizes.push(results[0]?.response?.length ?? 0));
  while (sizes.length < 5) await once(stream, 'data');
  await flushed();
  stream.end();
  call.end();
  await once(stream, 'end');
});

test('writes are taken at the pace of the other side, and let go when it leaves', async () => {
  const { promise: served, resolve } = Promise.withResolvers<SubmitCall>();
  await using world = await World.start((stream) => {
    stream.pause();
    resolve(stream);
  });
  const stream = world.client.openBidi(nodeService.submit);
  let taken = 0;
  let given = 0;
  while (!stream.writableNeedDrain && given < 100) {
    given += 1;
    stream.write(request(1024 * 1024), () => (taken += 1));
    await new Promise((next) => setImmediate(next));
  }
  assert.ok(given < 20, 'there is a limit');
  assert.ok(taken < given);
  const failed = errorOf(stream);
  const server = await served;
  server.on('error', () => undefined);
  server.emit('error', Object.assign(new Error('enough'), { code: 8 }));
  const { code, details } = await failed;
  assert.deepEqual([code, details], [8, 'enough']);
});

test('a call that is not answered ends at its deadline, for both sides', async () => {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const silent = implement(
    { metrics: nodeService.metrics },
    { metrics: unaryHandler(nodeService.metrics, () => undefined) },
  );
  const { metrics } = silent.implementation;
  const server = await serve('127.0.0.1:0', [
    {
      ...silent,
      implementation: {
        metrics: (stream) => {
          stream.on('close', resolve);
          metrics?.(stream);
        },
      },
    },
  ]);
  const client = new RpcClient(server.address);
  await assert.rejects(client.call(nodeService.metrics, {}, 50), { code: 4 });
  await over;
  client.close();
  await server.close(0);
});

test('calls fail while the other side is away, and succeed when it is back', async () => {
  const first = await serve('127.0.0.1:0', echoServices());
  const { address } = first;
  const client = new RpcClient(address);
  await client.call(nodeService.metrics, {}, 10_000);
  const broken = client.openBidi(nodeService.submit);
  broken.resume();
  const error = errorOf(broken);
  await first.close(0);
  assert.equal((await error).code, 14);
  for (let i = 0; i < 3; i++) {
    await assert.rejects(client.call(nodeService.metrics, {}, 10_000), { code: 14 });
  }
  const second = await serve(address, echoServices());
  for (;;) {
    const answer = await client.call(nodeService.metrics, {}, 10_000).catch(() => undefined);
    if (answer !== undefined) break;
    await new Promise((next) => setTimeout(next, 5));
  }
  client.close();
  await second.close(0);
});

test('after a connection that could not be made the next is not tried at once', async () => {
  let connections = 0;
  const hanging = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const client = new RpcClient(await listening(hanging));
  await assert.rejects(client.call(nodeService.metrics, {}, 10_000), { code: 14 });
  await assert.rejects(client.call(nodeService.metrics, {}, 10_000), /no connection to 127/);
  assert.equal(connections, 1);
  client.close();
  hanging.close();
});

test('an address that is none fails its calls and nothing else', async () => {
  const client = new RpcClient('nowhere');
  await assert.rejects(client.call(nodeService.metrics, {}, 1_000), { code: 14 });
});

test('a closed client fails what is open and what comes later', async () => {
  await using world = await World.start();
  const stream = world.client.openBidi(nodeService.submit);
  stream.resume();
  const error = errorOf(stream);
  world.client.close();
  assert.equal((await error).code, 14);
  await assert.rejects(world.client.call(nodeService.metrics, {}, 1_000), { code: 1 });
});

test('a server that closes lets calls end, takes no more on that connection, and then cuts', async () => {
  const served: SubmitCall[] = [];
  await using world = await World.start((stream) => void served.push(stream));
  const stream = world.client.openBidi(nodeService.submit);
  stream.resume();
  const ended = once(stream, 'end');
  await world.client.call(nodeService.metrics, {}, 10_000);
  const closed = world.server.close(60_000);
  served[0]?.write({});
  served[0]?.end();
  await ended;
  stream.cancel();
  await closed;
  const deaf = await serve(
    '127.0.0.1:0',
    echoServices(() => undefined),
  );
  const client = new RpcClient(deaf.address);
  const cut = client.openBidi(nodeService.submit);
  cut.resume();
  const error = errorOf(cut);
  await client.call(nodeService.metrics, {}, 10_000);
  await deaf.close(0);
  assert.equal((await error).code, 14);
  client.close();
});

test('a peer that has stopped answering is found by its silence', async () => {
  const accepted: Socket[] = [];
  const silent = createServer((socket) => void accepted.push(socket.resume()));
  const address = await listening(silent);
  const { promise: reason, resolve } = Promise.withResolvers<string>();
  const connection = new SocketConnection({
    socket: connect(Number(address.split(':')[1]), '127.0.0.1'),
    role: 'client',
    onRequest: () => assert.fail('nobody asks'),
    onGoAway: () => undefined,
    onFinished: resolve,
    timing: { tickMs: 10, keepaliveAfterMs: 30, keepaliveTimeoutMs: 30, lingerMs: 10 },
  });
  const keepAwake = setInterval(() => undefined, 5);
  const { promise: closed, resolve: close } = Promise.withResolvers<number>();
  connection.open(
    { fields: [], isStable: false },
    {
      data: () => undefined,
      headers: () => undefined,
      drained: () => undefined,
      closed: close,
    },
  );
  await closed;
  assert.equal(await reason, 'the other side does not answer any more');
  clearInterval(keepAwake);
  for (const socket of accepted) socket.destroy();
  silent.close();
});

test('a peer that is only quiet is kept', async () => {
  await using world = await World.start();
  const finished: string[] = [];
  const connection = new SocketConnection({
    socket: connect(Number(world.server.address.split(':')[1]), '127.0.0.1'),
    role: 'client',
    onRequest: () => assert.fail('nobody asks'),
    onGoAway: () => undefined,
    onFinished: (reason) => finished.push(reason),
    timing: { tickMs: 10, keepaliveAfterMs: 10, keepaliveTimeoutMs: 5_000, lingerMs: 10 },
  });
  await new Promise((next) => setTimeout(next, 200));
  assert.deepEqual(finished, []);
  connection.abort('the test is over');
  assert.deepEqual(finished, ['the test is over']);
});

test('whoever does not speak gRPC is told so, or hears nothing', async () => {
  await using world = await World.start();
  const session = connectHttp2(`http://${world.server.address}`);
  const call = session.request({ ':method': 'GET', ':path': '/' });
  const [head] = (await once(call, 'response')) as [{ ':status': number }];
  assert.equal(head[':status'], 415);
  session.destroy();
  const socket = connect(Number(world.server.address.split(':')[1]), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  await world.client.call(nodeService.metrics, {}, 10_000);
});
