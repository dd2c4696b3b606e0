// Against nghttp2 (node:http2) over loopback, in both roles.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { after, test } from 'node:test';
import { Connection } from './connection/connection.ts';
import { errorCodes } from './error-codes.ts';
import { testLimits } from './testing/limits.ts';
import type {
  ConnectionEnd,
  ConnectionOwner,
  HeaderBlock,
  HeaderList,
  Http2Stream,
  StreamSink,
} from './types.ts';

const ok: HeaderList = {
  fields: [
    [':status', '200'],
    ['content-type', 'application/octet-stream'],
  ],
  isStable: true,
};
const trailers: HeaderList = { fields: [['x-sum', '0']], isStable: true };

/** Moves bytes between a connection and a socket as the edge does. */
class Transport {
  readonly connection: Connection;
  readonly #socket: Socket;
  #isScheduled = false;
  readonly finished: Promise<ConnectionEnd>;

  constructor(
    socket: Socket,
    role: 'server' | 'client',
    request: ConnectionOwner['request'],
    limits = testLimits,
  ) {
    this.#socket = socket;
    const { promise, resolve } = Promise.withResolvers<ConnectionEnd>();
    this.finished = promise;
    this.connection = new Connection({
      role,
      limits,
      nowMs: () => performance.now(),
      owner: {
        request,
        outputReady: () => this.#schedule(),
        goAwayReceived: () => undefined,
        finished: (end) => {
          this.#flush();
          socket.end();
          resolve(end);
        },
      },
    });
    socket.on('data', (chunk) => this.connection.receive(chunk));
    socket.on('drain', () => this.connection.setWritable(true));
    socket.on('close', () => this.connection.disconnected('closed'));
    socket.on('error', () => socket.destroy());
    this.#flush();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    let isWritable = true;
    this.#socket.cork();
    for (const piece of this.connection.takeOutput()) isWritable = this.#socket.write(piece);
    this.#socket.uncork();
    if (!isWritable || this.#socket.writableNeedDrain) this.connection.setWritable(false);
  }
}

/** Sends back what it gets, when it gets it, with trailers at the end. */
class EchoSink implements StreamSink {
  readonly #stream: Http2Stream;
  #waiting = 0;

  constructor(stream: Http2Stream, endStream: boolean) {
    this.#stream = stream;
    stream.sendHeaders(ok, false);
    if (endStream) stream.sendHeaders(trailers, true);
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    if (this.#stream.sendData(bytes, undefined, false)) this.#stream.consumed(bytes.length);
    else this.#waiting += bytes.length;
    if (endStream) this.#stream.sendHeaders(trailers, true);
  }

  headers(): void {
    this.#stream.sendHeaders(trailers, true);
  }

  drained(): void {
    this.#stream.consumed(this.#waiting);
    this.#waiting = 0;
  }

  closed(): void {}
}

async function startEchoServer(): Promise<number> {
  const echo: ConnectionOwner['request'] = (stream, _head, endStream) =>
    new EchoSink(stream, endStream);
  const transports: Transport[] = [];
  const server = net.createServer((socket) => {
    transports.push(new Transport(socket, 'server', echo));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function collect(stream: http2.ClientHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function patterned(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >>> 8)) & 0xff));
}

test('a node:http2 client gets its bodies echoed, large and small at once', async () => {
  const port = await startEchoServer();
  const session = http2.connect(`http://127.0.0.1:${port}`);
  const sizes = [0, 1, 100, 5000, 16_384, 70_000, 1_000_000, 3_000_000];
  await Promise.all(
    sizes.map(async (size) => {
      const body = patterned(size);
      const stream = session.request({ ':method': 'POST', ':path': `/${size}` });
      const trailersSeen = once(stream, 'trailers');
      stream.end(body);
      const [head] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
      assert.equal(head[':status'], 200);
      assert.ok(body.equals(await collect(stream)), `${size} bytes`);
      const [fields] = (await trailersSeen) as [http2.IncomingHttpHeaders];
      assert.equal(fields['x-sum'], '0');
    }),
  );
  session.close();
  await once(session, 'close');
});

/** Collects a response. */
class ResponseSink implements StreamSink {
  stream: Http2Stream | undefined = undefined;
  readonly pieces: Buffer[] = [];
  readonly heads: HeaderBlock[] = [];
  readonly done: Promise<number>;
  readonly #resolve: (code: number) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.done = promise;
    this.#resolve = resolve;
  }

  data(bytes: Uint8Array): void {
    this.pieces.push(Buffer.from(bytes));
    this.stream?.consumed(bytes.length);
  }

  headers(block: HeaderBlock): void {
    this.heads.push(block);
  }

  drained(): void {}

  closed(code: number): void {
    this.#resolve(code);
  }
}

test('a node:http2 server answers our client role, bodies of all sizes at once', async () => {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    stream.additionalHeaders({ ':status': 103, link: '</x>' });
    stream.respond({ ':status': 200 }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '1' }));
    stream.pipe(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = net.connect(port, '127.0.0.1');
  const transport = new Transport(socket, 'client', () => {
    throw new Error('a server sends no requests');
  });
  await Promise.all(
    [1, 100, 16_384, 70_000, 1_000_000].map(async (size) => {
      const body = patterned(size);
      const sink = new ResponseSink();
      const stream = transport.connection.open(
        {
          fields: [
            [':method', 'POST'],
            [':scheme', 'http'],
            [':path', `/${size}`],
            [':authority', 'test'],
          ],
          isStable: false,
        },
        false,
        sink,
      );
      assert.ok(stream);
      sink.stream = stream;
      stream.sendData(body, undefined, true);
      assert.equal(await sink.done, errorCodes.noError);
      assert.ok(body.equals(Buffer.concat(sink.pieces)), `${size} bytes`);
      assert.equal(sink.heads.length, 2);
      assert.deepEqual(sink.heads[1]?.fields, [['x-sum', '1']]);
    }),
  );
  server.close();
  transport.connection.drain();
  assert.deepEqual(await transport.finished, { kind: 'ended' });
});
