import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { Client, credentials } from '@grpc/grpc-js';
import { frame, RawClient, statusOf } from '../testing/raw-client.ts';
import { startEdge } from '../testing/start-edge.ts';
import type { StreamCall, StreamHandler } from '../types.ts';

const path = '/test.Echo/Chat';

function identity(bytes: Buffer): Buffer {
  return bytes;
}

function openChat(client: Client): ClientDuplexStream<Buffer, Buffer> {
  return client.makeBidiStreamRequest(path, identity, identity);
}

/** A handler that sets no listeners of its own but hands out its call at once. */
function keeper(prepare: (call: StreamCall) => void = () => undefined): {
  readonly handler: StreamHandler;
  readonly call: Promise<StreamCall>;
} {
  const { promise, resolve } = Promise.withResolvers<StreamCall>();
  return {
    handler: (call) => {
      prepare(call);
      resolve(call);
    },
    call: promise,
  };
}

function closeOf(call: StreamCall): Promise<void> {
  return new Promise((resolve) => {
    call.onClose(resolve);
  });
}

test('both sides talk in turn until the client ends and the server says OK', async () => {
  await using server = await startEdge({
    stream: {
      [path]: (call) => {
        call.onMessage((message) => call.send(message));
        call.onEnd(() => call.end(0, ''));
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  const chat = openChat(client);
  for (const text of ['one', 'two', 'three']) {
    chat.write(Buffer.from(text));
    const [answer] = (await once(chat, 'data')) as [Buffer];
    assert.equal(answer.toString(), text);
  }
  chat.end();
  const [status] = (await once(chat, 'status')) as [{ code: number }];
  assert.equal(status.code, 0);
  client.close();
});

test('a server stream delivers everything it sent before its end, large messages too', async () => {
  const sizes = [10, 200_000, 0, 16 * 1024, 16 * 1024 + 1, 3];
  await using server = await startEdge({
    stream: {
      [path]: (call) => {
        call.onMessage(() => {
          for (const size of sizes) call.send(Buffer.alloc(size, 1));
          call.end(9, 'that is all');
        });
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  const chat = client.makeServerStreamRequest(path, identity, identity, Buffer.from('go'));
  const received: number[] = [];
  chat.on('data', (message: Buffer) => received.push(message.length));
  const [error] = (await once(chat, 'error')) as [ServiceError];
  assert.deepEqual(received, sizes);
  assert.equal(error.code, 9);
  assert.equal(error.details, 'that is all');
  client.close();
});

test('a client stream is one answer to many messages', async () => {
  await using server = await startEdge({
    stream: {
      [path]: (call) => {
        let count = 0;
        call.onMessage(() => (count += 1));
        call.onEnd(() => {
          call.send(Buffer.from(String(count)));
          call.end(0, '');
        });
      },
    },
  });
  const client = new Client(server.address, credentials.createInsecure());
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const call = client.makeClientStreamRequest(path, identity, identity, (error, value) => {
      if (error !== null) reject(error);
      else resolve(value!);
    });
    for (let index = 0; index < 50; index += 1) call.write(Buffer.from('x'));
    call.end();
  });
  assert.equal(answer.toString(), '50');
  client.close();
});

test('an end without messages is one HEADERS frame, and OK is an answer too', async () => {
  await using server = await startEdge({
    stream: {
      '/test.Echo/Refuse': (call) => call.end(7, 'etcdserver: permission denied'),
      '/test.Echo/Nothing': (call) => call.end(0, ''),
    },
  });
  using raw = new RawClient(server.port);
  const refused = await raw.open('/test.Echo/Refuse').answer;
  assert.equal(refused.headers['grpc-status'], '7');
  assert.equal(refused.headers['grpc-message'], 'etcdserver: permission denied');
  assert.equal(statusOf(await raw.open('/test.Echo/Nothing').answer).code, '0');
});

test('onClose is called once, after the end of the handler or when the client goes away', async () => {
  let closes = 0;
  const { handler, call } = keeper((kept) => kept.onClose(() => (closes += 1)));
  const cancelled = keeper();
  await using server = await startEdge({
    stream: { [path]: handler, '/test.Echo/Cancel': cancelled.handler },
  });
  using raw = new RawClient(server.port);

  const sent = raw.open(path);
  const kept = await call;
  kept.end(0, '');
  assert.equal(closes, 0, 'not while the handler is still in end');
  kept.end(2, 'ignored');
  assert.equal(statusOf(await sent.answer).code, '0');
  assert.equal(closes, 1);
  assert.equal(kept.signal.aborted, false);
  assert.equal(kept.send(Buffer.from('late')), false);

  const dropped = raw.open('/test.Echo/Cancel');
  const other = await cancelled.call;
  const closed = closeOf(other);
  dropped.cancel();
  await closed;
  assert.equal(other.signal.aborted, true);
  assert.equal(closes, 1);
});

test('a deadline ends the stream for both sides, after the messages that were sent', async () => {
  const { handler, call } = keeper((kept) => kept.send(Buffer.from('first')));
  await using server = await startEdge({ stream: { [path]: handler } });
  using raw = new RawClient(server.port);
  const sent = raw.open(path, { 'grpc-timeout': '40m' });
  const kept = await call;
  await closeOf(kept);
  assert.equal(kept.signal.aborted, true);
  const answer = await sent.answer;
  assert.deepEqual(answer.data, frame(Buffer.from('first')));
  assert.deepEqual(statusOf(answer), { code: '4', message: 'context deadline exceeded' });
});

test('send says when the client is slow, drain says when it has caught up, nothing is lost', async () => {
  const { handler, call } = keeper();
  await using server = await startEdge({
    stream: { [path]: handler },
    tuning: { sendBufferBytesMax: 100_000 },
  });
  using raw = new RawClient(server.port);
  const sent = raw.open(path);
  let receivedBytes = 0;
  sent.stream.removeAllListeners('data');
  sent.stream.pause();
  const kept = await call;

  const message = Buffer.alloc(10_000, 1);
  let sentMessages = 1;
  while (kept.send(message)) {
    sentMessages += 1;
    assert.ok(sentMessages < 10_000, 'a client that reads nothing must be noticed');
    await new Promise(setImmediate);
  }
  assert.ok(kept.bufferedBytes > 100_000);
  assert.ok(kept.bufferedBytes <= 100_000 + message.length + 5, 'one message over the bound');

  const drained = new Promise<void>((resolve) => {
    kept.onDrain(resolve);
  });
  sent.stream.on('data', (chunk: Buffer) => (receivedBytes += chunk.length));
  sent.stream.resume();
  await drained;
  assert.ok(kept.bufferedBytes <= 16 * 1024, String(kept.bufferedBytes));
  assert.equal(kept.send(message), true);
  kept.end(0, '');
  await sent.answer;
  assert.equal(receivedBytes, (sentMessages + 1) * (message.length + 5));
});

test('a bound below what the connection itself finds much does not leave a call waiting for ever', async () => {
  const total = 100;
  let drains = 0;
  await using server = await startEdge({
    stream: {
      [path]: (call) => {
        let sent = 0;
        const run = (): void => {
          while (sent < total) {
            sent += 1;
            if (!call.send(Buffer.alloc(10_000))) return;
          }
          call.end(0, '');
        };
        call.onDrain(() => {
          drains += 1;
          run();
        });
        run();
      },
    },
    tuning: { sendBufferBytesMax: 1_000 },
  });
  using raw = new RawClient(server.port);
  const answer = await raw.open(path).answer;
  assert.equal(answer.data.length, total * 10_005);
  assert.ok(drains > 0);
});

test('a paused call gets no messages, not even those of the chunk it paused in', async () => {
  const received: string[] = [];
  const { handler, call } = keeper((kept) => {
    kept.onMessage((message) => {
      received.push(Buffer.from(message).toString());
      if (received.length === 1) kept.pause();
    });
    kept.onEnd(() => {
      received.push('end');
      kept.end(0, '');
    });
  });
  await using server = await startEdge({
    stream: { [path]: handler },
    unary: { '/test.Echo/Echo': (request, unary) => unary.respond(request) },
  });
  using raw = new RawClient(server.port);
  const sent = raw.open(path);
  sent.stream.end(Buffer.concat(['a', 'b', 'c'].map((text) => frame(Buffer.from(text)))));
  const kept = await call;
  // Calls of the same connection come after the bytes above.
  for (let round = 0; round < 3; round += 1) {
    await raw.call('/test.Echo/Echo', frame(Buffer.alloc(0)));
  }
  assert.deepEqual(received, ['a']);
  kept.resume();
  assert.equal(statusOf(await sent.answer).code, '0');
  assert.deepEqual(received, ['a', 'b', 'c', 'end']);
});

test('a paused call closes the window of the client', async () => {
  const windowBytes = 100_000;
  let receivedBytes = 0;
  const { handler, call } = keeper((kept) => {
    kept.pause();
    kept.onMessage((message) => (receivedBytes += message.length));
    kept.onEnd(() => kept.end(0, ''));
  });
  await using server = await startEdge({
    stream: { [path]: handler },
    tuning: { streamWindowBytes: windowBytes, connectionWindowBytes: windowBytes },
  });
  using raw = new RawClient(server.port);
  await once(raw.session, 'remoteSettings');
  const sent = raw.open(path);
  const total = 4 * windowBytes;
  for (let at = 0; at < total; at += 10_000) sent.stream.write(frame(Buffer.alloc(10_000)));
  sent.stream.end();
  const kept = await call;
  while (raw.session.state.remoteWindowSize! > 0) await new Promise(setImmediate);
  assert.equal(receivedBytes, 0);
  assert.ok(sent.stream.writableLength > 0);
  kept.resume();
  assert.equal(statusOf(await sent.answer).code, '0');
  assert.equal(receivedBytes, total);
});

test('a paused call that ends or is cancelled leaves nothing behind', async () => {
  const ended = keeper((kept) => kept.pause());
  const cancelled = keeper((kept) => kept.pause());
  await using server = await startEdge({
    stream: { '/test.Echo/End': ended.handler, '/test.Echo/Cancel': cancelled.handler },
    concurrentStreamsMax: 1,
  });
  using raw = new RawClient(server.port);
  await once(raw.session, 'remoteSettings');
  const first = raw.open('/test.Echo/End');
  first.stream.write(frame(Buffer.from('unread')));
  (await ended.call).end(0, '');
  assert.equal(statusOf(await first.answer).code, '0');
  const second = raw.open('/test.Echo/Cancel');
  second.stream.write(frame(Buffer.from('unread')));
  const closed = closeOf(await cancelled.call);
  second.cancel();
  await closed;
});

test('a stream cut inside a message, or with one too large, fails and tells the handler', async () => {
  const calls: StreamCall[] = [];
  const messages: number[] = [];
  await using server = await startEdge({
    stream: {
      [path]: (call) => {
        calls.push(call);
        call.onMessage((message) => messages.push(message.length));
        call.onEnd(() => assert.fail('this end is no end'));
      },
    },
    requestMessageBytesMax: 100,
  });
  using raw = new RawClient(server.port);
  const whole = frame(Buffer.alloc(7));
  const cut = await raw.call(path, Buffer.concat([whole, whole.subarray(0, 8)]));
  assert.deepEqual(statusOf(cut), { code: '13', message: 'unexpected EOF' });
  const large = await raw.call(path, Buffer.concat([whole, frame(Buffer.alloc(101))]));
  assert.deepEqual(statusOf(large), {
    code: '8',
    message: 'grpc: received message larger than max (101 vs. 100)',
  });
  assert.deepEqual(messages, [7, 7]);
  assert.deepEqual(
    calls.map((call) => call.signal.aborted),
    [true, true],
  );
});
