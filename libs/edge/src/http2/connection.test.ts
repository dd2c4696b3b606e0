import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { mock, test } from 'node:test';
import { errorCodes } from '@cairn/http2';
import {
  callHead,
  dataFrame,
  FrameClient,
  frameBytes,
  frameTypes,
  pingFrame,
} from '../testing/frame-client.ts';
import { frame, RawClient, statusOf } from '../testing/raw-client.ts';
import { startEdge } from '../testing/start-edge.ts';
import type { StreamCall, UnaryCall, UnaryHandler } from '../types.ts';

const path = '/test.Echo/Echo';
const chat = '/test.Echo/Chat';
const echo: UnaryHandler = (request, call) => {
  call.respond(request);
};

/** A whole request with this message. */
function request(streamId: number, message: Uint8Array): Buffer {
  return Buffer.concat([callHead(streamId, path), dataFrame(streamId, frame(message), true)]);
}

function settings(fields: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(6 * fields.length);
  fields.forEach(([id, value], index) => {
    payload.writeUInt16BE(id, 6 * index);
    payload.writeUInt32BE(value, 6 * index + 2);
  });
  return frameBytes(frameTypes.settings, 0, 0, payload);
}

const initialWindowSize = 4;

function windowUpdate(streamId: number, increment: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(increment);
  return frameBytes(frameTypes.windowUpdate, 0, streamId, payload);
}

