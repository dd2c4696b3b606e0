import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ServiceError } from '@grpc/grpc-js';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { frame, RawClient, statusOf } from '../testing/raw-client.ts';
import { startEdge } from '../testing/start-edge.ts';
import type { UnaryCall, UnaryHandler } from '../types.ts';

const path = '/test.Echo/Echo';
const echo: UnaryHandler = (request, call) => {
  call.respond(request);
};

function identity(bytes: Buffer): Buffer {
  return bytes;
}

/** One call through grpc-js. */
function callOnce(
  client: Client,
  message: Buffer,
  options: { readonly metadata?: Metadata; readonly deadline?: Date } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      identity,
      identity,
      message,
      options.metadata ?? new Metadata(),
      options.deadline === undefined ? {} : { deadline: options.deadline },
      (error, answer) => {
        if (error !== null) reject(error);
        else resolve(answer!);
      },
    );
  });
}

function isStatus(code: number, details: string): (error: ServiceError) => boolean {
  return (error) => {
    assert.equal(error.code, code);
    assert.equal(error.details, details);
    return true;
  };
}

/** A handler that keeps its call, and the promise of that. */
function keeper(): { readonly handler: UnaryHandler; readonly call: Promise<UnaryCall> } {
  const { promise, resolve } = Promise.withResolvers<UnaryCall>();
  return {
    handler: (_request, call) => {
      resolve(call);
    },
    call: promise,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

test('grpc-js gets its answers, small, empty and larger than a flow-control window', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  const client = new Client(server.address, credentials.createInsecure());
  for (const size of [0, 1, 1000, 100_000, 1024 * 1024]) {
    const message = Buffer.alloc(size, size % 251);
    assert.ok((await callOnce(client, message)).equals(message), String(size));
  }
  client.close();
});

test('calls of one connection are answered beside each other', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  const client = new Client(server.address, credentials.createInsecure());
  const messages = Array.from({ length: 200 }, (_, index) => Buffer.from(`message ${index}`));
  const answers = await Promise.all(messages.map((message) => callOnce(client, message)));
  assert.deepEqual(answers, messages);
  client.close();
});

