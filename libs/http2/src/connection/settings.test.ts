// Preface and SETTINGS (RFC 9113, sections 3.4 and 6.5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testLimits } from '../testing/limits.ts';
import { TestConnection, getRequest, okResponse } from '../testing/test-connection.ts';
import {
  ACK,
  data,
  frame,
  headers,
  join,
  parseFrames,
  preface,
  settings,
  text,
  types,
} from '../testing/wire.ts';
import { Connection } from './connection.ts';

test('a server announces its limits at once, without hearing from the client', () => {
  const made = new TestConnection({ role: 'server' });
  const [first, second] = parseFrames(made.takeBytes());
  assert.equal(first?.type, 'SETTINGS');
  const view = new DataView((first?.payload ?? new Uint8Array()).buffer);
  const pairs = [];
  for (let at = 0; at < view.byteLength; at += 6)
    pairs.push([view.getUint16(at), view.getUint32(at + 2)]);
  assert.deepEqual(pairs, [
    [1, testLimits.headerTableBytes],
    [3, testLimits.concurrentStreamsMax],
    [4, testLimits.streamWindowBytes],
    [5, testLimits.frameBytesMax],
    [6, testLimits.headerListBytesMax],
  ]);
  assert.equal(second?.type, 'WINDOW_UPDATE');
});

test('a client begins with the preface and disables push', () => {
  const bytes = new TestConnection({ role: 'client' }).takeBytes();
  assert.deepEqual(bytes.subarray(0, preface.length), preface);
  const [first] = parseFrames(bytes.subarray(preface.length));
  const payload = Buffer.from(first?.payload ?? []).toString('hex');
  assert.match(payload, /^(.{12})*000200000000/);
});

test('SETTINGS are acknowledged in their order among other frames', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(frame(types.PING, 0, 0, new Uint8Array(8)), settings(), settings([4, 1]));
  assert.deepEqual(made.take(), ['PING ack', 'SETTINGS ack', 'SETTINGS ack']);
});

test('anything but the preface ends the connection (3.4)', () => {
  for (const bytes of [
    text('GET / HTTP/1.1\r\n\r\n'),
    join(text('PRI * HTTP/2.0\r\n\r\nXX'), [0]),
  ]) {
    const made = new TestConnection({ role: 'server' });
    made.take();
    made.receive(bytes);
    assert.deepEqual(made.take(), ['GOAWAY after 0: protocolError']);
  }
});

test('the first frame must be SETTINGS, and no acknowledgement (3.4)', () => {
  for (const role of ['server', 'client'] as const) {
    for (const first of [
      frame(types.PING, 0, 0, new Uint8Array(8)),
      headers(1, getRequest.fields),
      data(1, text('x')),
      frame(types.SETTINGS, ACK, 0),
      frame(0x77, 0, 0),
    ]) {
      const made = new TestConnection({ role });
      made.take();
      if (role === 'server') made.receive(preface);
      made.receive(first);
      assert.deepEqual(made.take(), ['GOAWAY after 0: protocolError']);
    }
  }
});

test('a peer that never acknowledges our SETTINGS is served all the same', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => stream.sendHeaders(okResponse, true),
  });
  for (let id = 1; id < 100; id += 2) made.receive(headers(id, getRequest.fields));
  assert.equal(made.take().length, 50);
});

test('the size of our header table follows the peer’s SETTINGS, with a size update in the next block', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, getRequest.fields), settings([1, 0], [1, 100]));
  made.take();
  made.stream(1).sendHeaders(okResponse, true);
  const [answer] = parseFrames(made.takeBytes());
  // RFC 7541, 4.2: the smallest size in between, then the last one.
  assert.deepEqual([...(answer?.payload.subarray(0, 3) ?? [])], [0x20, 0x3f, 100 - 31]);
});

test('limits that contradict the protocol are refused', () => {
  const owner = {
    outputReady: () => undefined,
    request: () => assert.fail(),
    goAwayReceived: () => undefined,
    finished: () => undefined,
  };
  for (const wrong of [
    { frameBytesMax: 16_383 },
    { frameBytesMax: 16_777_216 },
    { connectionWindowBytes: 65_534 },
    { streamWindowBytes: 2 ** 31 },
    { concurrentStreamsMax: 0 },
    { headerTableBytes: 4095 },
    { cheapFramesMax: 1.5 },
  ]) {
    const limits = { ...testLimits, ...wrong };
    assert.throws(
      () => new Connection({ role: 'server', limits, nowMs: () => 0, owner }),
      new RegExp(Object.keys(wrong)[0] ?? ''),
    );
  }
});
