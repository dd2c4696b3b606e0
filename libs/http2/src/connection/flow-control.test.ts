// Both windows in both directions (RFC 9113, sections 5.2 and 6.9), and whose turn it is to send.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  TestConnection,
  getRequest,
  okResponse,
  postRequest,
  someTrailers,
} from '../testing/test-connection.ts';
import {
  ACK,
  END_STREAM,
  PADDED,
  data,
  frame,
  headers,
  parseFrames,
  settings,
  text,
  types,
  windowUpdate,
} from '../testing/wire.ts';

const get = getRequest.fields;
const post = postRequest.fields;
const INITIAL_WINDOW_SIZE = 4;
const MAX_FRAME_SIZE = 5;

/** Sizes of DATA in lines as `describeFrame` makes them. */
function dataBytes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Number(/^DATA on \d+: (\d+)/.exec(line)?.[1] ?? 0), 0);
}

function answering(size: number, ...peerSettings: (readonly [number, number])[]): TestConnection {
  return TestConnection.ready(
    {
      role: 'server',
      onRequest: (stream) => {
        stream.sendHeaders(okResponse, false);
        stream.sendData(new Uint8Array(size), undefined, true);
      },
    },
    ...peerSettings,
  );
}

test('no more is sent than the stream’s window, and the rest when it is widened', () => {
  const made = answering(100, [INITIAL_WINDOW_SIZE, 60]);
  made.receive(headers(1, get));
  assert.deepEqual(made.takeAll(), ['HEADERS on 1', 'DATA on 1: 60 bytes']);
  made.receive(windowUpdate(1, 10));
  assert.deepEqual(made.takeAll(), ['DATA on 1: 10 bytes']);
  made.receive(windowUpdate(1, 1000));
  assert.deepEqual(made.takeAll(), ['DATA on 1: 30 bytes end']);
});

test('no more is sent than the connection’s window, whatever the streams’ windows are', () => {
  const made = answering(60_000);
  made.receive(headers(1, get), headers(3, get));
  assert.equal(dataBytes(made.takeAll()), 65_535);
  made.receive(windowUpdate(0, 100_000));
  assert.equal(dataBytes(made.takeAll()), 120_000 - 65_535);
});

test('a window of 0 holds data but neither heads nor an end without data', () => {
  const made = TestConnection.ready({ role: 'server' }, [INITIAL_WINDOW_SIZE, 0]);
  made.receive(headers(1, get), headers(3, get));
  made.stream(1).sendHeaders(okResponse, false);
  made.stream(1).sendData(new Uint8Array(0), undefined, true);
  made.stream(3).sendHeaders(okResponse, false);
  made.stream(3).sendData(text('x'), undefined, false);
  made.stream(3).sendHeaders(someTrailers, true);
  assert.deepEqual(made.takeAll(), ['HEADERS on 1', 'DATA on 1: 0 bytes end', 'HEADERS on 3']);
  made.receive(windowUpdate(3, 1));
  assert.deepEqual(made.takeAll(), ['DATA on 3: 1 bytes', 'HEADERS on 3 end']);
});

test('a smaller initial window makes windows negative, and they must be paid back first (6.9.2)', () => {
  const made = answering(100, [INITIAL_WINDOW_SIZE, 60]);
  made.receive(headers(1, get));
  made.takeAll();
  made.receive(settings([INITIAL_WINDOW_SIZE, 20]), windowUpdate(1, 40));
  assert.deepEqual(made.takeAll(), ['SETTINGS ack']);
  made.receive(windowUpdate(1, 1));
  assert.deepEqual(made.takeAll(), ['DATA on 1: 1 bytes']);
  made.receive(settings([INITIAL_WINDOW_SIZE, 30]));
  assert.deepEqual(made.takeAll(), ['SETTINGS ack', 'DATA on 1: 10 bytes']);
});

test('a stream that waits its turn leaves the round when its window is taken away', () => {
  const made = answering(100_000, [INITIAL_WINDOW_SIZE, 100_000]);
  made.receive(headers(1, get));
  made.takeAll();
  made.connection.setWritable(false);
  made.receive(windowUpdate(0, 100_000), settings([INITIAL_WINDOW_SIZE, 0]));
  made.connection.setWritable(true);
  assert.deepEqual(made.takeAll(), ['SETTINGS ack']);
  made.receive(settings([INITIAL_WINDOW_SIZE, 100_000]));
  assert.equal(dataBytes(made.takeAll()), 100_000 - 65_535);
});

test('DATA frames of ours are 16 KiB at most, which every peer takes', () => {
  for (const peerMax of [16_384, 1_000_000]) {
    const made = answering(65_000, [MAX_FRAME_SIZE, peerMax]);
    made.receive(headers(1, get));
    const sizes = made.takeAll().slice(1);
    assert.equal(sizes[0], 'DATA on 1: 16384 bytes');
    assert.equal(dataBytes(sizes), 65_000);
  }
});