test('an answer in parts arrives as one message, and counts as the answer', async () => {
  const large = Buffer.alloc(300_000, 7);
  const parts = [Buffer.from('be'), Buffer.alloc(0), large, Buffer.from('end')];
  await using server = await startEdge({
    unary: {
      [path]: (_request, call) => {
        call.respondParts(parts);
        call.respond(Buffer.from('never seen'));
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  const answer = await callOnce(client, Buffer.alloc(0));
  assert.ok(answer.equals(Buffer.concat(parts)));
  client.close();
  using raw = new RawClient(server.port);
  const sent = await raw.call(path, frame(Buffer.alloc(0)));
  assert.ok(sent.data.equals(frame(Buffer.concat(parts))));
  assert.equal(statusOf(sent).code, '0');
});

test('an answer is sent while its pieces come, and is over with its last byte', async () => {
  const pieces = [Buffer.from('be'), Buffer.alloc(200_000, 7), Buffer.alloc(0), Buffer.from('end')];
  const whole = Buffer.concat(pieces);
  await using server = await startEdge({
    unary: {
      [path]: (_request, call) => {
        call.beginResponse(whole.length);
        call.beginResponse(1);
        call.respond(Buffer.from('never seen'));
        call.respondParts([Buffer.from('never seen')]);
        for (const [i, piece] of pieces.entries()) {
          setTimeout(() => {
            call.respondPart(piece);
            if (i < pieces.length - 1) return;
            call.respondPart(Buffer.from('never seen'));
            call.fail(9, 'never seen');
          }, i);
        }
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  assert.ok((await callOnce(client, Buffer.alloc(0))).equals(whole));
  client.close();
  using raw = new RawClient(server.port);
  const sent = await raw.call(path, frame(Buffer.alloc(0)));
  assert.ok(sent.data.equals(frame(whole)));
  assert.equal(statusOf(sent).code, '0');
});

test('an answer that breaks off ends with a status, in front of which there is no whole message', async () => {
  await using server = await startEdge({
    unary: {
      [path]: (_request, call) => {
        call.beginResponse(1_000);
        call.respondPart(Buffer.alloc(600));
        call.fail(14, 'the rest is lost');
        call.respondPart(Buffer.alloc(400));
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  await assert.rejects(callOnce(client, Buffer.alloc(0)), isStatus(14, 'the rest is lost'));
  client.close();
  using raw = new RawClient(server.port);
  const sent = await raw.call(path, frame(Buffer.alloc(0)));
  assert.equal(sent.data.length, 5 + 600);
  assert.deepEqual(statusOf(sent), { code: '14', message: 'the rest is lost' });
});

test('a failure reaches the client with its code and its text, in any script', async () => {
  const message = 'etcdserver: 100% ключ';
  await using server = await startEdge({
    unary: { [path]: (_request, call) => call.fail(9, message) },
  });
  const client = new Client(server.address, credentials.createInsecure());
  await assert.rejects(callOnce(client, Buffer.alloc(0)), isStatus(9, message));
  client.close();
  using raw = new RawClient(server.port);
  const answer = await raw.call(path, frame(Buffer.alloc(0)));
  assert.equal(answer.headers['grpc-status'], '9', 'one HEADERS frame says it all');
  assert.deepEqual(answer.trailers, {});
});

test('a handler sees metadata, peer and deadline', async () => {
  const { handler, call } = keeper();
  await using server = await startEdge({ unary: { [path]: handler } });
  const client = new Client(server.address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.add('token', 'secret');
  metadata.add('trace-bin', Buffer.from([0, 1]));
  const answer = callOnce(client, Buffer.from('x'), {
    metadata,
    deadline: new Date(Date.now() + 60_000),
  });
  const seen = await call;
  assert.equal(seen.path, path);
  assert.equal(seen.metadata.get('token'), 'secret');
  assert.equal(seen.metadata.get('trace-bin'), 'AAE=');
  assert.match(seen.peerAddress, /^127\.0\.0\.1:\d+$/);
  const leftMs = seen.deadlineMs! - performance.now();
  assert.ok(leftMs > 0 && leftMs <= 60_000, String(leftMs));
  seen.respond(Buffer.from('y'));
  assert.equal((await answer).toString(), 'y');
  client.close();
});

test('a passed deadline ends the call on the server, and what the handler says later is lost', async () => {
  const { handler, call } = keeper();
  await using server = await startEdge({ unary: { [path]: handler } });
  using raw = new RawClient(server.port);
  const answer = raw.call(path, frame(Buffer.from('x')), { 'grpc-timeout': '30m' });
  const kept = await call;
  await aborted(kept.signal);
  kept.respond(Buffer.from('late'));
  kept.fail(2, 'later');
  assert.deepEqual(statusOf(await answer), { code: '4', message: 'context deadline exceeded' });
});

test('a deadline that has passed before the request is whole does not reach the handler', async () => {
  let called = false;
  await using server = await startEdge({ unary: { [path]: () => (called = true) } });
  using raw = new RawClient(server.port);
  const answer = await raw.call(path, frame(Buffer.from('x')), { 'grpc-timeout': '0n' });
  assert.deepEqual(statusOf(answer), { code: '4', message: 'context deadline exceeded' });
  assert.equal(called, false);
});

test('a cancelled call aborts its signal, whether or not somebody listened before', async () => {
  const { handler, call } = keeper();
  await using server = await startEdge({ unary: { [path]: handler } });
  using raw = new RawClient(server.port);
  const sent = raw.open(path);
  sent.stream.end(frame(Buffer.from('x')));
  const kept = await call;
  sent.cancel();
  await aborted(kept.signal);
  kept.respond(Buffer.from('nobody listens'));
});

test('a broken connection aborts the calls that came over it', async () => {
  const { handler, call } = keeper();
  await using server = await startEdge({ unary: { [path]: handler } });
  using raw = new RawClient(server.port);
  raw.open(path).stream.end(frame(Buffer.from('x')));
  const kept = await call;
  const { signal } = kept;
  assert.equal(signal.aborted, false);
  raw.session.destroy();
  await aborted(signal);
});

test('only the first of respond and fail counts', async () => {
  await using server = await startEdge({
    unary: {
      [path]: (request, call) => {
        call.respond(request);
        call.fail(13, 'never seen');
        call.respond(Buffer.from('never seen'));
      },
    },
  });
  using raw = new RawClient(server.port);
  const answer = await raw.call(path, frame(Buffer.from('once')));
  assert.deepEqual(answer.data, frame(Buffer.from('once')));
  assert.equal(statusOf(answer).code, '0');
});

test('gzip requests are understood, other encodings are named in the refusal', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using raw = new RawClient(server.port);
  const zipped = await raw.call(path, frame(gzipSync('hello'), 1), { 'grpc-encoding': 'gzip' });
  assert.deepEqual(zipped.data, frame(Buffer.from('hello')));
  const unknown = await raw.call(path, frame(Buffer.from('x'), 1), { 'grpc-encoding': 'br' });
  assert.deepEqual(statusOf(unknown), {
    code: '12',
    message: 'grpc: Decompressor is not installed for grpc-encoding "br"',
  });
});

test('a request over the limit is refused without waiting for it', async () => {
  await using server = await startEdge({ unary: { [path]: echo }, requestMessageBytesMax: 1000 });
  using raw = new RawClient(server.port);
  const call = raw.open(path);
  call.stream.write(frame(Buffer.alloc(5000)).subarray(0, 100));
  assert.deepEqual(statusOf(await call.answer), {
    code: '8',
    message: 'grpc: received message larger than max (5000 vs. 1000)',
  });
});

test('a request that ends too early is answered as grpc-go answers it', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using raw = new RawClient(server.port);
  const whole = frame(Buffer.from('abc'));
  assert.deepEqual(statusOf(await raw.call(path, Buffer.alloc(0))), { code: '2', message: 'EOF' });
  assert.deepEqual(statusOf(await raw.call(path, whole.subarray(0, 3))), {
    code: '2',
    message: 'EOF',
  });
  assert.deepEqual(statusOf(await raw.call(path, whole.subarray(0, 6))), {
    code: '2',
    message: 'unexpected EOF',
  });
});

test('an answered call does not stay open when the client never ends its side', async () => {
  await using server = await startEdge({ unary: { [path]: echo }, concurrentStreamsMax: 5 });
  using raw = new RawClient(server.port);
  for (let round = 0; round < 20; round += 1) {
    const call = raw.open(path);
    call.stream.write(frame(Buffer.from('x')));
    const answer = await call.answer;
    assert.deepEqual(answer.data, frame(Buffer.from('x')));
    assert.equal(statusOf(answer).code, '0');
    assert.equal(answer.resetCode, 0);
  }
});
