import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { AssertionFailure, SeededRandom } from '@cairn/core';
import { listenEdge } from './edge.ts';
import { frame, RawClient, statusOf } from './testing/raw-client.ts';
import { startEdge } from './testing/start-edge.ts';
import type { UnaryCall, UnaryHandler } from './types.ts';

const path = '/test.Echo/Echo';
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const echo: UnaryHandler = (request, call) => {
  call.respond(request);
};

async function echoes(port: number): Promise<void> {
  using raw = new RawClient(port);
  const answer = await raw.call(path, frame(Buffer.from('still here')));
  assert.deepEqual(answer.data, frame(Buffer.from('still here')));
}

/** A connection that reads and forgets, and survives its own resets. */
function openSocket(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  socket.resume();
  return socket;
}

/** The other side has ended or cut the connection. */
async function endedByPeer(socket: Socket): Promise<void> {
  if (!socket.readableEnded && !socket.destroyed) {
    await new Promise((resolve) => {
      socket.on('end', resolve);
      socket.on('close', resolve);
    });
  }
  socket.destroy();
}

test('gRPC and HTTP/1 are served on the same port', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    http: () => Promise.resolve({ status: 200, headers: {}, body: 'healthy' }),
  });
  await echoes(server.port);
  const response = await fetch(`http://${server.address}/health`);
  assert.equal(await response.text(), 'healthy');
  await echoes(server.port);
});

test('a preface that comes byte by byte is recognized', async () => {
  await using server = await startEdge({});
  const socket = openSocket(server.port);
  await once(socket, 'connect');
  for (const byte of preface) {
    socket.write(Uint8Array.of(byte));
    await new Promise(setImmediate);
  }
  socket.write(emptySettings);
  const [settings] = (await once(socket, 'data')) as [Buffer];
  assert.equal(settings[3], 4, 'the first frame of the server is SETTINGS');
  socket.destroy();
});

test('limits and windows are announced, pings are answered', async () => {
  await using server = await startEdge({ unary: { [path]: echo }, concurrentStreamsMax: 77 });
  using raw = new RawClient(server.port);
  const [settings] = (await once(raw.session, 'remoteSettings')) as [
    { maxConcurrentStreams: number; initialWindowSize: number },
  ];
  assert.equal(settings.maxConcurrentStreams, 77);
  assert.equal(settings.initialWindowSize, 1024 * 1024);
  await new Promise<void>((resolve, reject) => {
    raw.session.ping((error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  assert.equal(raw.session.state.remoteWindowSize, 4 * 1024 * 1024);
});

test('refusals go over the wire as grpc-go sends them', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using raw = new RawClient(server.port);
  const body = frame(Buffer.from('x'));
  assert.deepEqual(statusOf(await raw.call('/test.Nobody/Echo', body)), {
    code: '12',
    message: 'unknown service test.Nobody',
  });
  assert.deepEqual(statusOf(await raw.call('/test.Echo/Nothing', body)), {
    code: '12',
    message: 'unknown method Nothing for service test.Echo',
  });
  const json = await raw.call(path, body, { 'content-type': 'application/json' });
  assert.equal(json.headers[':status'], 415);
  assert.deepEqual(statusOf(json), {
    code: '3',
    message: 'invalid gRPC request content-type "application/json"',
  });
  const late = await raw.call(path, body, { 'grpc-timeout': 'soon' });
  assert.equal(late.headers[':status'], 400);
});

test('a refused request whose client never ends its side does not stay open', async () => {
  await using server = await startEdge({ concurrentStreamsMax: 3 });
  using raw = new RawClient(server.port);
  await once(raw.session, 'remoteSettings');
  for (let round = 0; round < 10; round += 1) {
    const call = raw.open('/test.Nobody/Echo');
    call.stream.write(frame(Buffer.alloc(10_000)));
    assert.equal(statusOf(await call.answer).code, '12');
  }
});

test('bytes that are no HTTP/2 end their connection and nothing else', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  const random = new SeededRandom(3);
  for (let round = 0; round < 40; round += 1) {
    const garbage = Buffer.from(Array.from({ length: 200 }, () => random.nextBelow(256)));
    const socket = openSocket(server.port);
    socket.write(preface);
    if (round % 2 === 0) socket.write(emptySettings);
    socket.write(garbage);
    socket.end();
    await endedByPeer(socket);
  }
  await echoes(server.port);
});

test('protocol violations end their connection and nothing else', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  const violations: Readonly<Record<string, readonly number[]>> = {
    'DATA on stream 0': [0, 0, 1, 0, 0, 0, 0, 0, 0, 65],
    'DATA on an idle stream': [0, 0, 1, 0, 0, 0, 0, 0, 1, 65],
    'HEADERS with a broken block': [0, 0, 2, 1, 4, 0, 0, 0, 1, 0xff, 0xff],
    'WINDOW_UPDATE of zero': [0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    'SETTINGS of a wrong length': [0, 0, 1, 4, 0, 0, 0, 0, 0, 0],
    'a frame beyond the frame size': [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1],
  };
  for (const bytes of Object.values(violations)) {
    const socket = openSocket(server.port);
    socket.write(Buffer.concat([preface, emptySettings, Buffer.from(bytes)]));
    await endedByPeer(socket);
  }
  await echoes(server.port);
});

test('who connects and says nothing, or too little, is shown the door', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    tuning: { firstBytesTimeoutMs: 50 },
  });
  const silent = openSocket(server.port);
  const mumbling = openSocket(server.port);
  mumbling.write('PRI * HT');
  await Promise.all([endedByPeer(silent), endedByPeer(mumbling)]);

  const leaving = openSocket(server.port);
  leaving.end('PRI');
  await endedByPeer(leaving);
  await echoes(server.port);
});