test('a conversation is the same when every byte comes alone', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using client = FrameClient.open(server.port);
  for (const byte of request(1, Buffer.from('drip'))) {
    client.send(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  await client.until(() => client.hasEnded(1));
  assert.deepEqual(client.body(1), frame(Buffer.from('drip')));
});

test('what one turn of the event loop answers leaves in one write for each connection', async () => {
  const calls: UnaryCall[] = [];
  const streams: StreamCall[] = [];
  await using server = await startEdge({
    unary: { [path]: (_request, call) => calls.push(call) },
    stream: { [chat]: (call) => streams.push(call) },
  });
  using first = FrameClient.open(server.port);
  using second = FrameClient.open(server.port);
  for (const client of [first, second]) {
    client.send(callHead(1, chat));
    for (let id = 3; id < 43; id += 2) client.send(request(id, Buffer.from('x')));
  }
  while (calls.length < 40 || streams.length < 2) await new Promise(setImmediate);

  const write = mock.method(Socket.prototype, 'write');
  try {
    for (const call of streams) call.send(Buffer.from('news'));
    for (const call of calls) call.respond(Buffer.from('answer'));
    for (const call of streams) call.send(Buffer.from('more news'));
    for (const client of [first, second]) await client.until(() => client.hasEnded(41));
  } finally {
    write.mock.restore();
  }
  const ours = write.mock.calls.filter(
    ({ this: socket }) => (socket as Socket).localPort === server.port,
  );
  assert.equal(ours.length, 2);
  for (const client of [first, second]) {
    const said = ['news', 'more news'].map((text) => frame(Buffer.from(text)));
    assert.deepEqual(client.body(1), Buffer.concat(said));
  }
});

test('an answer larger than every window arrives at the pace of the windows', async () => {
  const answer = Buffer.alloc(300_000, 9);
  await using server = await startEdge({
    unary: { [path]: (_request, call) => call.respond(answer) },
  });
  using client = FrameClient.open(server.port);
  client.send(request(1, Buffer.alloc(0)));
  await client.until(() => client.body(1).length === 65_535);
  // The stream's window alone is not enough, nor is the connection's.
  client.send(windowUpdate(1, 100_000), windowUpdate(0, 50_000));
  await client.until(() => client.body(1).length === 115_535);
  client.send(windowUpdate(0, 1_000_000));
  await client.until(() => client.body(1).length === 165_535);
  client.send(windowUpdate(1, 1_000_000));
  await client.until(() => client.hasEnded(1));
  assert.ok(client.body(1).equals(frame(answer)));
});

test('small answers pass by a large one that waits for its window', async () => {
  await using server = await startEdge({
    unary: {
      [path]: (message, call) => {
        call.respond(message.length === 0 ? Buffer.alloc(200_000) : message);
      },
    },
  });
  using client = FrameClient.open(server.port);
  client.send(windowUpdate(0, 1_000_000), request(1, Buffer.alloc(0)));
  await client.until(() => client.body(1).length === 65_535);
  client.send(request(3, Buffer.from('small')));
  await client.until(() => client.hasEnded(3));
  assert.equal(client.hasEnded(1), false);
  client.send(windowUpdate(1, 1_000_000));
  await client.until(() => client.hasEnded(1));
});

test('a large answer arrives whole although the client never ends its request, which is then closed', async () => {
  await using server = await startEdge({
    unary: { [path]: (_request, call) => call.respond(Buffer.alloc(200_000, 5)) },
  });
  using client = FrameClient.open(server.port);
  client.send(callHead(1, path), dataFrame(1, frame(Buffer.alloc(0))));
  await client.until(() => client.body(1).length === 65_535);
  assert.equal(client.resetCode(1), undefined);
  client.send(windowUpdate(0, 1_000_000), windowUpdate(1, 1_000_000));
  await client.until(() => client.resetCode(1) !== undefined);
  assert.equal(client.resetCode(1), errorCodes.noError);
  assert.ok(client.body(1).equals(frame(Buffer.alloc(200_000, 5))));
  const last = client.frames.filter(({ streamId }) => streamId === 1).at(-2);
  assert.equal(last?.type, frameTypes.headers, 'the trailers are before the reset');
});

test('a paused call gives its client no window back until it goes on', async () => {
  const { promise: opened, resolve } = Promise.withResolvers<StreamCall>();
  await using server = await startEdge({
    stream: {
      [chat]: (call) => {
        call.pause();
        resolve(call);
      },
    },
    tuning: { streamWindowBytes: 65_535, connectionWindowBytes: 65_535 },
  });
  using client = FrameClient.open(server.port);
  await client.until(() => client.of(frameTypes.settings).length > 0);
  client.send(frameBytes(frameTypes.settings, 1, 0), callHead(1, chat));
  for (let sent = 0; sent < 4; sent += 1) client.send(dataFrame(1, frame(Buffer.alloc(16_000))));
  const updates = (): number => client.of(frameTypes.windowUpdate, 1).length;
  const call = await opened;
  for (let round = 0; round < 2; round += 1) {
    client.send(pingFrame());
    await client.until(() => client.of(frameTypes.ping).length > round);
  }
  assert.equal(updates(), 0);
  call.resume();
  await client.until(() => updates() > 0);
});

test('a request that ends right behind its message is not reset', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using client = FrameClient.open(server.port);
  const message = dataFrame(1, frame(Buffer.from('x')));
  client.send(callHead(1, path), message, dataFrame(1, Buffer.alloc(0), true), pingFrame());
  await client.until(() => client.of(frameTypes.ping).length > 0);
  assert.equal(client.hasEnded(1), true);
  assert.equal(client.resetCode(1), undefined);
});

test('a client that opens calls and never finishes their messages is bounded, others are served', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    requestMessageBytesMax: 100_000,
    tuning: { unfinishedBytesMax: 200_000 },
  });
  using client = FrameClient.open(server.port);
  await client.until(() => client.of(frameTypes.settings).length > 0);
  const beginning = frame(Buffer.alloc(100_000)).subarray(0, 16_000);
  for (let id = 1; id <= 29; id += 2) client.send(callHead(id, path), dataFrame(id, beginning));
  // 200,000 bytes are twelve such beginnings.
  await client.until(() => [25, 27, 29].every((id) => client.hasEnded(id)));
  for (let id = 1; id <= 23; id += 2) assert.equal(client.hasEnded(id), false, String(id));
  client.send(request(31, Buffer.from('whole')));
  await client.until(() => client.hasEnded(31));
  assert.deepEqual(client.body(31), frame(Buffer.from('whole')));

  using other = new RawClient(server.port);
  const call = other.open(path);
  call.stream.end(frame(Buffer.alloc(100_000)));
  assert.equal(statusOf(await call.answer).code, '0', 'each connection has its own bound');
});

