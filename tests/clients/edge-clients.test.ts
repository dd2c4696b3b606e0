// HTTP/2 clients that share no code with us, and none with each other: curl and h2load (nghttp2),
// gRPC's C-core. Against a real member; over TLS, which members cannot be started with yet, against the
// edge alone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { etcdserverpb, mvccpb, toSafeNumber } from '@cairn/proto';
import {
  Program,
  freePort,
  repositoryRoot,
  requireTools,
  scratchDirectory,
  startSubject,
  subjectIsEtcd,
  toolPath,
} from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';
import { CCoreClient, requireGrpcio } from './c-core.ts';

const { RangeRequest, RangeResponse, PutRequest, PutResponse } = etcdserverpb;
const { LeaseGrantRequest, LeaseGrantResponse, LeaseKeepAliveRequest } = etcdserverpb;
const { LeaseKeepAliveResponse, LeaseRevokeRequest, WatchRequest, WatchResponse } = etcdserverpb;

const run = promisify(execFile);
const rangePath = '/etcdserverpb.KV/Range';
const putPath = '/etcdserverpb.KV/Put';

/** gRPC's framing of one message. */
function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function put(key: string, value: string | Uint8Array): Uint8Array {
  return PutRequest.encode({ key: Buffer.from(key), value: Buffer.from(value) }).finish();
}

function range(key: string): Uint8Array {
  return RangeRequest.encode({ key: Buffer.from(key) }).finish();
}

function valueOf(response: Uint8Array): Buffer {
  const [kv] = RangeResponse.decode(response).kvs;
  return Buffer.from(mvccpb.KeyValue.create(kv ?? {}).value);
}

interface CurlAnswer {
  /** Status line, headers and trailers. */
  readonly head: string;
  readonly body: Buffer;
}

async function curl(url: string, ...args: readonly string[]): Promise<CurlAnswer> {
  const directory = scratchDirectory('curl');
  const [head, body] = [join(directory, 'head'), join(directory, 'body')];
  writeFileSync(body, '');
  const silent = ['--silent', '--show-error', '--max-time', '20', '--noproxy', '*'];
  await run(toolPath('curl'), [...silent, '--dump-header', head, '--output', body, ...args, url]);
  return { head: readFileSync(head, 'latin1'), body: readFileSync(body) };
}

/** The arguments of a gRPC call by curl. */
function grpcCall(message: Uint8Array): string[] {
  const file = join(scratchDirectory('body'), 'body');
  writeFileSync(file, frame(message));
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  return [...headers, '--data-binary', `@${file}`];
}

interface H2loadOptions {
  readonly url: string;
  readonly requests: number;
  readonly connections: number;
  readonly streams: number;
  readonly message: Uint8Array;
}

async function h2load(options: H2loadOptions): Promise<string> {
  const file = join(scratchDirectory('h2load'), 'body');
  writeFileSync(file, frame(options.message));
  const counts = `-n ${options.requests} -c ${options.connections} -m ${options.streams}`;
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  const args = [...counts.split(' '), ...headers, '-d', file, options.url];
  const { stdout } = await run(toolPath('h2load'), args, { timeout: 60_000 });
  return stdout;
}