test('small pieces that a stream sends in one turn are one frame, within both windows', () => {
  const made = TestConnection.ready(
    {
      role: 'server',
      onRequest: (stream) => {
        stream.sendHeaders(okResponse, false);
        for (let i = 0; i < 10; i++) {
          stream.sendData(new Uint8Array(5), new Uint8Array(20), false);
        }
        stream.sendHeaders(someTrailers, true);
      },
    },
    [INITIAL_WINDOW_SIZE, 210],
  );
  made.receive(headers(1, get));
  assert.deepEqual(made.takeAll(), ['HEADERS on 1', 'DATA on 1: 200 bytes', 'DATA on 1: 10 bytes']);
  made.receive(windowUpdate(1, 1000));
  assert.deepEqual(made.takeAll(), ['DATA on 1: 40 bytes', 'HEADERS on 1 end']);
});

test('streams take turns, a frame each', () => {
  const made = TestConnection.ready({ role: 'server' }, [INITIAL_WINDOW_SIZE, 1_000_000]);
  made.receive(windowUpdate(0, 1_000_000), headers(1, get), headers(3, get), headers(5, get));
  for (const id of [1, 3, 5]) {
    made.stream(id).sendData(new Uint8Array(17_000), new Uint8Array(17_000), true);
  }
  const order = made.takeAll().map((line) => Number(/on (\d+)/.exec(line)?.[1]));
  assert.deepEqual(order, [1, 3, 5, 1, 3, 5, 1, 3, 5]);
});

test('a small answer passes by a large one that waits for its turn', () => {
  const made = TestConnection.ready({ role: 'server' }, [INITIAL_WINDOW_SIZE, 1_000_000]);
  made.receive(windowUpdate(0, 1_000_000), headers(1, get), headers(3, get));
  made.stream(1).sendData(new Uint8Array(500_000), undefined, true);
  made.stream(3).sendData(text('small'), undefined, true);
  assert.equal(made.take()[0], 'DATA on 3: 5 bytes end');
});

test('small answers line up behind a large one that waits for the connection’s window', () => {
  const made = TestConnection.ready({ role: 'server' }, [INITIAL_WINDOW_SIZE, 1_000_000]);
  made.receive(headers(1, get), headers(3, get));
  made.stream(1).sendData(new Uint8Array(100_000), undefined, true);
  made.takeAll();
  made.receive(windowUpdate(0, 50));
  made.stream(3).sendData(new Uint8Array(40), undefined, true);
  assert.deepEqual(made.takeAll(), ['DATA on 1: 50 bytes']);
});

test('one batch of output holds about 256 KiB of DATA, and the owner is told that there is more', () => {
  const made = answering(1_000_000, [INITIAL_WINDOW_SIZE, 1_000_000]);
  made.receive(windowUpdate(0, 1_000_000), headers(1, get));
  made.takeAnnounced();
  const first = dataBytes(made.take());
  assert.ok(first >= 262_144 && first < 300_000, `${first} bytes`);
  assert.equal(made.takeAnnounced(), 1);
  assert.equal(first + dataBytes(made.takeAll()), 1_000_000);
});

test('large payloads leave by reference, small ones as copies', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, get));
  const large = new Uint8Array(10_000).fill(1);
  const small = new Uint8Array(100).fill(2);
  made.stream(1).sendData(small, large, false);
  small.fill(3);
  const pieces = made.connection.takeOutput();
  assert.ok(pieces.includes(large));
  assert.equal(pieces[0]?.at(-1), 2);
});

test('sendData answers false above the high-water mark, and drained is told once below the low one', () => {
  const made = TestConnection.ready({ role: 'server' }, [INITIAL_WINDOW_SIZE, 0]);
  made.receive(windowUpdate(0, 1_000_000), headers(1, get));
  const stream = made.stream(1);
  assert.equal(stream.sendData(new Uint8Array(60_000), undefined, false), true);
  assert.equal(stream.sendData(new Uint8Array(10_000), undefined, false), false);
  assert.equal(stream.queuedBytes, 70_000);
  made.takeEvents();
  made.receive(windowUpdate(1, 50_000));
  made.takeAll();
  assert.deepEqual(made.takeEvents(), []);
  assert.equal(stream.sendData(new Uint8Array(1), undefined, false), false);
  made.receive(windowUpdate(1, 10_000));
  made.takeAll();
  assert.deepEqual(made.takeEvents(), ['drained 1']);
  made.receive(windowUpdate(1, 100_000));
  made.takeAll();
  assert.deepEqual(made.takeEvents(), []);
});