test('what was kept of messages is free again when their calls are over', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    stream: { [chat]: () => undefined },
    requestMessageBytesMax: 100_000,
    tuning: { unfinishedBytesMax: 100_000 },
  });
  using client = FrameClient.open(server.port);
  await client.until(() => client.of(frameTypes.settings).length > 0);
  const beginning = frame(Buffer.alloc(60_000)).subarray(0, 16_000);
  let id = 1;
  for (let round = 0; round < 20; round += 1) {
    // One is cancelled, one ends too early, one is finished, one is a stream that is cancelled.
    const cancel = Buffer.from([0, 0, 0, errorCodes.cancel]);
    client.send(callHead(id, path), dataFrame(id, beginning));
    client.send(frameBytes(frameTypes.rstStream, 0, id, cancel));
    client.send(callHead(id + 2, path), dataFrame(id + 2, beginning, true));
    client.send(callHead(id + 4, path), dataFrame(id + 4, beginning));
    const rest = frame(Buffer.alloc(60_000)).subarray(16_000);
    for (let at = 0; at < rest.length; at += 16_000) {
      const part = rest.subarray(at, at + 16_000);
      client.send(dataFrame(id + 4, part, at + 16_000 >= rest.length));
    }
    client.send(callHead(id + 6, chat), dataFrame(id + 6, beginning));
    client.send(frameBytes(frameTypes.rstStream, 0, id + 6, cancel));
    client.send(windowUpdate(0, 60_005));
    const [early, whole] = [id + 2, id + 4];
    await client.until(() => client.hasEnded(early) && client.hasEnded(whole));
    assert.equal(client.body(whole).length, 60_005, `round ${String(round)}`);
    id += 8;
  }
});

test('a header list over the limit is refused as grpc-go refuses it, and the connection goes on', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    tuning: { headerBytesMax: 10_000 },
  });
  using client = FrameClient.open(server.port);
  const more = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`x-${String(index)}`, 'y']),
  );
  client.send(callHead(1, path, more), request(3, Buffer.from('x')));
  await client.until(() => client.hasEnded(3));
  assert.equal(client.resetCode(1), errorCodes.frameSizeError);
});

test('calls that are opened and reset in masses end their connection (rapid reset)', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    tuning: { cheapFramesMax: 100 },
  });
  using client = FrameClient.open(server.port);
  const cancel = Buffer.from([0, 0, 0, errorCodes.cancel]);
  for (let id = 1; id < 400; id += 2) {
    client.send(callHead(id, path), frameBytes(frameTypes.rstStream, 0, id, cancel));
  }
  await client.untilEnded();
  assert.equal(client.goodbye?.code, errorCodes.enhanceYourCalm);
});

test('a client that takes nothing costs bounded memory and is ended after a while', async () => {
  const messageBytes = 50_000;
  let sent = 0;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  await using server = await startEdge({
    stream: {
      [chat]: (call) => {
        const run = (): void => {
          do sent += 1;
          while (call.send(Buffer.alloc(messageBytes)));
        };
        call.onDrain(run);
        call.onClose(resolve);
        run();
      },
    },
    tuning: { sendBufferBytesMax: 100_000, sendStallMsMax: 200, endTimeoutMs: 50, tickMs: 10 },
  });
  using client = FrameClient.open(server.port);
  client.send(settings([[initialWindowSize, 2 ** 31 - 1]]), windowUpdate(0, 2 ** 31 - 1 - 65_535));
  await client.until(() => client.of(frameTypes.settings).length > 0);
  client.socket.pause();
  client.send(callHead(1, chat));
  await over;
  // What is not ours to bound is what the system buffers for both ends of a connection.
  assert.ok(sent * messageBytes < 32 * 1024 * 1024, String(sent));
  // The connection is not there any more either, or this would take a minute.
  await server.edge.close(60_000);
});

