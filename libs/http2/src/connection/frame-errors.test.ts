// One case for each error of RFC 9113, sections 3 to 6, that a frame alone can make: what a peer sends
// after the handshake, and what becomes of it. Where server and client differ there are two cases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { errorCodes } from '../error-codes.ts';
import { TestConnection, getRequest, okResponse, postRequest } from '../testing/test-connection.ts';
import {
  ACK,
  END_HEADERS,
  END_STREAM,
  PADDED,
  PRIORITY,
  data,
  frame,
  headers,
  join,
  literalBlock,
  rstStream,
  settings,
  text,
  types,
  uint32,
  windowUpdate,
} from '../testing/wire.ts';

type ErrorName = keyof typeof errorCodes;

type Outcome =
  | { readonly connectionError: ErrorName }
  | { readonly streamError: ErrorName; readonly streamId: number }
  | 'accepted';

interface Case {
  /** Section and rule. */
  readonly rule: string;
  readonly frames: readonly Uint8Array[];
  readonly outcome: Outcome;
}

const get = getRequest.fields;
const post = postRequest.fields;
const ok = okResponse.fields;
const hello = text('hello');
const block = literalBlock(get);

function ends(code: ErrorName): Outcome {
  return { connectionError: code };
}

function resets(streamId: number, code: ErrorName): Outcome {
  return { streamError: code, streamId };
}

