// PING, GOAWAY and the ways a connection ends (RFC 9113, sections 5.4.1, 6.7 and 6.8).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes } from '../error-codes.ts';
import { testLimits } from '../testing/limits.ts';
import { TestConnection, getRequest, okResponse, postRequest } from '../testing/test-connection.ts';
import {
  ACK,
  data,
  describeFrame,
  frame,
  headers,
  join,
  parseFrames,
  preface,
  settings,
  text,
  types,
  uint32,
} from '../testing/wire.ts';
import type { Http2Stream } from '../types.ts';
import { Connection } from './connection.ts';

const get = getRequest.fields;
const post = postRequest.fields;

function ignore(): void {}

function goAway(lastStreamId: number, code: number, debug = ''): Uint8Array {
  return frame(types.GOAWAY, 0, 0, [...uint32(lastStreamId), ...uint32(code), ...text(debug)]);
}

test('PING is answered with its own payload', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(frame(types.PING, 0, 0, text('12345678')));
  const [answer] = parseFrames(made.takeBytes());
  assert.equal(answer?.flags, ACK);
  assert.deepEqual(answer?.payload, text('12345678'));
});

test('an owner that counts PINGs hears of each, acknowledgements aside', () => {
  let count = 0;
  const connection = new Connection({
    role: 'client',
    limits: testLimits,
    nowMs: () => 0,
    owner: {
      outputReady: () => undefined,
      request: () => assert.fail(),
      goAwayReceived: () => undefined,
      finished: () => undefined,
      pingReceived: () => (count += 1),
    },
  });
  const ping = frame(types.PING, 0, 0, text('12345678'));
  connection.receive(join(settings(), ping, frame(types.PING, ACK, 0, text('12345678')), ping));
  assert.equal(count, 2);
});

test('our own PING is answered once, by its own acknowledgement only', () => {
  const made = TestConnection.ready({ role: 'client' });
  const answers: string[] = [];
  made.connection.ping(() => answers.push('first'));
  made.connection.ping(() => answers.push('second'));
  const [first, second] = parseFrames(made.takeBytes());
  made.receive(frame(types.PING, ACK, 0, text('whatever')));
  assert.deepEqual(answers, []);
  made.receive(frame(types.PING, ACK, 0, second?.payload));
  made.receive(frame(types.PING, ACK, 0, second?.payload));
  made.receive(frame(types.PING, ACK, 0, first?.payload));
  assert.deepEqual(answers, ['second', 'first']);
});

test('a server drains in two steps: what is on its way is still served, then nothing new', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, get));
  made.connection.drain();
  const said = parseFrames(made.takeBytes());
  assert.deepEqual(
    said.map((each) => each.type),
    ['GOAWAY', 'PING'],
  );
  assert.deepEqual(said[0]?.payload, Uint8Array.from([...uint32(0x7fff_ffff), ...uint32(0)]));
  made.receive(headers(3, get), frame(types.PING, ACK, 0, said[1]?.payload));
  assert.deepEqual(made.take(), ['GOAWAY after 3: noError']);
  made.receive(headers(5, post, 0), data(5, text('late')), headers(5, []));
  made.stream(1).sendHeaders(okResponse, true);
  assert.equal(made.endKind(), undefined);
  made.stream(3).sendHeaders(okResponse, true);
  assert.deepEqual(made.end, { kind: 'ended' });
  assert.deepEqual(made.take(), ['HEADERS on 1 end', 'HEADERS on 3 end']);
  assert.deepEqual(made.takeEvents(), [
    'request 1 end',
    'request 3 end',
    'closed 1: noError',
    'closed 3: noError',
    'finished: ended',
  ]);
});

test('a peer that does not answer the PING is not waited for longer than a second', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.connection.drain();
  made.connection.drain();
  assert.deepEqual(made.take(), ['GOAWAY after 2147483647: noError', 'PING']);
  made.nowMs = 999;
  made.connection.tick();
  assert.deepEqual(made.take(), []);
  made.nowMs = 1000;
  made.connection.tick();
  assert.deepEqual(made.take(), ['GOAWAY after 0: noError']);
  assert.deepEqual(made.end, { kind: 'ended' });
});

test('an owner that writes its output when it is told of the end writes everything, in order', () => {
  const written: string[] = [];
  const streams: Http2Stream[] = [];
  const connection: Connection = new Connection({
    role: 'server',
    limits: testLimits,
    nowMs: () => 0,
    owner: {
      outputReady: () => undefined,
      request: (stream) => {
        streams.push(stream);
        return { data: ignore, headers: ignore, drained: ignore, closed: ignore };
      },
      goAwayReceived: ignore,
      finished: () => {
        write();
        written.push('end of the transport');
      },
    },
  });
  function write(): void {
    written.push(...parseFrames(join(...connection.takeOutput())).map(describeFrame));
  }
  connection.receive(join(preface, settings(), headers(1, get), goAway(0, errorCodes.noError)));
  write();
  written.length = 0;
  streams[0]?.sendHeaders(okResponse, false);
  streams[0]?.sendData(new Uint8Array(20_000), undefined, true);
  write();
  assert.deepEqual(written, [
    'HEADERS on 1',
    'DATA on 1: 16384 bytes',
    'DATA on 1: 3616 bytes end',
    'GOAWAY after 1: noError',
    'end of the transport',
  ]);
});