test('a stream whose client stops reading it is reset after a while, the others go on', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    stream: { [chat]: (call) => call.send(Buffer.alloc(100_000)) },
    tuning: { sendStallMsMax: 100, tickMs: 10 },
  });
  using client = FrameClient.open(server.port);
  client.send(windowUpdate(0, 1_000_000), callHead(1, chat));
  await client.until(() => client.resetCode(1) !== undefined);
  client.send(request(3, Buffer.from('x')));
  await client.until(() => client.hasEnded(3));
  assert.equal(client.goodbye, undefined);
});

test('a client that says nothing is asked, and let go when it does not answer', async () => {
  await using server = await startEdge({
    unary: { [path]: echo },
    tuning: { serverPingAfterMs: 50, serverPingTimeoutMs: 100, tickMs: 5 },
  });
  using silent = FrameClient.open(server.port);
  using answering = new RawClient(server.port);
  await silent.untilEnded();
  assert.equal(silent.of(frameTypes.ping).length, 1);
  // Its acknowledgements have kept this one.
  const answer = await answering.call(path, frame(Buffer.from('still here')));
  assert.equal(statusOf(answer).code, '0');
});

test('pings without calls are strikes from the second on, and the third strike ends the connection', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using client = FrameClient.open(server.port);
  for (let count = 1; count <= 3; count += 1) {
    client.send(pingFrame());
    await client.until(() => client.of(frameTypes.ping).length === count);
  }
  client.send(pingFrame());
  await client.untilEnded();
  assert.deepEqual(client.goodbye, { code: errorCodes.enhanceYourCalm, text: 'too_many_pings' });
});

test('a client that is sent data may ping as often as it is', async () => {
  await using server = await startEdge({ unary: { [path]: echo } });
  using client = FrameClient.open(server.port);
  for (let round = 0; round < 20; round += 1) {
    const id = 2 * round + 1;
    client.send(request(id, Buffer.from('x')), pingFrame());
    await client.until(() => client.of(frameTypes.ping).length > round && client.hasEnded(id));
  }
  assert.equal(client.goodbye, undefined);
});

test('closing waits for the last byte of an answer that is larger than the window', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<UnaryCall>();
  await using server = await startEdge({ unary: { [path]: (_request, call) => resolve(call) } });
  using client = new RawClient(server.port);
  const answer = client.call(path, frame(Buffer.alloc(0)));
  const call = await arrived;
  const closed = server.edge.close(60_000);
  call.respond(Buffer.alloc(300_000, 3));
  assert.ok((await answer).data.equals(frame(Buffer.alloc(300_000, 3))));
  assert.equal(statusOf(await answer).code, '0');
  await closed;
});

test('a peer that does not close after the last word is cut', async () => {
  await using server = await startEdge({ tuning: { endTimeoutMs: 50, tickMs: 10 } });
  using client = FrameClient.open(server.port);
  await client.until(() => client.of(frameTypes.settings).length > 0);
  client.send(dataFrame(1, Buffer.from('on an idle stream')));
  const { promise: cut, resolve } = Promise.withResolvers<void>();
  client.socket.once('close', resolve);
  await client.untilEnded();
  assert.equal(client.goodbye?.code, errorCodes.protocolError);
  // It goes on talking instead of closing; a reset is the answer.
  const talk = setInterval(() => client.socket.write(pingFrame()), 5);
  await cut;
  clearInterval(talk);
});

test('the handlers of a connection that breaks hear of it at once', async () => {
  const { promise: opened, resolve } = Promise.withResolvers<StreamCall>();
  await using server = await startEdge({ stream: { [chat]: resolve } });
  using client = FrameClient.open(server.port);
  client.send(callHead(1, chat));
  const call = await opened;
  const closed = new Promise<void>((resolveClose) => {
    call.onClose(resolveClose);
  });
  client.socket.destroy();
  await closed;
  assert.equal(call.signal.aborted, true);
  assert.equal(call.send(Buffer.from('too late')), false);
});