/** Rules that hold for whoever receives. Stream 1 is open, stream 9 idle. */
const both: readonly Case[] = [
  {
    rule: '4.1: a frame of an unknown type is ignored',
    frames: [frame(0x16, 0xff, 0, hello), frame(0xff, 0, 9, hello)],
    outcome: 'accepted',
  },
  {
    rule: '4.1: flags without a meaning are ignored',
    frames: [frame(types.PING, 0xfe, 0, new Uint8Array(8))],
    outcome: 'accepted',
  },
  {
    rule: '4.1: the reserved bit of the stream id is ignored',
    frames: [frame(types.WINDOW_UPDATE, 0, 0x8000_0001, uint32(1))],
    outcome: 'accepted',
  },
  {
    rule: '4.2: a frame above SETTINGS_MAX_FRAME_SIZE',
    frames: [frame(types.DATA, 0, 1, new Uint8Array(16_385))],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '4.2: an unknown frame above SETTINGS_MAX_FRAME_SIZE',
    frames: [frame(0x20, 0, 0, new Uint8Array(16_385))],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '4.3: a header block that cannot be decompressed',
    frames: [frame(types.HEADERS, END_HEADERS | END_STREAM, 1, [0x80])],
    outcome: ends('compressionError'),
  },
  {
    rule: '4.3: an unfinished header block followed by another frame',
    frames: [frame(types.HEADERS, 0, 1, block), frame(types.PING, 0, 0, new Uint8Array(8))],
    outcome: ends('protocolError'),
  },
  {
    rule: '4.3: an unfinished header block followed by an unknown frame',
    frames: [frame(types.HEADERS, 0, 1, block), frame(0x16, 0, 1, [])],
    outcome: ends('protocolError'),
  },
  {
    rule: '4.3: an unfinished header block continued on another stream',
    frames: [frame(types.HEADERS, 0, 1, block), frame(types.CONTINUATION, END_HEADERS, 3, [])],
    outcome: ends('protocolError'),
  },
  { rule: '5.1: DATA on an idle stream', frames: [data(9, hello)], outcome: ends('protocolError') },
  {
    rule: '5.1: RST_STREAM on an idle stream',
    frames: [rstStream(9, 8)],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.1: WINDOW_UPDATE on an idle stream',
    frames: [windowUpdate(9, 1)],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.1: PRIORITY on an idle stream',
    frames: [frame(types.PRIORITY, 0, 9, [0, 0, 0, 1, 16])],
    outcome: 'accepted',
  },
  {
    rule: '5.1: DATA on a stream that the peer has reset',
    frames: [rstStream(1, 8), data(1, hello)],
    outcome: ends('streamClosed'),
  },
  {
    rule: '5.1: HEADERS on a stream that the peer has reset',
    frames: [rstStream(1, 8), headers(1, ok)],
    outcome: ends('streamClosed'),
  },
  {
    rule: '5.1: WINDOW_UPDATE, RST_STREAM and PRIORITY on a closed stream',
    frames: [
      rstStream(1, 8),
      windowUpdate(1, 1),
      rstStream(1, 8),
      frame(types.PRIORITY, 0, 1, [0, 0, 0, 3, 16]),
    ],
    outcome: 'accepted',
  },
  {
    rule: '5.1.1: HEADERS on a stream with an even id',
    frames: [headers(2, get)],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.1.1: DATA on a stream with an even id',
    frames: [data(2, hello)],
    outcome: ends('protocolError'),
  },
  { rule: '6.1: DATA on stream 0', frames: [data(0, hello)], outcome: ends('protocolError') },
  {
    rule: '6.1: DATA whose padding is as long as its payload',
    frames: [frame(types.DATA, PADDED, 1, [3, 0, 0])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.1: padded DATA without a length of the padding',
    frames: [frame(types.DATA, PADDED, 1, [])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.2: HEADERS on stream 0',
    frames: [headers(0, get)],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.2: HEADERS whose padding is as long as its payload',
    frames: [frame(types.HEADERS, PADDED | END_HEADERS, 1, join([100], block))],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.2: HEADERS too short for its priority',
    frames: [frame(types.HEADERS, PRIORITY | END_HEADERS, 1, [0, 0, 0, 0])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.2: padded HEADERS whose padding leaves no room for its priority',
    frames: [frame(types.HEADERS, PRIORITY | PADDED | END_HEADERS, 1, [3, 0, 0, 0, 0, 0, 0])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.3: PRIORITY on stream 0',
    frames: [frame(types.PRIORITY, 0, 0, [0, 0, 0, 1, 16])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.3: PRIORITY of a wrong size',
    frames: [frame(types.PRIORITY, 0, 1, [0, 0, 0, 1])],
    outcome: resets(1, 'frameSizeError'),
  },
  {
    rule: '6.3: PRIORITY of a wrong size on an idle stream, which cannot be reset',
    frames: [frame(types.PRIORITY, 0, 9, [0, 0, 0, 1])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '5.3.1 of RFC 7540: PRIORITY of a stream that depends on itself',
    frames: [frame(types.PRIORITY, 0, 1, [0, 0, 0, 1, 16])],
    outcome: resets(1, 'protocolError'),
  },
  {
    rule: '6.4: RST_STREAM on stream 0',
    frames: [rstStream(0, 8)],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.4: RST_STREAM of a wrong size',
    frames: [frame(types.RST_STREAM, 0, 1, [0, 0, 8])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.5: SETTINGS on a stream',
    frames: [frame(types.SETTINGS, 0, 1, [])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.5: SETTINGS that is no multiple of 6 octets',
    frames: [frame(types.SETTINGS, 0, 0, [0, 1, 0, 0, 0])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.5: SETTINGS with ACK and a payload',
    frames: [frame(types.SETTINGS, ACK, 0, [0, 1, 0, 0, 0, 0])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.5.2: SETTINGS_ENABLE_PUSH of 2',
    frames: [settings([2, 2])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.5.2: SETTINGS_INITIAL_WINDOW_SIZE of 2^31',
    frames: [settings([4, 0x8000_0000])],
    outcome: ends('flowControlError'),
  },
  {
    rule: '6.5.2: SETTINGS_MAX_FRAME_SIZE below 2^14',
    frames: [settings([5, 16_383])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.5.2: SETTINGS_MAX_FRAME_SIZE of 2^24',
    frames: [settings([5, 16_777_216])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.5.2: settings without a meaning are ignored',
    frames: [settings([0x99, 1], [0, 7])],
    outcome: 'accepted',
  },
  {
    rule: '6.7: PING on a stream',
    frames: [frame(types.PING, 0, 1, new Uint8Array(8))],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.7: PING of a wrong size',
    frames: [frame(types.PING, 0, 0, new Uint8Array(6))],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.7: an acknowledgement nobody waits for',
    frames: [frame(types.PING, ACK, 0, new Uint8Array(8))],
    outcome: 'accepted',
  },
  {
    rule: '6.8: GOAWAY on a stream',
    frames: [frame(types.GOAWAY, 0, 1, new Uint8Array(8))],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.8: GOAWAY of a wrong size',
    frames: [frame(types.GOAWAY, 0, 0, new Uint8Array(7))],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.8: a second GOAWAY that names a later stream than the first',
    frames: [
      frame(types.GOAWAY, 0, 0, [...uint32(1), ...uint32(0)]),
      frame(types.GOAWAY, 0, 0, [...uint32(3), ...uint32(0)]),
    ],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.9: WINDOW_UPDATE of a wrong size',
    frames: [frame(types.WINDOW_UPDATE, 0, 0, [0, 0, 1])],
    outcome: ends('frameSizeError'),
  },
  {
    rule: '6.9: WINDOW_UPDATE of 0 on the connection',
    frames: [windowUpdate(0, 0)],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.9: WINDOW_UPDATE of 0 on a stream',
    frames: [windowUpdate(1, 0)],
    outcome: resets(1, 'protocolError'),
  },
  {
    rule: '6.9.1: a connection window above 2^31-1',
    frames: [windowUpdate(0, 0x7fff_ffff)],
    outcome: ends('flowControlError'),
  },
  {
    rule: '6.9.1: a stream window above 2^31-1',
    frames: [windowUpdate(1, 0x7fff_ffff)],
    outcome: resets(1, 'flowControlError'),
  },
  {
    rule: '6.9.2: an initial window that lifts a stream window above 2^31-1',
    frames: [windowUpdate(1, 1), settings([4, 0x7fff_ffff])],
    outcome: ends('flowControlError'),
  },
  {
    rule: '6.10: CONTINUATION without HEADERS',
    frames: [frame(types.CONTINUATION, END_HEADERS, 1, block)],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.10: CONTINUATION on stream 0 within a header block',
    frames: [frame(types.HEADERS, 0, 1, block), frame(types.CONTINUATION, END_HEADERS, 0, [])],
    outcome: ends('protocolError'),
  },
];

/** A client is the peer. Stream 1 is open, its response not begun. */
const serverOnly: readonly Case[] = [
  {
    rule: '5.1: DATA on a stream that the peer has ended',
    frames: [headers(3, get), data(3, hello)],
    outcome: resets(3, 'streamClosed'),
  },
  {
    rule: '5.1: HEADERS on a stream that the peer has ended',
    frames: [headers(3, get), headers(3, get)],
    outcome: resets(3, 'streamClosed'),
  },
  {
    rule: '5.1: CONTINUATION behind a header block that is complete',
    frames: [headers(3, get, 0), frame(types.CONTINUATION, END_HEADERS, 3, [])],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.1.1: HEADERS on a stream that was skipped',
    frames: [headers(7, get), headers(5, get)],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.3.1 of RFC 7540: HEADERS of a stream that depends on itself',
    frames: [
      frame(types.HEADERS, PRIORITY | END_HEADERS, 3, join(uint32(3), [16], literalBlock(post))),
    ],
    outcome: resets(3, 'protocolError'),
  },
  {
    rule: '6.2: HEADERS with padding, a priority and a CONTINUATION',
    frames: [
      frame(
        types.HEADERS,
        PADDED | PRIORITY | END_STREAM,
        3,
        join([2], uint32(1), [16], block.subarray(0, 5), [0, 0]),
      ),
      frame(types.CONTINUATION, END_HEADERS, 3, block.subarray(5)),
    ],
    outcome: 'accepted',
  },
  {
    rule: '6.6: PUSH_PROMISE of a client',
    frames: [frame(types.PUSH_PROMISE, END_HEADERS, 1, join(uint32(2), block))],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.5.2: SETTINGS_ENABLE_PUSH of 1 from a client',
    frames: [settings([2, 1])],
    outcome: 'accepted',
  },
  {
    rule: '8.1: HEADERS within a body that do not end the stream',
    frames: [headers(1, [['x', 'y']], 0)],
    outcome: resets(1, 'protocolError'),
  },
];

/** A server is the peer. Stream 1 is open, its response not begun. */
const clientOnly: readonly Case[] = [
  {
    rule: '5.1.1: HEADERS on an idle stream, which only we may open',
    frames: [headers(9, ok)],
    outcome: ends('protocolError'),
  },
  {
    rule: '5.1: DATA behind the end of the response',
    frames: [headers(1, ok), data(1, hello)],
    outcome: resets(1, 'streamClosed'),
  },
  {
    rule: '5.1: HEADERS behind the end of the response',
    frames: [headers(1, ok), headers(1, ok)],
    outcome: resets(1, 'streamClosed'),
  },
  {
    rule: '6.5.2: SETTINGS_ENABLE_PUSH of 1 from a server',
    frames: [settings([2, 1])],
    outcome: ends('protocolError'),
  },
  {
    rule: '6.6: PUSH_PROMISE, although push is disabled',
    frames: [frame(types.PUSH_PROMISE, END_HEADERS, 1, join(uint32(2), block))],
    outcome: ends('protocolError'),
  },
  {
    rule: '8.1: DATA before the head of the response',
    frames: [data(1, hello)],
    outcome: resets(1, 'protocolError'),
  },
  {
    rule: '8.1: a second head that does not end the stream',
    frames: [headers(1, ok, 0), headers(1, [['x', 'y']], 0)],
    outcome: resets(1, 'protocolError'),
  },
  {
    rule: '8.1: informational heads, the response, its body and trailers',
    frames: [
      headers(1, [[':status', '100']], 0),
      headers(1, [[':status', '103']], 0),
      headers(1, ok, 0),
      data(1, hello),
      headers(1, [['x', 'y']]),
    ],
    outcome: 'accepted',
  },
  {
    rule: '8.1: an informational head that ends the stream',
    frames: [headers(1, [[':status', '100']])],
    outcome: resets(1, 'protocolError'),
  },
  {
    rule: '8.6: switching protocols',
    frames: [headers(1, [[':status', '101']], 0)],
    outcome: resets(1, 'protocolError'),
  },
];

function prepared(role: 'server' | 'client'): TestConnection {
  const made = TestConnection.ready({ role });
  if (role === 'server') made.receive(headers(1, post, 0));
  else made.open(postRequest, false);
  made.take();
  made.takeEvents();
  return made;
}

const pingAfter = frame(types.PING, 0, 0, text('are you '));

function check(role: 'server' | 'client', { frames, outcome }: Case): void {
  const made = prepared(role);
  made.receive(...frames);
  const said = made.take();
  made.receive(pingAfter);
  const after = made.take();
  if (outcome === 'accepted') {
    assert.deepEqual(
      said.filter((line) => /RST_STREAM|GOAWAY/.test(line)),
      [],
    );
    assert.deepEqual(after, ['PING ack']);
  } else if ('streamError' in outcome) {
    assert.deepEqual(
      said.filter((line) => /RST_STREAM|GOAWAY/.test(line)),
      [`RST_STREAM on ${outcome.streamId}: ${outcome.streamError}`],
    );
    assert.deepEqual(after, ['PING ack']);
  } else {
    assert.match(said.at(-1) ?? '', new RegExp(`^GOAWAY after \\d+: ${outcome.connectionError}$`));
    assert.deepEqual(after, []);
    assert.equal(made.endKind(), 'violation');
    const closed = made.events.filter((line) => line.startsWith('closed 1'));
    assert.equal(closed.length, 1, 'the open stream is closed once');
    assert.equal(made.events.at(-1), 'finished: violation');
    assert.equal(made.connection.openStreams, 0);
  }
}

for (const role of ['server', 'client'] as const) {
  for (const each of [...both, ...(role === 'server' ? serverOnly : clientOnly)]) {
    test(`${role}: ${each.rule}`, () => check(role, each));
  }
}
