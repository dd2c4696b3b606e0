import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { connect as connectHttp2 } from 'node:http2';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectPlain } from 'node:net';
import { test } from 'node:test';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import {
  authorityCert,
  clientCertificate,
  serverCertificate,
  strangerCertificate,
} from './testing/certificates.ts';
import {
  callHead,
  dataFrame,
  FrameClient,
  frameBytes,
  frameTypes,
  preface,
} from './testing/frame-client.ts';
import { frame } from './testing/raw-client.ts';
import type { TestEdge, TestEdgeOptions } from './testing/start-edge.ts';
import { startEdge } from './testing/start-edge.ts';
import type { UnaryHandler } from './types.ts';

const path = '/test.Echo/Echo';
const echo: UnaryHandler = (request, call) => {
  call.respond(request);
};

function startSecure(
  options: TestEdgeOptions & { readonly requestCert?: boolean } = {},
): Promise<TestEdge> {
  const { requestCert = false, ...rest } = options;
  return startEdge({
    unary: { [path]: echo },
    http: (request) => Promise.resolve({ status: 200, headers: {}, body: `saw ${request.path}` }),
    tls: { ...serverCertificate, ca: authorityCert, requestCert },
    ...rest,
  });
}

function grpcEcho(server: TestEdge, certificate?: { cert: string; key: string }): Promise<Buffer> {
  const trusted = Buffer.from(authorityCert);
  const security =
    certificate === undefined
      ? credentials.createSsl(trusted)
      : credentials.createSsl(trusted, Buffer.from(certificate.key), Buffer.from(certificate.cert));
  const client = new Client(server.address, security);
  const identity = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + 10_000);
    const message = Buffer.alloc(200_000, 7);
    client.makeUnaryRequest(path, identity, identity, message, { deadline }, (error, answer) => {
      client.close();
      if (error === null) resolve(answer!);
      else reject(error);
    });
  });
}

async function open(server: TestEdge, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const { port } = server;
  const socket = connect({ port, host: '127.0.0.1', ca: authorityCert, ...options });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

/** A gRPC call, frame by frame, on a socket that may have agreed on anything. */
async function callByFrames(socket: TLSSocket): Promise<void> {
  using client = new FrameClient(socket);
  client.send(preface, frameBytes(frameTypes.settings, 0, 0));
  client.send(callHead(1, path), dataFrame(1, frame(Buffer.from('x')), true));
  await client.until(() => client.hasEnded(1));
  assert.deepEqual(client.body(1), frame(Buffer.from('x')));
}

async function ended(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
  });
}

test('gRPC and HTTP/1.1 are served on the same port over TLS', async () => {
  await using server = await startSecure();
  assert.ok((await grpcEcho(server)).equals(Buffer.alloc(200_000, 7)));
  const body = await new Promise<string>((resolve, reject) => {
    const url = `https://${server.address}/health`;
    const sent = get(url, { ca: authorityCert, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve(text);
      });
    });
    sent.on('error', reject);
  });
  assert.equal(body, 'saw /health');
});

test('plain HTTP over TLS may come over HTTP/2: curl and Prometheus offer both', async () => {
  await using server = await startSecure({
    requestMessageBytesMax: 100_000,
    tuning: { unfinishedBytesMax: 200_000 },
    http: (request) =>
      Promise.resolve(
        request.path === '/nothing'
          ? undefined
          : {
              status: 201,
              headers: { 'Content-Type': 'text/x' },
              body: [
                request.method,
                request.path,
                request.query.get('q'),
                request.headers.get('x-test'),
                request.headers.get('host'),
                request.body.length,
              ].join('|'),
            },
      ),
  });
  const session = connectHttp2(`https://${server.address}`, { ca: authorityCert });
  const ask = async (headers: OutgoingHttpHeaders, body?: Buffer): Promise<string> => {
    const stream = session.request(headers, { endStream: body === undefined });
    if (body !== undefined) stream.end(body);
    const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return `${String(head[':status'])} ${head['content-type']} ${head['content-length']} ${text}`;
  };
  const host = server.address;
  assert.equal(
    await ask({ ':path': '/health?q=1&p=2', 'x-test': 'yes' }),
    `201 text/x ${String(20 + host.length)} GET|/health|1|yes|${host}|0`,
  );
  const post = { ':method': 'POST', ':path': '/v3/kv/put', 'content-type': 'application/json' };
  for (let round = 0; round < 3; round += 1) {
    assert.match(await ask(post, Buffer.alloc(150_000)), /POST\|\/v3\/kv\/put\|.*\|150000$/);
  }
  assert.match(await ask(post, Buffer.alloc(0)), /\|0$/);
  assert.match(await ask(post, Buffer.alloc(200_001)), /^413 text\/plain/);
  assert.match(await ask({ ':method': 'HEAD', ':path': '/health' }), /^201 text\/x [1-9]\d* $/);
  assert.match(await ask({ ':path': '/nothing' }), /^404 text\/plain.*404 page not found\n$/);
  session.close();
});

test('a request over HTTP/2 that does not come to its end is given up', async () => {
  await using server = await startSecure({ tuning: { httpRequestTimeoutMs: 30 } });
  const session = connectHttp2(`https://${server.address}`, { ca: authorityCert });
  const stream = session.request({ ':method': 'POST', ':path': '/slow' });
  stream.on('error', () => undefined);
  stream.write('half');
  await once(stream, 'close');
  assert.equal(stream.rstCode, 8);
  session.close();
});