test('a client that ends its side of an HTTP/2 connection is let go', async () => {
  await using server = await startEdge({});
  const socket = openSocket(server.port);
  socket.write(Buffer.concat([preface, emptySettings]));
  await once(socket, 'data');
  socket.end();
  await endedByPeer(socket);
});

test('closing lets calls in flight end, says GOAWAY and takes no new connections', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<UnaryCall>();
  await using server = await startEdge({ unary: { [path]: (_request, call) => resolve(call) } });
  using raw = new RawClient(server.port);
  const goaway = once(raw.session, 'goaway');
  const answer = raw.call(path, frame(Buffer.from('x')));
  const call = await arrived;
  const closed = server.edge.close(60_000);
  assert.equal(server.edge.close(60_000), closed, 'closing twice is closing once');
  const [code] = (await goaway) as [number];
  assert.equal(code, 0);
  const late = openSocket(server.port);
  await endedByPeer(late);
  call.respond(Buffer.from('y'));
  assert.deepEqual((await answer).data, frame(Buffer.from('y')));
  await closed;
});

test('what does not end within the grace is cut, and its handler hears of it', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<AbortSignal>();
  await using server = await startEdge({
    unary: { [path]: (_request, call) => resolve(call.signal) },
  });
  using raw = new RawClient(server.port);
  raw.open(path).stream.end(frame(Buffer.from('x')));
  const signal = await arrived;
  const silent = openSocket(server.port);
  await once(silent, 'connect');
  await server.edge.close(20);
  assert.equal(signal.aborted, true);
  silent.destroy();
});

test('a port that is taken is an error of listenEdge', async () => {
  await using server = await startEdge({});
  const again = listenEdge({
    host: '127.0.0.1',
    port: server.port,
    services: { unary: new Map(), stream: new Map() },
    http: () => Promise.resolve(undefined),
    limits: { requestMessageBytesMax: 1000, concurrentStreamsMax: 10 },
  });
  await assert.rejects(again, { code: 'EADDRINUSE' });
});

test('tuning that cannot work is refused at the start', async () => {
  const tuning = { streamWindowBytes: 2_000_000, connectionWindowBytes: 1_000_000 };
  await assert.rejects(startEdge({ tuning }), AssertionFailure);
  await assert.rejects(startEdge({ tuning: { firstBytesTimeoutMs: 0 } }), AssertionFailure);
});

void test('an edge without TLS loads no TLS, no compression and no second HTTP client', () => {
  const list = `
    const { listenEdge } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    const edge = await listenEdge({
      host: '127.0.0.1',
      port: 0,
      services: { unary: new Map(), stream: new Map() },
      http: async () => undefined,
      limits: { requestMessageBytesMax: 1024, concurrentStreamsMax: 10 },
    });
    await edge.close(0);
    console.log(process.moduleLoadList.join());
  `;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', list]).toString();
  assert.match(loaded, /NativeModule http\b/);
  assert.doesNotMatch(loaded, /undici|NativeModule (?:https|tls|http2|zlib)\b/);
});