test('a client drains: no new streams, those that are open come to their end', () => {
  const made = TestConnection.ready({ role: 'client' });
  made.open();
  made.connection.drain();
  assert.equal(made.open(), undefined);
  assert.deepEqual(made.take(), ['HEADERS on 1 end', 'GOAWAY after 0: noError']);
  made.receive(headers(1, okResponse.fields));
  assert.deepEqual(made.end, { kind: 'ended' });
});

test('GOAWAY closes the streams the peer has not seen as refused, and serves the others', () => {
  const made = TestConnection.ready({ role: 'client' });
  for (let i = 0; i < 3; i++) made.open();
  made.take();
  made.receive(goAway(3, errorCodes.noError, 'bye'));
  assert.deepEqual(made.takeEvents(), ['closed 5: refusedStream', 'goaway 3 noError bye']);
  assert.equal(made.open(), undefined);
  made.receive(headers(1, okResponse.fields), headers(3, okResponse.fields));
  assert.deepEqual(made.takeEvents(), [
    'headers 1: :status=200 end',
    'closed 1: noError',
    'headers 3: :status=200 end',
    'closed 3: noError',
    'finished: ended',
  ]);
});

test('a client’s GOAWAY ends the connection when its streams have ended', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, get), goAway(0, errorCodes.noError));
  assert.equal(made.endKind(), undefined);
  made.stream(1).sendHeaders(okResponse, true);
  assert.deepEqual(made.end, { kind: 'ended' });
  assert.deepEqual(made.take(), ['HEADERS on 1 end', 'GOAWAY after 1: noError']);
});

test('abort says GOAWAY with its code, tells every sink, then the owner', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, get), headers(3, post, 0));
  made.connection.abort(errorCodes.enhanceYourCalm, 'too_many_pings');
  const [last] = parseFrames(made.takeBytes());
  assert.deepEqual(last?.payload.subarray(0, 8), Uint8Array.from([...uint32(3), ...uint32(11)]));
  assert.deepEqual(last?.payload.subarray(8), text('too_many_pings'));
  assert.deepEqual(made.takeEvents().slice(2), [
    'closed 1: enhanceYourCalm',
    'closed 3: enhanceYourCalm',
    'finished: aborted',
  ]);
});

test('an abort while a request is handed over tells the new sink before the owner', () => {
  const made: TestConnection = TestConnection.ready({
    role: 'server',
    onRequest: () => made.connection.abort(errorCodes.internalError, 'no more'),
  });
  made.receive(headers(1, get), headers(3, get));
  assert.deepEqual(made.takeEvents(), [
    'request 1 end',
    'closed 1: internalError',
    'finished: aborted',
  ]);
  assert.deepEqual(made.take(), ['GOAWAY after 1: internalError']);
});

test('the loss of the transport closes what is open', () => {
  const idle = TestConnection.ready({ role: 'server' });
  idle.connection.disconnected('reset');
  assert.deepEqual(idle.takeEvents(), ['finished: ended']);
  const busy = TestConnection.ready({ role: 'server' });
  busy.receive(headers(1, get));
  busy.connection.disconnected('reset');
  assert.deepEqual(busy.end, { kind: 'aborted', reason: 'reset' });
  assert.deepEqual(busy.takeEvents().slice(1), ['closed 1: connectError', 'finished: aborted']);
});

test('after the end nothing is processed, nothing is said and nothing throws', () => {
  const made = TestConnection.ready({ role: 'server' });
  made.receive(headers(1, post, 0), frame(types.PUSH_PROMISE, 4, 1, uint32(2)), headers(3, get));
  assert.deepEqual(made.take(), ['GOAWAY after 1: protocolError']);
  assert.deepEqual(made.takeEvents(), [
    'request 1',
    'closed 1: protocolError',
    'finished: violation',
  ]);
  made.takeAnnounced();
  const { connection } = made;
  made.receive(headers(5, get), frame(types.PING, 0, 0, new Uint8Array(8)));
  connection.ping(() => assert.fail());
  connection.drain();
  connection.abort(errorCodes.cancel, 'again');
  connection.disconnected('again');
  connection.setWritable(false);
  connection.setWritable(true);
  connection.tick();
  made.stream(1).sendHeaders(okResponse, true);
  made.stream(1).sendData(text('x'), undefined, true);
  made.stream(1).consumed(1);
  made.stream(1).reset(errorCodes.cancel);
  assert.deepEqual(made.take(), []);
  assert.deepEqual(made.takeEvents(), []);
  assert.equal(made.takeAnnounced(), 0);
});

test('an exception of an owner passes through', () => {
  const made = TestConnection.ready({
    role: 'server',
    onRequest: () => {
      throw new RangeError('a bug');
    },
  });
  assert.throws(() => made.receive(headers(1, get)), RangeError);
});