test('ALPN settles the protocol, and without it the first bytes do', async () => {
  await using server = await startSecure();
  const agreed = await open(server, { ALPNProtocols: ['h2', 'http/1.1'] });
  assert.equal(agreed.alpnProtocol, 'h2');
  await callByFrames(agreed);

  const http1 = await open(server, { ALPNProtocols: ['http/1.1'] });
  assert.equal(http1.alpnProtocol, 'http/1.1');
  http1.write('GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  assert.match(String((await once(http1, 'data'))[0]), /^HTTP\/1\.1 200 OK/);
  http1.destroy();

  const silent = await open(server);
  assert.equal(silent.alpnProtocol, false);
  await callByFrames(silent);
  const old = await open(server);
  old.write('GET /b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  assert.match(String((await once(old, 'data'))[0]), /^HTTP\/1\.1 200 OK/);
  old.destroy();
});

test('who agreed on h2 and then speaks something else hears GOAWAY', async () => {
  await using server = await startSecure();
  using client = new FrameClient(await open(server, { ALPNProtocols: ['h2'] }));
  client.send(Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  await client.untilEnded();
  assert.equal(client.goodbye?.code, 1);
});

test('who offers protocols that are not spoken here is turned away in the handshake', async () => {
  await using server = await startSecure();
  await assert.rejects(open(server, { ALPNProtocols: ['spdy/3'] }));
});

test('with client certificates required only those of the authority are let in', async () => {
  await using server = await startSecure({ requestCert: true });
  assert.equal((await grpcEcho(server, clientCertificate)).length, 200_000);
  await assert.rejects(grpcEcho(server), { code: 14 });
  await assert.rejects(grpcEcho(server, strangerCertificate), { code: 14 });
  assert.equal((await grpcEcho(server, clientCertificate)).length, 200_000);
});

test('a plain client on a TLS port is ended, and so is a TLS client on a plain port', async () => {
  await using secure = await startSecure();
  const plain = connectPlain({ port: secure.port, host: '127.0.0.1' });
  plain.on('error', () => undefined);
  plain.resume();
  plain.write(preface);
  await ended(plain);
  const session = connectHttp2(`http://${secure.address}`);
  session.on('error', () => undefined);
  const [goAwayCode] = (await once(session, 'goaway')) as [number];
  assert.equal(goAwayCode, 0xc);

  const refusals: string[] = [];
  await using open = await startEdge({
    unary: { [path]: echo },
    onRefused: ({ reason }) => refusals.push(reason),
  });
  const tls = connect({ port: open.port, host: '127.0.0.1', ca: authorityCert });
  const [error] = (await once(tls, 'error')) as [Error];
  assert.ok(error instanceof Error);
  await ended(tls);
  assert.deepEqual(refusals, ['it speaks TLS, and this port does not']);

  // Neither has harmed the listeners.
  assert.equal((await grpcEcho(secure)).length, 200_000);
});

test('the name in a verified certificate is known to calls of every protocol', async () => {
  const names: (string | undefined)[] = [];
  await using server = await startSecure({
    requestCert: true,
    unary: {
      [path]: (request, call) => {
        names.push(call.certificateName);
        call.respond(request);
      },
    },
    http: ({ certificateName }) => {
      names.push(certificateName);
      return Promise.resolve({ status: 200, headers: {}, body: '' });
    },
  });
  await grpcEcho(server, clientCertificate);
  const old = await open(server, { ...clientCertificate, ALPNProtocols: ['http/1.1'] });
  old.write('GET /b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await once(old, 'data');
  old.destroy();
  const session = connectHttp2(`https://${server.address}`, {
    ...clientCertificate,
    ca: authorityCert,
  });
  await once(session.request({ ':path': '/c' }), 'response');
  session.destroy();
  assert.deepEqual(names, Array(3).fill('Cairn test client'));

  await using anonymous = await startSecure({
    unary: {
      [path]: (request, call) => {
        names.push(call.certificateName);
        call.respond(request);
      },
    },
  });
  await grpcEcho(anonymous, clientCertificate);
  assert.equal(names.at(-1), undefined);
});

test('a handshake that does not come to its end, or says nothing after it, is given up', async () => {
  await using server = await startSecure({ tuning: { firstBytesTimeoutMs: 50 } });
  const stuck = connectPlain({ port: server.port, host: '127.0.0.1' });
  stuck.on('error', () => undefined);
  stuck.resume();
  // The beginning of a ClientHello.
  stuck.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  const silent = await open(server, { ALPNProtocols: ['h2'] });
  silent.resume();
  await Promise.all([ended(stuck), ended(silent)]);
});

test('closing lets calls over TLS end, and cuts what is still shaking hands', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<() => void>();
  await using server = await startSecure({
    unary: {
      [path]: (request, call) => {
        resolve(() => {
          call.respond(request);
        });
      },
    },
  });
  const answer = grpcEcho(server);
  const respond = await arrived;
  const closed = server.edge.close(60_000);
  respond();
  assert.equal((await answer).length, 200_000);
  await closed;

  await using other = await startSecure();
  const stuck = connectPlain({ port: other.port, host: '127.0.0.1' });
  stuck.on('error', () => undefined);
  stuck.resume();
  stuck.write(Buffer.from([0x16, 0x03, 0x01]));
  await once(stuck, 'connect');
  await grpcEcho(other);
  await other.edge.close(20);
  await ended(stuck);
});
