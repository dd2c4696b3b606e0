// What a peer may cost us (RFC 9113, section 10.5): every limit ends in an error code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestConnection, getRequest, okResponse } from '../testing/test-connection.ts';
import {
  ACK,
  END_HEADERS,
  END_STREAM,
  data,
  frame,
  headers,
  literalBlock,
  rstStream,
  settings,
  types,
  windowUpdate,
} from '../testing/wire.ts';
import type { Http2Limits } from '../types.ts';

const get = getRequest.fields;
const ping = frame(types.PING, 0, 0, new Uint8Array(8));
const calm = /^GOAWAY after \d+: enhanceYourCalm$/;

const limits: Partial<Http2Limits> = { cheapFramesMax: 50, cheapFrameWindowMs: 1000 };

const floods: readonly [what: string, frameOf: (i: number) => Uint8Array[]][] = [
  ['PING', () => [ping]],
  ['acknowledged PING', () => [frame(types.PING, ACK, 0, new Uint8Array(8))]],
  ['SETTINGS', () => [settings()]],
  ['acknowledged SETTINGS', () => [frame(types.SETTINGS, ACK, 0)]],
  ['PRIORITY', () => [frame(types.PRIORITY, 0, 1, [0, 0, 0, 3, 1])]],
  ['unknown frame', () => [frame(0x55, 0, 0)]],
  ['empty DATA', () => [data(1, new Uint8Array(0))]],
  ['WINDOW_UPDATE', () => [windowUpdate(1, 1)]],
  ['WINDOW_UPDATE of the connection', () => [windowUpdate(0, 1)]],
  ['GOAWAY', () => [frame(types.GOAWAY, 0, 0, new Uint8Array(8))]],
  ['rapid reset', (i) => [headers(3 + 2 * i, get), rstStream(3 + 2 * i, 8)]],
  ['reset of a closed stream', (i) => (i === 0 ? [rstStream(1, 8)] : [rstStream(1, 8)])],
  ['malformed request', (i) => [headers(3 + 2 * i, [])]],
  ['provoked reset', (i) => [headers(3 + 2 * i, get), windowUpdate(3 + 2 * i, 0)]],
  ['refused stream', (i) => [headers(3 + 2 * i, get, END_STREAM)]],
];

for (const [what, frameOf] of floods) {
  test(`10.5: a flood ends with ENHANCE_YOUR_CALM: ${what}`, () => {
    const made = TestConnection.ready({
      role: 'server',
      limits: { ...limits, concurrentStreamsMax: what === 'refused stream' ? 1 : 100 },
    });
    made.receive(headers(1, get, 0));
    for (let i = 0; i < 45; i++) made.receive(...frameOf(i));
    assert.equal(made.endKind(), undefined, 'what is below the limit is in order');
    for (let i = 45; i < 60; i++) made.receive(...frameOf(i));
    assert.match(made.takeAll().at(-1) ?? '', calm);
    assert.equal(made.endKind(), 'violation');
  });
}

test('the allowance of cheap frames is renewed with time, with and without ticks', () => {
  for (const ticks of [true, false]) {
    const made = TestConnection.ready({ role: 'server', limits });
    for (let second = 0; second < 5; second++) {
      for (let i = 0; i < 45; i++) made.receive(ping);
      made.nowMs += 1000;
      if (ticks) made.connection.tick();
    }
    assert.equal(made.endKind(), undefined);
  }
});

test('window updates that our own data has earned are not cheap', () => {
  const made = TestConnection.ready({ role: 'server', limits });
  made.receive(headers(1, get));
  for (let i = 0; i < 200; i++) {
    made.stream(1).sendData(new Uint8Array(10), undefined, false);
    made.receive(windowUpdate(0, 10), windowUpdate(1, 10));
  }
  assert.equal(made.endKind(), undefined);
});

test('requests that are answered are never cheap', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits,
    onRequest: (stream) => stream.sendHeaders(okResponse, true),
  });
  for (let i = 0; i < 1000; i++) made.receive(headers(1 + 2 * i, get));
  assert.equal(made.endKind(), undefined);
});