test('while the transport is full only control frames become output', () => {
  const made = answering(1000);
  made.connection.setWritable(false);
  made.receive(headers(1, get), frame(types.PING, 0, 0, new Uint8Array(8)));
  assert.deepEqual(made.takeAll(), ['HEADERS on 1', 'PING ack']);
  made.takeAnnounced();
  made.connection.setWritable(true);
  assert.equal(made.takeAnnounced(), 1);
  assert.deepEqual(made.takeAll(), ['DATA on 1: 1000 bytes end']);
});

test('the owner is told of output once until it takes it', () => {
  const made = answering(10);
  made.takeAnnounced();
  made.receive(headers(1, get), headers(3, get));
  made.receive(headers(5, get));
  assert.equal(made.takeAnnounced(), 1);
  made.take();
  assert.equal(made.takeAnnounced(), 0);
  made.receive(headers(7, get));
  assert.equal(made.takeAnnounced(), 1);
});

test('the windows we announce are given back when half of them is consumed', () => {
  const limits = { streamWindowBytes: 20_000, connectionWindowBytes: 70_000 };
  const made = TestConnection.ready({ role: 'server', limits });
  made.receive(frame(types.SETTINGS, ACK, 0), headers(1, post, 0), data(1, new Uint8Array(9_999)));
  assert.deepEqual(made.take(), []);
  made.receive(data(1, new Uint8Array(1)));
  assert.deepEqual(made.take(), ['WINDOW_UPDATE on 1: 10000']);
  made.receive(data(1, new Uint8Array(10_000)));
  made.receive(data(1, new Uint8Array(10_000)));
  assert.deepEqual(made.take(), ['WINDOW_UPDATE on 1: 10000', 'WINDOW_UPDATE on 1: 10000']);
  made.receive(data(1, new Uint8Array(5000)));
  assert.deepEqual(made.take(), ['WINDOW_UPDATE on 0: 35000']);
});

test('what the owner does not consume keeps the windows shut', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { streamWindowBytes: 10_000 },
    onData: () => undefined,
  });
  made.receive(frame(types.SETTINGS, ACK, 0), headers(1, post, 0), data(1, new Uint8Array(10_000)));
  assert.deepEqual(made.take(), []);
  made.stream(1).consumed(6000);
  assert.deepEqual(made.take(), ['WINDOW_UPDATE on 1: 6000']);
  made.receive(data(1, new Uint8Array(6001)));
  assert.deepEqual(made.take(), ['RST_STREAM on 1: flowControlError']);
});

test('padding counts for the windows and is given back by itself', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { streamWindowBytes: 400 },
    onData: () => undefined,
  });
  made.receive(frame(types.SETTINGS, ACK, 0), headers(1, post, 0));
  const padded = new Uint8Array(256);
  padded[0] = 250;
  made.receive(frame(types.DATA, PADDED, 1, padded));
  assert.deepEqual(made.takeEvents(), ['request 1', 'data 1: 5']);
  assert.deepEqual(made.take(), ['WINDOW_UPDATE on 1: 251']);
});

test('a window smaller than the initial one holds from the acknowledgement on', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { streamWindowBytes: 10_000, connectionWindowBytes: 100_000 },
    onData: () => undefined,
  });
  made.receive(headers(1, post, 0), data(1, new Uint8Array(15_000)));
  assert.deepEqual(made.take(), []);
  made.receive(frame(types.SETTINGS, ACK, 0), headers(3, post, 0), data(3, new Uint8Array(10_001)));
  assert.deepEqual(made.take(), ['RST_STREAM on 3: flowControlError']);
  made.receive(data(1, new Uint8Array(1)));
  assert.deepEqual(made.take(), ['RST_STREAM on 1: flowControlError']);
});

test('DATA beyond the connection’s window is an error of the connection', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { streamWindowBytes: 100_000, connectionWindowBytes: 65_535 },
    onData: () => undefined,
  });
  made.receive(headers(1, post, 0));
  for (let i = 0; i < 4; i++) made.receive(data(1, new Uint8Array(16_384)));
  assert.deepEqual(made.take(), ['GOAWAY after 1: flowControlError']);
});

test('what a closed stream had not consumed is given back to the connection', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { connectionWindowBytes: 65_535 },
    onData: () => undefined,
  });
  let returned = 0;
  for (let id = 1; id < 41; id += 2) {
    made.receive(headers(id, post, 0), data(id, new Uint8Array(10_000)));
    made.stream(id).reset(8);
    for (const line of made.take())
      returned += Number(/WINDOW_UPDATE on 0: (\d+)/.exec(line)?.[1] ?? 0);
  }
  assert.equal(made.endKind(), undefined);
  assert.ok(returned >= 200_000 - 32_768);
});

test('no window update is sent for a stream that the peer has ended', () => {
  const made = TestConnection.ready({ role: 'server', limits: { streamWindowBytes: 1000 } });
  made.receive(headers(1, post, 0), data(1, new Uint8Array(900), END_STREAM));
  assert.deepEqual(made.take(), []);
  assert.deepEqual(parseFrames(made.takeBytes()), []);
});
