// The internal services are plain gRPC: another implementation can call them, and be called.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { cairn } from '@cairn/proto';
import * as grpc from '@grpc/grpc-js';
import { RpcClient } from './client.ts';
import { serve } from './server.ts';
import type { RpcServer } from './server.ts';
import { nodeService, peerService } from './services.ts';
import type { Codec, RpcMethod } from './services.ts';
import { echoServices } from './testing/echo-services.ts';

type Results = cairn.v1.SubmitResults;

class Served implements AsyncDisposable {
  readonly server: RpcServer;
  readonly client: grpc.Client;

  constructor(server: RpcServer) {
    this.server = server;
    this.client = new grpc.Client(server.address, grpc.credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
    });
  }

  static async start(): Promise<Served> {
    return new Served(await serve('127.0.0.1:0', echoServices()));
  }

  bidi<Q extends Codec, S extends Codec>(
    method: RpcMethod<Q, S>,
  ): grpc.ClientDuplexStream<unknown, unknown> {
    const { path, requestSerialize, responseDeserialize } = method;
    return this.client.makeBidiStreamRequest<unknown, unknown>(
      path,
      (message) => requestSerialize(message),
      responseDeserialize,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    await this.server.close(0);
  }
}

function statusOf(stream: NodeJS.EventEmitter): Promise<grpc.StatusObject> {
  return new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('status', resolve);
  });
}

test('grpc-js streams to a server of ours and back, small messages and large ones', async () => {
  await using served = await Served.start();
  const stream = served.bidi(nodeService.submit);
  const sizes = [0, 1, 1_000, 70_000, 6 * 1024 * 1024, 5];
  const received: number[] = [];
  stream.on('data', ({ results }: Results) => {
    for (const { id, response } of results) {
      assert.ok(Buffer.from(response ?? []).every((byte) => byte === (id ?? 0)));
      received.push(response?.length ?? 0);
    }
  });
  for (const [index, size] of sizes.entries()) {
    stream.write({ items: [{ id: index, request: Buffer.alloc(size, index) }] });
  }
  stream.end();
  assert.equal((await statusOf(stream)).code, 0);
  assert.deepEqual(received, sizes);
});

test('grpc-js calls methods of the other kinds', async () => {
  await using served = await Served.start();
  const { client } = served;
  const { metrics, backfill } = nodeService;
  const text = await new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      metrics.path,
      metrics.requestSerialize,
      metrics.responseDeserialize,
      {},
      { deadline: Date.now() + 10_000 },
      (error, answer) => {
        if (error !== null) reject(error);
        else resolve(answer?.text);
      },
    );
  });
  assert.equal(text, 'm');
  const history = client.makeServerStreamRequest(
    backfill.path,
    backfill.requestSerialize,
    backfill.responseDeserialize,
    { from_revision: 5, to_revision: 8 },
  );
  const revisions: number[] = [];
  for await (const batch of history as AsyncIterable<cairn.v1.EventBatch>) {
    revisions.push(Number(batch.first_revision));
  }
  assert.deepEqual(revisions, [5, 6, 7, 8]);
  const { installSnapshot } = peerService;
  const upload = client.makeBidiStreamRequest(
    installSnapshot.path,
    installSnapshot.requestSerialize,
    installSnapshot.responseDeserialize,
  );
  for (let i = 0; i < 3; i++) upload.write({ records: [{}, {}] });
  upload.end();
  let reason: string | null | undefined;
  for await (const answer of upload as AsyncIterable<cairn.v1.SnapshotAnswer>) {
    reason = answer.installed?.reason;
  }
  assert.equal(reason, '6');
});

test('grpc-js reads our statuses: of a handler, of a missing method, of a message that is none', async () => {
  await using served = await Served.start();
  const { follow } = nodeService;
  const refused = served.client.makeServerStreamRequest(
    follow.path,
    follow.requestSerialize,
    follow.responseDeserialize,
    {},
  );
  const { code, details } = await statusOf(refused.resume());
  assert.deepEqual([code, details], [9, 'not now: ключ']);
  const missing = served.bidi({ ...nodeService.submit, path: '/cairn.v1.Node/None' });
  assert.equal((await statusOf(missing.resume())).code, 12);
  const unreadable = served.bidi(nodeService.submit);
  unreadable.resume();
  unreadable.write(Buffer.from([0x0a, 0x7f]));
  const status = await statusOf(unreadable);
  assert.equal(status.code, 13);
  assert.match(status.details, /unreadable message/);
});

test('grpc-js that cancels is noticed, one that asks for a deadline gets it', async () => {
  const left: string[] = [];
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const server = await serve(
    '127.0.0.1:0',
    echoServices((stream) => {
      stream.write({});
      stream.on('cancelled', () => left.push('cancelled'));
      stream.on('close', () => {
        left.push('close');
        resolve();
      });
    }),
  );
  await using served = new Served(server);
  const stream = served.bidi(nodeService.submit);
  stream.on('error', () => undefined);
  stream.once('data', () => stream.cancel());
  await cancelled;
  assert.deepEqual(left, ['cancelled', 'close']);
  const { path, requestSerialize, responseDeserialize } = nodeService.submit;
  const late = served.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, {
    deadline: Date.now() + 100,
  });
  assert.equal((await statusOf(late.resume())).code, 4);
});

test('a client of ours calls a grpc-js server', async () => {
  const server = new grpc.Server();
  const { submit, follow, metrics } = nodeService;
  server.addService(
    { submit, follow, metrics },
    {
      submit: (stream: grpc.ServerDuplexStream<cairn.v1.SubmitBatch, unknown>) => {
        stream.on('data', ({ items }: cairn.v1.SubmitBatch) => {
          stream.write({ results: items.map(({ request }) => ({ response: request })) });
        });
        stream.on('end', () => stream.end());
      },
      follow: (stream: grpc.ServerWritableStream<unknown, unknown>) => {
        stream.emit('error', { code: 10, details: '100 % again' });
      },
      metrics: (_call: unknown, answer: grpc.sendUnaryData<unknown>) => answer(null, { text: 'n' }),
    },
  );
  const insecure = grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', insecure, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const client = new RpcClient(`127.0.0.1:${port}`);
  assert.equal((await client.call(metrics, {}, 10_000)).text, 'n');
  const stream = client.openBidi(submit);
  const sizes = [3, 0, 2 * 1024 * 1024, 100_000];
  for (const size of sizes) stream.write({ items: [{ request: Buffer.alloc(size) }] });
  stream.end();
  const received: number[] = [];
  for await (const { results } of stream as AsyncIterable<Results>) {
    received.push(results[0]?.response?.length ?? 0);
  }
  assert.deepEqual(received, sizes);
  const refused = client.openServerStream(follow, {});
  refused.resume();
  const error = await new Promise((resolve) => {
    refused.on('error', resolve);
  });
  assert.deepEqual(
    [(error as { code: number }).code, (error as { details: string }).details],
    [10, '100 % again'],
  );
  client.close();
  server.forceShutdown();
});
