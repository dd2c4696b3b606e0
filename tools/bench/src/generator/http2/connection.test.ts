// The generator's client against the HTTP/2 server of Node, which is somebody else's reading of the RFC.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { Http2Server, ServerHttp2Stream } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { grpcFrame } from '../../load/wire.ts';
import { MessageCall } from './call.ts';
import { Connection } from './connection.ts';

class Answer extends MessageCall {
  readonly messages: Buffer[] = [];
  readonly ended = Promise.withResolvers<{ status: number; message: string }>();

  override onMessage(bytes: Buffer, start: number, end: number): void {
    this.messages.push(Buffer.from(bytes.subarray(start, end)));
  }

  override onEnd(status: number, message: string): void {
    this.ended.resolve({ status, message });
  }
}

type Handler = (stream: ServerHttp2Stream, body: Buffer, path: string) => void;

/** Answers every request once all of it has arrived. */
async function serve(
  handle: Handler,
  settings: { readonly initialWindowSize?: number; readonly headerTableSize?: number } = {},
): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  const server: Http2Server = createServer({ settings });
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => handle(stream, Buffer.concat(chunks), String(headers[':path'])));
    stream.on('error', () => {});
  });
  return listen(server);
}

async function listen(
  server: Server | Http2Server,
): Promise<{ endpoint: string } & AsyncDisposable> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await Promise.resolve();
    },
  };
}

/** Headers, one message, trailers. */
function answer(stream: ServerHttp2Stream, message: Uint8Array, status = 0, text = ''): void {
  stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () =>
    stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': text }),
  );
  stream.end(grpcFrame(message));
}

async function connected(
  endpoint: string,
): Promise<{ connection: Connection; failure: Promise<Error> }> {
  const failed = Promise.withResolvers<Error>();
  const connection = await Connection.connect(endpoint, failed.resolve);
  return { connection, failure: failed.promise };
}

/** A connection that fails fails the test at once. */
async function endOf(
  call: Answer,
  failure: Promise<Error>,
): Promise<{ status: number; message: string }> {
  const end = await Promise.race([call.ended.promise, failure]);
  if (end instanceof Error) throw end;
  return end;
}

test('many calls on one connection each get their own answer', async () => {
  await using server = await serve((stream, body, path) =>
    answer(stream, Buffer.concat([Buffer.from(path), body.subarray(5)])),
  );
  const { connection, failure } = await connected(server.endpoint);
  // More than one path, so that the table of headers grows while it is in use.
  const calls = Array.from({ length: 60 }, (_, index) => ({
    call: new Answer(),
    path: `/path/${index % 3}`,
    body: `body ${index}`,
  }));
  for (const { call, path, body } of calls) {
    connection.open(call, path);
    connection.send(call, grpcFrame(Buffer.from(body)), true);
  }
  for (const { call, path, body } of calls) {
    assert.deepEqual(await endOf(call, failure), { status: 0, message: '' });
    assert.equal(String(call.messages[0]), path + body);
    assert.equal(call.stream, 0, 'it can be used again');
  }
  connection.close();
});

test('a gRPC error is told with its text, in all printable characters', async () => {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join(
    '',
  );
  // The backslash has a code that no sensible header needs.
  const text = printable.replace('\\', '');
  await using server = await serve((stream) => answer(stream, new Uint8Array(0), 14, text));
  const { connection, failure } = await connected(server.endpoint);
  const call = new Answer();
  connection.open(call, '/fails');
  connection.send(call, grpcFrame(new Uint8Array(0)), true);
  assert.deepEqual(await endOf(call, failure), { status: 14, message: text });
  connection.close();
});

test('a message larger than both windows waits for room and arrives whole', async () => {
  const sizes: number[] = [];
  await using server = await serve(
    (stream, body) => {
      sizes.push(body.length);
      answer(stream, body.subarray(5));
    },
    { initialWindowSize: 20_000 },
  );
  const { connection, failure } = await connected(server.endpoint);
  const body = Buffer.alloc(300_000, 'abc');
  const calls = [new Answer(), new Answer()];
  for (const call of calls) {
    connection.open(call, '/large');
    connection.send(call, grpcFrame(body), true);
  }
  for (const call of calls) {
    assert.equal((await endOf(call, failure)).status, 0);
    assert.ok(call.messages[0]?.equals(body));
  }
  assert.deepEqual(sizes, [300_005, 300_005]);
  connection.close();
});

test('a server without a header table is spoken to without one', async () => {
  await using server = await serve((stream, _body, path) => answer(stream, Buffer.from(path)), {
    headerTableSize: 0,
  });
  const { connection, failure } = await connected(server.endpoint);
  for (let round = 0; round < 3; round++) {
    const call = new Answer();
    connection.open(call, '/again');
    connection.send(call, grpcFrame(new Uint8Array(0)), true);
    assert.equal((await endOf(call, failure)).status, 0);
    assert.equal(String(call.messages[0]), '/again');
  }
  connection.close();
});

test('a stream that is reset, an HTTP error and a lost server are failures, not answers', async () => {
  const handlers: readonly (readonly [Handler, RegExp])[] = [
    [(stream) => stream.close(2), /reset stream 1 with error 2/],
    [(stream) => stream.respond({ ':status': 503 }, { endStream: true }), /HTTP status 503/],
    [(stream) => stream.respond({ ':status': 200 }, { endStream: true }), /no grpc-status/],
    [(stream) => stream.session?.destroy(), /closed|goodbye|reset|ECONNRESET/],
  ];
  for (const [handle, expected] of handlers) {
    await using server = await serve(handle);
    const { connection, failure } = await connected(server.endpoint);
    const call = new Answer();
    connection.open(call, '/');
    connection.send(call, grpcFrame(new Uint8Array(0)), true);
    assert.match((await failure).message, expected);
  }
});

test('a server that is not one of HTTP/2 is refused', async () => {
  await using server = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    }),
  );
  await assert.rejects(connected(server.endpoint), /not allowed|closed/);
});