test('a run of CONTINUATION frames is limited, empty ones included', () => {
  const made = TestConnection.ready({ role: 'server', limits: { continuationFramesMax: 4 } });
  made.receive(frame(types.HEADERS, END_STREAM, 1, literalBlock(get)));
  for (let i = 0; i < 4; i++) made.receive(frame(types.CONTINUATION, 0, 1, []));
  assert.equal(made.endKind(), undefined);
  made.receive(frame(types.CONTINUATION, 0, 1, []));
  assert.match(made.take().at(-1) ?? '', calm);
});

test('the encoded bytes of a header block are limited, in one frame and in several', () => {
  const part = new Uint8Array(600);
  const whole = TestConnection.ready({ role: 'server', limits: { headerBlockBytesMax: 500 } });
  whole.receive(frame(types.HEADERS, END_HEADERS, 1, part));
  assert.match(whole.take().at(-1) ?? '', calm);
  const cut = TestConnection.ready({ role: 'server', limits: { headerBlockBytesMax: 1000 } });
  cut.receive(frame(types.HEADERS, 0, 1, part), frame(types.CONTINUATION, 0, 1, part));
  assert.match(cut.take().at(-1) ?? '', calm);
});

test('a peer that makes us answer and does not read is cut off', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { outputBytesMax: 5000, cheapFramesMax: 100_000 },
  });
  made.connection.setWritable(false);
  // Taken or not: what the transport holds back counts.
  for (let i = 0; i < 290; i++) made.receive(ping).take();
  assert.equal(made.endKind(), undefined);
  for (let i = 0; i < 10; i++) made.receive(ping);
  assert.match(made.take().at(-1) ?? '', calm);
});

test('DATA that waits in its stream does not count as output', () => {
  const made = TestConnection.ready({ role: 'server', limits: { outputBytesMax: 1000 } });
  made.receive(headers(1, get));
  made.connection.setWritable(false);
  made.stream(1).sendData(new Uint8Array(1_000_000), undefined, true);
  assert.equal(made.endKind(), undefined);
});

test('a stream whose data waits too long for its window is reset, the others go on', () => {
  const made = TestConnection.ready({ role: 'server', limits: { sendStallMsMax: 5000 } }, [4, 10]);
  made.receive(headers(1, get), headers(3, get));
  made.stream(1).sendData(new Uint8Array(20), undefined, true);
  made.takeAll();
  for (const now of [1000, 4000]) {
    made.nowMs = now;
    made.connection.tick();
  }
  // Something goes: the time starts again.
  made.receive(windowUpdate(1, 1));
  made.takeAll();
  for (const now of [6000, 9000, 10_999]) {
    made.nowMs = now;
    made.connection.tick();
  }
  assert.deepEqual(made.takeAll(), []);
  made.nowMs = 11_000;
  made.connection.tick();
  assert.deepEqual(made.takeAll(), ['RST_STREAM on 1: enhanceYourCalm']);
  assert.equal(made.connection.openStreams, 1);
});

test('a transport that takes nothing for too long ends the connection', () => {
  const made = TestConnection.ready({ role: 'server', limits: { sendStallMsMax: 5000 } });
  made.connection.setWritable(false);
  for (const now of [1000, 5000]) {
    made.nowMs = now;
    made.connection.tick();
  }
  made.connection.setWritable(true);
  made.connection.setWritable(false);
  for (const now of [5500, 10_000]) {
    made.nowMs = now;
    made.connection.tick();
  }
  assert.equal(made.endKind(), undefined);
  made.nowMs = 10_500;
  made.connection.tick();
  assert.equal(made.endKind(), 'violation');
});

test('a connection window that stays shut while data waits ends the connection', () => {
  const made = TestConnection.ready(
    { role: 'server', limits: { sendStallMsMax: 5000 } },
    [4, 1_000_000],
  );
  made.receive(headers(1, get));
  made.stream(1).sendData(new Uint8Array(100_000), undefined, true);
  made.takeAll();
  for (const now of [1000, 5999]) {
    made.nowMs = now;
    made.connection.tick();
  }
  assert.equal(made.endKind(), undefined);
  made.nowMs = 6000;
  made.connection.tick();
  assert.match(made.takeAll().at(-1) ?? '', calm);
});

test('an idle connection holds no slab', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(ping).take();
  made.connection.tick();
  made.connection.tick();
  assert.equal(made.connection.heldBytes, 0);
  made.receive(ping);
  assert.deepEqual(made.take(), ['PING ack']);
});
