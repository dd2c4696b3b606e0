// The life of streams (RFC 9113, section 5.1): who may still say what, and what comes too late.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes } from '../error-codes.ts';
import {
  TestConnection,
  getRequest,
  okResponse,
  postRequest,
  someTrailers,
} from '../testing/test-connection.ts';
import {
  END_STREAM,
  data,
  frame,
  headers,
  rstStream,
  text,
  types,
  windowUpdate,
} from '../testing/wire.ts';

const get = getRequest.fields;
const post = postRequest.fields;
const hello = text('hello');

test('a request is answered with head, data and trailers in one piece', () => {
  const made = TestConnection.ready({
    role: 'server',
    onData: (stream, bytes, endStream) => {
      if (!endStream) return;
      stream.sendHeaders(okResponse, false);
      stream.sendData(text('12345'), bytes, false);
      stream.sendHeaders(someTrailers, true);
    },
  });
  made.receive(headers(1, post, 0), data(1, hello, END_STREAM));
  const pieces = made.connection.takeOutput();
  assert.equal(pieces.length, 1);
  assert.deepEqual(made.takeEvents(), ['request 1', 'data 1: 5 end', 'closed 1: noError']);
  assert.equal(made.connection.openStreams, 0);
});

test('an answer given while the request is handed over still closes its sink once', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => stream.sendHeaders(okResponse, true),
  });
  made.receive(headers(1, get));
  assert.deepEqual(made.take(), ['HEADERS on 1 end']);
  assert.deepEqual(made.takeEvents(), ['request 1 end', 'closed 1: noError']);
});

test('a complete answer leaves the stream half-closed until the request ends too', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => stream.sendHeaders(okResponse, true),
  });
  made.receive(headers(1, post, 0));
  assert.equal(made.connection.openStreams, 1);
  made.receive(data(1, hello, END_STREAM));
  assert.deepEqual(made.takeEvents(), ['request 1', 'data 1: 5 end', 'closed 1: noError']);
  assert.equal(made.connection.openStreams, 0);
});

test('NO_ERROR after a complete answer stops a client that is still sending (8.1)', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => {
      stream.sendHeaders(okResponse, true);
      stream.reset(errorCodes.noError);
    },
  });
  made.receive(headers(1, post, 0), data(1, hello));
  assert.deepEqual(made.take(), ['HEADERS on 1 end', 'RST_STREAM on 1: noError']);
  assert.deepEqual(made.takeEvents(), ['request 1', 'closed 1: noError']);
});

test('what was on its way when we reset a stream is ignored, and its bytes are given back', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { connectionWindowBytes: 65_535 },
    onRequest: (stream) => stream.reset(errorCodes.cancel),
  });
  made.receive(headers(1, post, 0));
  assert.deepEqual(made.take(), ['RST_STREAM on 1: cancel']);
  for (let i = 0; i < 10; i++) {
    made.receive(data(1, new Uint8Array(16_384)));
    made.take();
  }
  made.receive(windowUpdate(1, 5), headers(1, [['x', '1']]), rstStream(1, 8));
  assert.deepEqual(made.take(), []);
  assert.equal(made.endKind(), undefined);
});

test('after the end of both sides DATA is an error of the connection, a late reset is not', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => stream.sendHeaders(okResponse, true),
  });
  made.receive(headers(1, get), rstStream(1, 8), windowUpdate(1, 1));
  assert.deepEqual(made.take(), ['HEADERS on 1 end']);
  made.receive(data(1, hello));
  assert.deepEqual(made.take(), ['GOAWAY after 1: streamClosed']);
});

test('a stream reset so long ago that it is forgotten gets the benefit of the doubt', () => {
  const made = TestConnection.ready({
    role: 'server',
    limits: { cheapFramesMax: 10_000 },
    onRequest: (stream) => stream.reset(errorCodes.cancel),
  });
  for (let id = 1; id < 4001; id += 2) made.receive(headers(id, post, 0));
  made.takeAll();
  made.receive(data(1, hello), data(3999, hello));
  assert.deepEqual(made.takeAll(), []);
  assert.equal(made.endKind(), undefined);
});

