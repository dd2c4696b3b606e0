import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startEdge } from '../testing/start-edge.ts';
import type { HttpHandler } from '../types.ts';

const describeRequest: HttpHandler = (incoming) =>
  Promise.resolve({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: [
      incoming.method,
      incoming.path,
      incoming.query.getAll('exclude').join(),
      incoming.headers.get('x-test') ?? '',
      Buffer.from(incoming.body).toString(),
    ].join('|'),
  });

/** What a connection says until the server ends it. */
async function conversation(port: number, ...parts: string[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => {
    socket.on('close', resolve);
  });
  return said;
}

test('method, path, query, headers and body reach the handler', async () => {
  await using server = await startEdge({ http: describeRequest });
  const response = await fetch(`http://${server.address}/readyz?exclude=a&exclude=b%20c`, {
    method: 'POST',
    headers: { 'X-Test': 'yes' },
    body: '{"key":"Zm9v"}',
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain');
  assert.equal(await response.text(), 'POST|/readyz|a,b c|yes|{"key":"Zm9v"}');
});

test('status, bytes and length of an answer are those of the handler', async () => {
  await using server = await startEdge({
    http: () => Promise.resolve({ status: 503, headers: {}, body: Uint8Array.of(0, 255, 1) }),
  });
  const response = await fetch(`http://${server.address}/health`);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('content-length'), '3');
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), Uint8Array.of(0, 255, 1));
  const head = await fetch(`http://${server.address}/health`, { method: 'HEAD' });
  assert.equal(head.headers.get('content-length'), '3');
});

test('what the handler does not know is 404, what it fails at is 500', async () => {
  await using server = await startEdge({
    http: (incoming) =>
      incoming.path === '/broken'
        ? Promise.reject(new Error('no such thing'))
        : Promise.resolve(undefined),
  });
  const missing = await fetch(`http://${server.address}/nothing`);
  assert.equal(missing.status, 404);
  assert.equal(await missing.text(), '404 page not found\n');
  const broken = await fetch(`http://${server.address}/broken`);
  assert.equal(broken.status, 500);
  assert.equal(await broken.text(), 'internal server error\n');
});

test('a body over the limit is 413 and ends the connection', async () => {
  await using server = await startEdge({ http: describeRequest, requestMessageBytesMax: 1000 });
  const said = await conversation(
    server.port,
    'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
    `7d1\r\n${'a'.repeat(2001)}\r\n0\r\n\r\n`,
  );
  assert.match(said, /^HTTP\/1\.1 413 /);
});

test('a connection is kept for the next request', async () => {
  await using server = await startEdge({ http: describeRequest });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let round = 0; round < 3; round += 1) {
    const sent = request({ agent, port: server.port, host: '127.0.0.1', path: '/' });
    sent.end();
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
    ports.add(sent.socket?.localPort);
    response.resume();
    await once(response, 'end');
  }
  assert.equal(ports.size, 1);
  agent.destroy();
});

test('the host of a target counts, and not the one beside it', async () => {
  await using server = await startEdge({
    http: ({ path, query, headers }) => {
      const body = `<${headers.get('host')} ${path} ${query.get('x')}>`;
      return Promise.resolve({ status: 200, headers: {}, body });
    },
  });
  const ask = (target: string): Promise<string> =>
    conversation(
      server.port,
      `GET ${target} HTTP/1.1\r\nhost: good.example\r\nconnection: close\r\n\r\n`,
    );
  assert.match(await ask('/a?x=1'), /<good\.example \/a 1>/);
  assert.match(await ask('http://evil.example:80/a?x=1'), /<evil\.example:80 \/a 1>/);
  assert.match(await ask('HTTP://evil.example?x=1'), /<evil\.example \/ 1>/);
  assert.match(await ask('http://evil.example'), /<evil\.example \/ null>/);
});

test('a request with two hosts is bad', async () => {
  await using server = await startEdge({ http: describeRequest });
  const said = await conversation(server.port, 'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n');
  assert.match(said, /^HTTP\/1\.1 400 /);
});

test('a client that ends its side after the request still gets its answer', async () => {
  await using server = await startEdge({ http: describeRequest });
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  socket.end('GET /half HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await once(socket, 'close');
  assert.match(said, /GET\|\/half\|/);
});

test('requests may follow each other before they are answered, but not without end', async () => {
  let open = 0;
  let openMax = 0;
  const { promise: release, resolve } = Promise.withResolvers<void>();
  await using server = await startEdge({
    http: async ({ path }) => {
      openMax = Math.max(openMax, ++open);
      await release;
      open -= 1;
      return { status: 200, headers: {}, body: `<${path}>` };
    },
    tuning: { httpPipelinedRequestsMax: 10 },
  });
  const requests = (count: number): string =>
    Array.from({ length: count }, (_, i) => `GET /${i} HTTP/1.1\r\nhost: x\r\n\r\n`).join('');
  assert.equal(await conversation(server.port, requests(1_000)), '');
  assert.equal(openMax, 10);
  const last = 'GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const said = conversation(server.port, requests(9), last);
  resolve();
  const paths = [...(await said).matchAll(/<(.*?)>/g)].map(([, path]) => path);
  assert.deepEqual(paths, [...Array.from({ length: 9 }, (_, i) => `/${i}`), '/last']);
});

test('bytes that are no HTTP are answered with 400', async () => {
  await using server = await startEdge({ http: describeRequest });
  assert.match(
    await conversation(server.port, '\u0016\u0003\u0001garbage\r\n\r\n'),
    /^HTTP\/1\.1 400 /,
  );
});

test('a head or a body that does not come to its end is given up', async () => {
  await using server = await startEdge({
    http: describeRequest,
    tuning: { httpRequestTimeoutMs: 50 },
  });
  assert.equal(await conversation(server.port, 'GET / HT'), '');
  const slowBody = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc';
  assert.equal(await conversation(server.port, slowBody), '');
});

test('an idle connection is ended, one that waits for its answer is not', async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>();
  await using server = await startEdge({
    http: async () => {
      await release;
      return { status: 200, headers: {}, body: 'late' };
    },
    tuning: { httpKeepAliveTimeoutMs: 20, httpRequestTimeoutMs: 20 },
  });
  const said = conversation(server.port, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const idle = conversation(server.port, 'GET / HT');
  await idle;
  resolve();
  assert.match(await said, /late$/);
});

test('closing ends idle connections at once and busy ones after their answer', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: release, resolve } = Promise.withResolvers<void>();
  await using server = await startEdge({
    http: async () => {
      ask();
      await release;
      return { status: 200, headers: {}, body: 'last words' };
    },
  });
  const said = conversation(server.port, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await asked;
  const closed = server.edge.close(60_000);
  resolve();
  await closed;
  assert.match(await said, /connection: close[^]*last words$/i);
});
