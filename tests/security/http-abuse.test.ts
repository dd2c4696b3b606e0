// What the client port is sent by scanners, by proxies that disagree about where a request ends, and by web pages
// that would like to be operators. Raw bytes, because no HTTP client sends such things.
import assert from 'node:assert/strict';
import { connect as connectHttp2 } from 'node:http2';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { askHttp, startSubject } from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

const timeoutMs = 20_000;
const goodOrigin = 'https://console.example';
/** What the edge takes of a head. */
const headBytesMax = 64 * 1024;
const bodyBytesMax = 4 * 1024 * 1024;

let server: SingleServer;

function open(): Socket {
  const [host, port] = server.endpoint.split(':');
  const socket = createConnection({ host, port: Number(port) });
  // A refusal may come as a reset, after the answer.
  socket.on('error', () => undefined);
  return socket;
}

/** What is answered until the server ends the connection. */
async function say(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = open();
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('still open')));
  let failure: Error | undefined;
  socket.on('error', (error) => (failure = error));
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.once('close', resolve));
  assert.notEqual(failure?.message, 'still open', `no end after ${JSON.stringify(said)}`);
  return said;
}

function statusesOf(said: string): readonly number[] {
  return [...said.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

function head(line: string, ...fields: readonly string[]): string {
  return [line, 'Connection: close', ...fields, '', ''].join('\r\n');
}

const here = 'Host: localhost';
const smuggledBody = JSON.stringify({ key: Buffer.from('smuggled').toString('base64') });
const smuggled = [
  'POST /v3/kv/put HTTP/1.1',
  here,
  `Content-Length: ${smuggledBody.length}`,
  '',
  smuggledBody,
].join('\r\n');

interface Abuse {
  readonly what: string;
  readonly bytes: string;
  /** Of all answers on the connection. */
  readonly statuses: readonly number[];
}

const strangePaths = [
  '/../../../../etc/passwd',
  '/v3/../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/metrics/../../etc/passwd',
  '//metrics',
  '/metrics%00',
  '/metrics;x',
  '/v3/kv/range/../put',
  '/v3/kv/%72ange',
  '/v3/__proto__',
  '/v3/constructor',
  '/debug/pprof/heap',
  '/debug/vars/..',
  '/config/local/log',
  '/members',
  '/leases',
  '/raft',
];

const paths: readonly Abuse[] = [
  ...strangePaths.map((path) => ({
    what: path,
    bytes: head(`GET ${path} HTTP/1.1`, here),
    statuses: [404],
  })),
  { what: 'a path with a space', bytes: head('GET /a b HTTP/1.1', here), statuses: [400] },
  { what: 'no path', bytes: head('GET  HTTP/1.1', here), statuses: [400] },
  { what: 'an asterisk', bytes: head('GET * HTTP/1.1', here), statuses: [404] },
  {
    what: 'a long path',
    bytes: head(`GET /${'a'.repeat(headBytesMax)} HTTP/1.1`, here),
    statuses: [431],
  },
];

const hosts: readonly Abuse[] = [
  { what: 'no host', bytes: head('GET /health HTTP/1.1'), statuses: [400] },
  {
    what: 'two hosts',
    bytes: head('GET /health HTTP/1.1', here, 'Host: evil.example'),
    statuses: [400],
  },
  ...['evil.example', 'localhost.evil.example', 'localhost@evil.example', '', '*', 'a b'].map(
    (host) => ({
      what: `the host "${host}"`,
      bytes: head('GET /health HTTP/1.1', `Host: ${host}`),
      statuses: [421],
    }),
  ),
  {
    what: 'a strange host in the target, a good one beside it',
    bytes: head('GET http://evil.example/health HTTP/1.1', here),
    statuses: [421],
  },
  {
    what: 'a good host in the target',
    bytes: head('GET http://localhost/health HTTP/1.1', here),
    statuses: [200],
  },
];

function post(...fields: readonly string[]): string {
  return head('POST /v3/kv/range HTTP/1.1', here, ...fields);
}

const lengths: readonly Abuse[] = [
  ['a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
  ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'],
  ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
  ['two lengths in one', ['Content-Length: 2, 3'], '{}'],
  ['a negative length', ['Content-Length: -1'], '{}'],
  ['a length with a sign', ['Content-Length: +2'], '{}'],
  ['a length in hex', ['Content-Length: 0x2'], '{}'],
  ['a length beyond 64 bits', ['Content-Length: 99999999999999999999'], '{}'],
  ['an empty length', ['Content-Length: '], '{}'],
  ['a space before the colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
  ['chunks that are not the last', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
  ['chunks of another name', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
  ['chunks behind a tab', ['Transfer-Encoding:\u000bchunked'], '0\r\n\r\n'],
  ['a folded field', ['Transfer-Encoding:\r\n chunked'], '0\r\n\r\n'],
  ['a chunk of no length', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a negative chunk', ['Transfer-Encoding: chunked'], '-2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk beyond 64 bits', ['Transfer-Encoding: chunked'], 'fffffffffffffffff\r\n{}\r\n'],
  ['a chunk that is longer than it says', ['Transfer-Encoding: chunked'], '1\r\n{}\r\n0\r\n\r\n'],
].map(([what, fields, body]) => ({
  what: String(what),
  // Whoever loses count takes what follows for a request.
  bytes: `${post(...(fields as string[]))}${String(body)}${smuggled}`,
  statuses: [400],
}));

const heads: readonly Abuse[] = [
  { what: 'a zero in a field', bytes: post('X: a\u0000b'), statuses: [400] },
  { what: 'a line that ends in LF', bytes: `GET /health HTTP/1.1\n${here}\n\n`, statuses: [400] },
  { what: 'a return alone', bytes: post('X: a\rb'), statuses: [400] },
  { what: 'a name with a space', bytes: post('X Y: z'), statuses: [400] },
  { what: 'a large field', bytes: post(`X: ${'a'.repeat(headBytesMax)}`), statuses: [431] },
  {
    what: 'many fields',
    bytes: post(...Array.from({ length: 20_000 }, (_, i) => `x${i}: y`)),
    statuses: [431],
  },
  { what: 'HTTP/0.9', bytes: 'GET /health\r\n\r\n', statuses: [421] },
  { what: 'HTTP/9.9', bytes: head('GET /health HTTP/9.9', here), statuses: [400] },
  { what: 'no method', bytes: head('GIVE /health HTTP/1.1', here), statuses: [400] },
  { what: 'TRACE', bytes: head('TRACE /health HTTP/1.1', here), statuses: [405] },
  { what: 'PATCH', bytes: head('PATCH /v3/kv/put HTTP/1.1', here), statuses: [501] },
  { what: 'an expectation', bytes: post('Expect: miracles'), statuses: [417] },
  {
    what: 'an upgrade to WebSocket',
    bytes: head('GET /v3/watch HTTP/1.1', here, 'Upgrade: websocket', 'Connection: upgrade'),
    statuses: [501],
  },
  {
    what: 'an upgrade to HTTP/2',
    bytes: head('GET /version HTTP/1.1', here, 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'),
    statuses: [200],
  },
  {
    what: 'a body that is too large',
    bytes: `${post(`Content-Length: ${bodyBytesMax + 1}`)}${'x'.repeat(bodyBytesMax + 1)}`,
    statuses: [413],
  },
  {
    what: 'chunks that are too large together',
    bytes: `${post('Transfer-Encoding: chunked')}${`10000\r\n${'x'.repeat(65_536)}\r\n`.repeat(65)}0\r\n\r\n`,
    statuses: [413],
  },
];

/** One gRPC call by hand: flags, length and content of its message are the caller's. */
function grpcStatus(message: Uint8Array, encoding: string): Promise<string> {
  const session = connectHttp2(`http://${server.endpoint}`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  session.on('error', reject);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/etcdserverpb.KV/Range',
    'content-type': 'application/grpc',
    'grpc-encoding': encoding,
    te: 'trailers',
  });
  stream.on('response', ({ 'grpc-status': status }) => {
    if (typeof status === 'string') resolve(status);
  });
  stream.on('trailers', ({ 'grpc-status': status }) => resolve(String(status)));
  stream.on('error', reject);
  stream.setTimeout(timeoutMs, () => reject(new Error('no answer')));
  stream.resume();
  const prefix = Buffer.alloc(5);
  prefix[0] = 1;
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
  return promise.finally(() => session.destroy());
}

suite('abuse of HTTP', () => {
  before(async () => {
    const flags = ['--host-whitelist', 'localhost,127.0.0.1', '--cors', goodOrigin];
    server = await startSubject({ flags });
  });

  after(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  for (const [about, abuses] of Object.entries({ paths, hosts, lengths, heads })) {
    suite(about, () => {
      for (const { what, bytes, statuses } of abuses) {
        test(what, async () => {
          assert.deepEqual(statusesOf(await say(bytes)), statuses);
        });
      }
    });
  }

  test('no request was smuggled in behind another', async () => {
    using client = server.connect();
    const { count } = await client.call('Range', { key: 'smuggled', count_only: true });
    assert.equal(Number(count), 0);
  });

  test('only pages of the origins in the list may see answers, and none may send credentials', async () => {
    const allowed = async (origin: string): Promise<string | undefined> => {
      const { headers } = await askHttp({
        endpoint: server.endpoint,
        method: 'OPTIONS',
        path: '/v3/kv/put',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      assert.equal(headers['access-control-allow-credentials'], undefined);
      return headers['access-control-allow-origin'];
    };
    assert.equal(await allowed(goodOrigin), goodOrigin);
    for (const origin of [
      'https://evil.example',
      'http://console.example',
      `${goodOrigin}.evil.example`,
      `${goodOrigin}:8443`,
      'null',
      '*',
    ]) {
      assert.equal(await allowed(origin), undefined, origin);
    }
  });

  test('a small message that holds a large one is refused when it has grown too large', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    assert.equal(await grpcStatus(bomb, 'gzip'), '8');
    assert.equal(await grpcStatus(gzipSync(bomb), 'gzip'), '13');
    assert.equal(await grpcStatus(Buffer.from('not compressed'), 'gzip'), '13');
    assert.equal(await grpcStatus(bomb, 'identity'), '13');
    assert.equal(await grpcStatus(bomb, 'deflate'), '12');
  });

  test('a thousand clients that begin and never end keep nobody out', async () => {
    const idlers = Array.from({ length: 1_000 }, open);
    const beginnings = [
      '',
      'G',
      'GET /health HTTP/1.1\r\nHost:',
      post('Content-Length: 9'),
      'PRI * HT',
    ];
    for (const [index, socket] of idlers.entries()) {
      socket.write(beginnings[index % beginnings.length] ?? '');
    }
    const answer = await askHttp({ endpoint: server.endpoint, path: '/health', timeoutMs });
    assert.equal(answer.status, 200);
    using client = server.connect();
    await client.call('Put', { key: 'still here' });
    for (const socket of idlers) socket.destroy();
  });
});