test('a reset by the peer drops what waits and tells the sink its code', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: (stream) => {
      stream.sendHeaders(okResponse, false);
      stream.sendData(new Uint8Array(200_000), undefined, true);
    },
  });
  made.receive(headers(1, get));
  made.takeAll();
  assert.ok(made.stream(1).queuedBytes > 0);
  made.receive(rstStream(1, errorCodes.cancel), windowUpdate(0, 1_000_000));
  assert.deepEqual(made.takeAll(), []);
  assert.equal(made.stream(1).queuedBytes, 0);
  assert.equal(made.takeEvents().at(-1), 'closed 1: cancel');
});

test('calls on a stream that has ended do nothing', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, get));
  const stream = made.stream(1);
  stream.sendHeaders(okResponse, true);
  made.takeAll();
  stream.sendHeaders(okResponse, true);
  assert.equal(stream.sendData(hello, undefined, true), true);
  stream.consumed(1000);
  stream.reset(errorCodes.cancel);
  assert.deepEqual(made.takeAll(), []);
  assert.deepEqual(made.takeEvents(), ['request 1 end', 'closed 1: noError']);
});

test('nothing follows an end of ours that still waits behind data', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, post, 0));
  const stream = made.stream(1);
  stream.sendHeaders(okResponse, false);
  stream.sendData(new Uint8Array(100_000), undefined, false);
  stream.sendHeaders(someTrailers, true);
  stream.sendData(hello, undefined, true);
  stream.sendHeaders(someTrailers, true);
  made.receive(windowUpdate(0, 1_000_000), windowUpdate(1, 1_000_000));
  const said = made.takeAll();
  assert.equal(said.filter((line) => line.endsWith('end')).length, 1);
  assert.equal(said.at(-1), 'HEADERS on 1 end');
});

test('streams above the limit are refused and do not disturb the others (5.1.2)', () => {
  const made = TestConnection.ready({ role: 'server', limits: { concurrentStreamsMax: 2 } });
  made.receive(headers(1, get), headers(3, get), headers(5, get));
  assert.deepEqual(made.take(), ['RST_STREAM on 5: refusedStream']);
  made.stream(1).sendHeaders(okResponse, true);
  made.receive(headers(7, get));
  assert.deepEqual(made.take(), ['HEADERS on 1 end']);
  assert.deepEqual(made.connection.openStreams, 2);
});

test('a client keeps to the peer’s limit, 100 before it is known', () => {
  const made = new TestConnection({ role: 'client' });
  for (let i = 0; i < 100; i++) assert.ok(made.open());
  assert.equal(made.open(), undefined);
  made.receive(frame(types.SETTINGS, 0, 0, [0, 3, 0, 0, 0, 101]));
  assert.ok(made.open());
  assert.equal(made.open(), undefined);
  made.receive(headers(1, okResponse.fields));
  assert.ok(made.open());
});

test('a client’s ids are odd and ascend, and its preface comes first', () => {
  const made = new TestConnection({ role: 'client' });
  assert.equal(made.open()?.id, 1);
  assert.equal(made.open()?.id, 3);
  assert.deepEqual(made.take(), [
    'SETTINGS',
    `WINDOW_UPDATE on 0: ${262_144 - 65_535}`,
    'HEADERS on 1 end',
    'HEADERS on 3 end',
  ]);
});

test('a client sees response, data and trailers; 1xx heads are skipped', () => {
  const made = TestConnection.ready({ role: 'client' });
  made.open(postRequest, false)?.sendData(hello, undefined, true);
  made.receive(
    headers(1, [[':status', '103']], 0),
    headers(1, okResponse.fields, 0),
    data(1, hello),
    headers(1, someTrailers.fields),
  );
  assert.deepEqual(made.takeEvents(), [
    'headers 1: :status=200',
    'data 1: 5',
    'headers 1: x-end=1 end',
    'closed 1: noError',
  ]);
});

test('a server has no streams of its own', () => {
  const made = TestConnection.ready({ role: 'server' });
  assert.equal(made.open(), undefined);
});

test('a header block larger than the peer’s frames is continued', () => {
  const made = TestConnection.ready({ role: 'client' });
  const fields = [
    ...get,
    ...Array.from({ length: 40 }, (_, i) => [`x-${i}`, '~'.repeat(1000)] as const),
  ];
  made.open({ fields, isStable: false });
  assert.deepEqual(made.take(), ['HEADERS on 1 end', 'CONTINUATION on 1', 'CONTINUATION on 1']);
});
