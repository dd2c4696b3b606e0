// Answers that are written while they come, over both versions of HTTP.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { ClientHttp2Stream } from 'node:http2';
import { test } from 'node:test';
import { authorityCert, serverCertificate } from '../testing/certificates.ts';
import { startEdge } from '../testing/start-edge.ts';
import type { TestEdge, TestEdgeOptions } from '../testing/start-edge.ts';
import type { HttpBodySink } from '../types.ts';

interface Streaming {
  readonly options: TestEdgeOptions;
  /** Of the request that came last. */
  readonly sink: () => Promise<HttpBodySink>;
  readonly isAborted: () => boolean;
  readonly closed: () => Promise<void>;
}

function streaming(): Streaming {
  const opened = Promise.withResolvers<HttpBodySink>();
  const closed = Promise.withResolvers<void>();
  let signal: AbortSignal | undefined;
  return {
    options: {
      http: (incoming) => {
        signal = incoming.signal;
        return Promise.resolve({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: (sink) => {
            sink.onClose(() => closed.resolve());
            opened.resolve(sink);
          },
        });
      },
    },
    sink: () => opened.promise,
    isAborted: () => signal?.aborted ?? false,
    closed: () => closed.promise,
  };
}

async function ask1(server: TestEdge): Promise<IncomingMessage> {
  const sent = request({ port: server.port, host: '127.0.0.1', path: '/s', agent: false });
  sent.on('error', () => undefined);
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

test('over HTTP/1.1 every piece leaves at once, and the end ends it', async () => {
  const { options, sink, closed, isAborted } = streaming();
  await using server = await startEdge(options);
  const response = await ask1(server);
  const body = await sink();
  assert.equal(response.headers['transfer-encoding'], 'chunked');
  assert.equal(response.headers['content-type'], 'application/json');
  for (const piece of ['one\n', 'two\n']) {
    assert.equal(body.write(Buffer.from(piece)), true);
    const [chunk] = (await once(response, 'data')) as [Buffer];
    assert.equal(chunk.toString(), piece);
  }
  body.end();
  response.resume();
  await once(response, 'end');
  await closed();
  assert.equal(isAborted(), false);
  assert.equal(body.write(Buffer.from('late')), false);
});

test('over HTTP/1.1 a client that leaves is heard of', async () => {
  const { options, sink, closed, isAborted } = streaming();
  await using server = await startEdge(options);
  const response = await ask1(server);
  const body = await sink();
  response.destroy();
  await closed();
  assert.equal(isAborted(), true);
  assert.equal(body.write(Buffer.from('late')), false);
});

test('over HTTP/1.1 a client that does not read is slow, and drains when it reads', async () => {
  const { options, sink } = streaming();
  await using server = await startEdge(options);
  const response = await ask1(server);
  const body = await sink();
  const drained = new Promise<void>((resolve) => {
    body.onDrain(resolve);
  });
  const piece = Buffer.alloc(256 * 1024, 1);
  let written = 1;
  while (body.write(piece)) written += 1;
  assert.ok(body.bufferedBytes > 0);
  let received = 0;
  response.on('data', (chunk: Buffer) => (received += chunk.length));
  await drained;
  body.end();
  await once(response, 'end');
  assert.equal(received, written * piece.length);
});

test('over HTTP/1.1 a client that never reads is cut', async () => {
  const { options, sink, closed } = streaming();
  await using server = await startEdge({ ...options, tuning: { sendStallMsMax: 30 } });
  await ask1(server);
  const body = await sink();
  const piece = Buffer.alloc(256 * 1024, 1);
  const fill = (): void => {
    while (body.write(piece));
  };
  // The system takes some of it first.
  body.onDrain(fill);
  fill();
  await closed();
});

test('over HTTP/1.1 a HEAD gets no body', async () => {
  let written = false;
  await using server = await startEdge({
    http: () => Promise.resolve({ status: 200, headers: {}, body: () => void (written = true) }),
  });
  const head = await fetch(`http://${server.address}/`, { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text(), written], [200, '', false]);
});

async function ask2(
  server: TestEdge,
): Promise<{ readonly stream: ClientHttp2Stream; readonly close: () => void }> {
  const session = connectHttp2(`https://${server.address}`, {
    ca: authorityCert,
    settings: { initialWindowSize: 65_535 },
  });
  const stream = session.request({ ':path': '/s' });
  stream.on('error', () => undefined);
  await once(stream, 'response');
  return { stream, close: () => session.destroy() };
}

const secure = { tls: { ...serverCertificate, ca: authorityCert, requestCert: false } };

test('over HTTP/2 every piece leaves at once, and the end ends it', async () => {
  const { options, sink, closed } = streaming();
  await using server = await startEdge({ ...options, ...secure });
  const { stream, close } = await ask2(server);
  const body = await sink();
  for (const piece of ['one\n', 'two\n']) {
    assert.equal(body.write(Buffer.from(piece)), true);
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    assert.equal(chunk.toString(), piece);
  }
  body.end();
  stream.resume();
  await once(stream, 'end');
  await closed();
  assert.equal(body.write(Buffer.from('late')), false);
  close();
});

test('over HTTP/2 a client that does not read is slow, drains, and is heard of when it leaves', async () => {
  const { options, sink, closed } = streaming();
  await using server = await startEdge({ ...options, ...secure });
  const { stream, close } = await ask2(server);
  const body = await sink();
  const drained = new Promise<void>((resolve) => {
    body.onDrain(resolve);
  });
  const piece = Buffer.alloc(64 * 1024, 1);
  while (body.write(piece));
  assert.ok(body.bufferedBytes > 0);
  stream.resume();
  await drained;
  stream.close();
  await closed();
  assert.equal(body.write(piece), false);
  close();
});