suite('clients of a member', subjectIsEtcd() ? requireTools('etcd') : {}, () => {
  let server: SingleServer;

  before(async () => {
    server = await startSubject();
  });

  after(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  suite('curl', requireTools('curl'), () => {
    test('asks over HTTP/1.1 for health and version', async () => {
      const health = await curl(`http://${server.endpoint}/health`);
      assert.match(health.head, /^HTTP\/1\.1 200 OK/);
      assert.match(health.body.toString(), /"health":"true"/);
      const version = await curl(`http://${server.endpoint}/version`);
      assert.match(version.body.toString(), /"etcdserver":"3\./);
    });

    test('calls gRPC over HTTP/2 with prior knowledge and sees the trailers', async () => {
      const url = `http://${server.endpoint}`;
      const value = 'x'.repeat(300_000);
      const h2 = '--http2-prior-knowledge';
      const written = await curl(url + putPath, h2, ...grpcCall(put('curl/big', value)));
      assert.match(written.head, /^HTTP\/2 200 \r\n[^]*content-type: application\/grpc\r\n/);
      assert.match(written.head, /\r\ngrpc-status: 0\r\n/);
      // The answer is larger than any window a client has by default.
      const read = await curl(url + rangePath, h2, ...grpcCall(range('curl/big')));
      assert.equal(valueOf(read.body.subarray(5)).toString(), value);
      assert.match(read.head, /\r\ngrpc-status: 0\r\n/);
      const refused = await curl(url + rangePath, h2, ...grpcCall(new Uint8Array(0)));
      assert.match(refused.head, /grpc-status: 3\r\ngrpc-message: etcdserver: key is not provided/);
    });

    test('is told over plain HTTP/2 that only gRPC is served there', async () => {
      const answer = await curl(`http://${server.endpoint}/health`, '--http2-prior-knowledge');
      assert.match(answer.head, /^HTTP\/2 415 /);
    });
  });

  test(
    'h2load: every put of several connections with many streams is a revision',
    requireTools('h2load'),
    async () => {
      using client = server.connect();
      const before = await client.call('Range', { key: Buffer.from('h2load/k') });
      const printed = await h2load({
        url: `http://${server.endpoint}${putPath}`,
        requests: 3_000,
        connections: 5,
        streams: 20,
        message: put('h2load/k', 'v'.repeat(256)),
      });
      assert.match(printed, / 3000 succeeded, 0 failed, 0 errored, 0 timeout/);
      const after = await client.call('Range', { key: Buffer.from('h2load/k') });
      assert.equal(toSafeNumber(after.kvs[0]?.version ?? 0), 3_000);
      const revisions = [before, after].map(({ header }) => toSafeNumber(header?.revision ?? 0));
      assert.equal(revisions[1]! - revisions[0]!, 3_000);
    },
  );

  suite("gRPC's C-core", requireGrpcio(), () => {
    let client: CCoreClient;

    before(() => {
      client = new CCoreClient(server.endpoint);
    });

    after(async () => {
      await client?.[Symbol.asyncDispose]();
    });

    test('puts and ranges, small and large', async () => {
      for (const size of [0, 10, 70_000, 1_000_000]) {
        const value = Buffer.alloc(size, size % 251);
        const [written] = await client.unary({ path: putPath, request: put('c/k', value) });
        assert.equal(written?.code, 0, written?.details);
        assert.ok(toSafeNumber(PutResponse.decode(written.message!).header?.revision ?? 0) > 1);
        const [read] = await client.unary({ path: rangePath, request: range('c/k') });
        assert.ok(valueOf(read!.message!).equals(value), String(size));
      }
    });

    test('has many calls under way at once', async () => {
      const replies = await client.unary({
        path: putPath,
        request: put('c/many', 'x'),
        times: 500,
        timeoutSeconds: 30,
      });
      assert.equal(replies.filter(({ code }) => code === 0).length, 500);
      const [read] = await client.unary({ path: rangePath, request: range('c/many') });
      assert.equal(toSafeNumber(RangeResponse.decode(read!.message!).kvs[0]?.version ?? 0), 500);
    });

    test('compresses its requests', async () => {
      const value = 'a'.repeat(100_000);
      const request = put('c/gzip', value);
      const [written] = await client.unary({ path: putPath, request, compression: 'gzip' });
      assert.equal(written?.code, 0, written?.details);
      const [read] = await client.unary({ path: rangePath, request: range('c/gzip') });
      assert.equal(valueOf(read!.message!).toString(), value);
    });

    test('gets the codes and texts of failures', async () => {
      const [refused] = await client.unary({ path: rangePath, request: new Uint8Array(0) });
      assert.deepEqual(refused, { code: 3, details: 'etcdserver: key is not provided' });
      const [unknown] = await client.unary({
        path: '/etcdserverpb.KV/Nothing',
        request: new Uint8Array(0),
      });
      assert.deepEqual(unknown, {
        code: 12,
        details: 'unknown method Nothing for service etcdserverpb.KV',
      });
    });

    test('watches with metadata, sees events, and cancels', async () => {
      const metadata = { hasleader: 'true' };
      const watch = await client.open('/etcdserverpb.Watch/Watch', { metadata });
      const create = { key: Buffer.from('c/watched') };
      await watch.send(WatchRequest.encode({ create_request: create }).finish());
      const created = await watch.receive();
      assert.equal(WatchResponse.decode(created.message!).created, true);
      for (const value of ['one', 'two']) {
        await client.unary({ path: putPath, request: put('c/watched', value) });
        const { events } = WatchResponse.decode((await watch.receive()).message!);
        assert.deepEqual(
          events.map(({ kv }) => Buffer.from(kv?.value ?? '').toString()),
          [value],
        );
      }
      await watch.cancel();
      assert.equal((await watch.receive()).code, 1);
    });

    test('is told when its deadline passes in the middle of a watch', async () => {
      const watch = await client.open('/etcdserverpb.Watch/Watch', { timeoutSeconds: 0.2 });
      assert.equal((await watch.receive()).code, 4);
    });

    test('keeps a lease alive on a stream that it half-closes in the end', async () => {
      const [granted] = await client.unary({
        path: '/etcdserverpb.Lease/LeaseGrant',
        request: LeaseGrantRequest.encode({ TTL: 60 }).finish(),
      });
      const { ID } = LeaseGrantResponse.decode(granted!.message!);
      const stream = await client.open('/etcdserverpb.Lease/LeaseKeepAlive');
      for (let round = 0; round < 3; round += 1) {
        await stream.send(LeaseKeepAliveRequest.encode({ ID }).finish());
        const reply = await stream.receive();
        assert.equal(toSafeNumber(LeaseKeepAliveResponse.decode(reply.message!).TTL), 60);
      }
      await stream.end();
      assert.deepEqual(await stream.receive(), { code: 0 });
      const revoke = LeaseRevokeRequest.encode({ ID }).finish();
      const [revoked] = await client.unary({
        path: '/etcdserverpb.Lease/LeaseRevoke',
        request: revoke,
      });
      assert.equal(revoked?.code, 0);
    });
  });
});

suite('clients over TLS', () => {
  const caFile = join(scratchDirectory('tls'), 'ca.pem');
  let endpoint: string;
  let program: Program;

  before(async () => {
    const port = await freePort();
    endpoint = `localhost:${String(port)}`;
    const testing = join(repositoryRoot, 'libs/edge/src/testing');
    program = new Program({
      name: 'edge',
      command: process.execPath,
      args: [join(testing, 'echo-server.ts'), String(port), 'tls', caFile],
      ready: () =>
        new Promise((resolve) => {
          const socket = connect({ port, host: '127.0.0.1' });
          socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
          socket.once('connect', () => socket.destroy());
        }),
    });
    await program.start();
  });

  after(async () => {
    await program?.stop();
  });

  test('curl agrees on h2 by itself, on HTTP/1.1 when told to', requireTools('curl'), async () => {
    const url = `https://${endpoint}`;
    const trust = ['--cacert', caFile, '--ipv4'];
    const both = await curl(`${url}/health`, ...trust);
    assert.match(both.head, /^HTTP\/2 200 /);
    assert.equal(both.body.toString(), '/health\n');
    const old = await curl(`${url}/health`, ...trust, '--http1.1');
    assert.match(old.head, /^HTTP\/1\.1 200 OK/);
    const silent = await curl(`${url}/health`, ...trust, '--no-alpn');
    assert.match(silent.head, /^HTTP\/1\.1 200 OK/);

    const message = Buffer.alloc(200_000, 1);
    const call = await curl(`${url}/test.Echo/Echo`, ...trust, '--http2', ...grpcCall(message));
    assert.ok(call.body.equals(frame(message)));
    assert.match(call.head, /\r\ngrpc-status: 0\r\n/);
  });

  test('h2load gets every answer', requireTools('h2load'), async () => {
    const message = Buffer.alloc(1_000, 2);
    const options = { requests: 3_000, connections: 5, streams: 20, message };
    const printed = await h2load({ url: `https://${endpoint}/test.Echo/Echo`, ...options });
    assert.match(printed, /Application protocol: h2/);
    assert.match(printed, / 3000 succeeded, 0 failed, 0 errored, 0 timeout/);
  });

  test("gRPC's C-core gets its messages back", requireGrpcio(), async () => {
    await using client = new CCoreClient(endpoint, caFile);
    const request = Buffer.alloc(1_000_000, 3);
    const replies = await client.unary({ path: '/test.Echo/Echo', request, times: 10 });
    assert.ok(replies.every(({ message }) => message?.equals(request) === true));
    const chat = await client.open('/test.Echo/Chat');
    for (const size of [0, 5, 400_000]) {
      await chat.send(Buffer.alloc(size, 4));
      assert.ok((await chat.receive()).message?.equals(Buffer.alloc(size, 4)));
    }
    await chat.end();
    assert.deepEqual(await chat.receive(), { code: 0 });
  });
});
