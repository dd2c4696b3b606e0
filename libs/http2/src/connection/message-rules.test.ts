// RFC 9113, section 8: which messages are malformed. A malformed one is a stream error PROTOCOL_ERROR
// and never reaches the owner; the connection goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestConnection, getRequest, postRequest } from '../testing/test-connection.ts';
import { END_STREAM, data, headers, text } from '../testing/wire.ts';
import type { HeaderField } from '../types.ts';

const get = getRequest.fields;
const post = postRequest.fields;

/** `fields` without those called `name`, with `more` behind. */
function changed(
  fields: readonly HeaderField[],
  name: string,
  ...more: HeaderField[]
): HeaderField[] {
  return [...fields.filter((field) => field[0] !== name), ...more];
}

const malformedRequests: readonly [rule: string, fields: readonly HeaderField[]][] = [
  ['8.2.1: upper case in a field name', [...get, ['X-Upper', '1']]],
  ['8.2.1: a space in a field name', [...get, ['x y', '1']]],
  ['8.2.1: an empty field name', [...get, ['', '1']]],
  ['8.2.1: a colon within a field name', [...get, ['x:y', '1']]],
  ['8.2.1: DEL in a field name', [...get, ['x\x7f', '1']]],
  ['8.2.1: a field name beyond ASCII', [...get, ['x\xe4', '1']]],
  ['8.2.1: NUL in a value', [...get, ['x', 'a\0b']]],
  ['8.2.1: CR in a value', [...get, ['x', 'a\rb']]],
  ['8.2.1: LF in a value', [...get, ['x', 'a\nb']]],
  ['8.2.1: a space before a value', [...get, ['x', ' a']]],
  ['8.2.1: a tab behind a value', [...get, ['x', 'a\t']]],
  ['8.2.1: LF in the value of a pseudo-header', changed(get, ':path', [':path', '/\n'])],
  ['8.2.2: connection', [...get, ['connection', 'close']]],
  ['8.2.2: proxy-connection', [...get, ['proxy-connection', 'close']]],
  ['8.2.2: keep-alive', [...get, ['keep-alive', '1']]],
  ['8.2.2: transfer-encoding', [...get, ['transfer-encoding', 'chunked']]],
  ['8.2.2: upgrade', [...get, ['upgrade', 'h2c']]],
  ['8.2.2: te other than trailers', [...get, ['te', 'gzip']]],
  ['8.3: an unknown pseudo-header', [[':unknown', '1'], ...get]],
  ['8.3: a response’s pseudo-header', [[':status', '200'], ...get]],
  ['8.3: a pseudo-header behind a regular field', [['x', '1'], ...get]],
  ['8.3.1: no :method', changed(get, ':method')],
  ['8.3.1: no :scheme', changed(get, ':scheme')],
  ['8.3.1: no :path', changed(get, ':path')],
  ['8.3.1: an empty :path', changed(get, ':path', [':path', ''])],
  ['8.3.1: a :path that is none', changed(get, ':path', [':path', 'x'])],
  ['8.3.1: an asterisk without OPTIONS', changed(get, ':path', [':path', '*'])],
  ['8.3.1: :method twice', [[':method', 'GET'], ...get]],
  ['8.3.1: :scheme twice', [[':scheme', 'http'], ...get]],
  ['8.3.1: :path twice', [[':path', '/'], ...get]],
  ['8.3.1: :authority twice', [[':authority', 'a'], ...get]],
  ['8.5: CONNECT with :scheme and :path', changed(get, ':method', [':method', 'CONNECT'])],
  ['8.5: CONNECT without :authority', [[':method', 'CONNECT']]],
  ['8.1.1: content-length of a request that ends with its head', [...get, ['content-length', '5']]],
  ['8.1.1: content-length that is no number', [...get, ['content-length', '+0']]],
  ['8.1.1: content-length twice', [...get, ['content-length', '0'], ['content-length', '0']]],
  ['8.3.1: no fields at all', []],
];

for (const [rule, fields] of malformedRequests) {
  test(`a request is refused: ${rule}`, () => {
    const made = TestConnection.ready({ role: 'server' });
    made.receive(headers(1, fields), headers(3, get));
    assert.deepEqual(made.take(), ['RST_STREAM on 1: protocolError']);
    assert.deepEqual(made.takeEvents(), ['request 3 end']);
  });
}

const wellFormedRequests: readonly [rule: string, fields: readonly HeaderField[]][] = [
  ['8.2.2: te: trailers', [...get, ['te', 'trailers']]],
  ['8.2.1: octets above 0x7f in a value', [...get, ['x', 'gr\xfc\xdfe']]],
  ['8.2.1: an empty value', [...get, ['x', '']]],
  ['8.2.1: a space within a value', [...get, ['x', 'a b\tc']]],
  ['8.3.1: no :authority', changed(get, ':authority')],
  [
    '8.3.1: OPTIONS with an asterisk',
    [
      [':method', 'OPTIONS'],
      [':scheme', 'http'],
      [':path', '*'],
    ],
  ],
  [
    '8.5: CONNECT',
    [
      [':method', 'CONNECT'],
      [':authority', 'a:1'],
    ],
  ],
  ['8.1.1: content-length of 0', [...get, ['content-length', '0']]],
];

for (const [rule, fields] of wellFormedRequests) {
  test(`a request is accepted: ${rule}`, () => {
    const made = TestConnection.ready({ role: 'server' });
    made.receive(headers(1, fields));
    assert.deepEqual(made.takeAll(), []);
    assert.deepEqual(made.takeEvents(), ['request 1 end']);
  });
}

const malformedResponses: readonly [rule: string, fields: readonly HeaderField[]][] = [
  ['8.3.2: no :status', [['x', '1']]],
  [
    '8.3.2: :status twice',
    [
      [':status', '200'],
      [':status', '200'],
    ],
  ],
  ['8.3.2: a :status of two digits', [[':status', '20']]],
  ['8.3.2: a :status that is no number', [[':status', 'two']]],
  [
    '8.3: a request’s pseudo-header',
    [
      [':status', '200'],
      [':path', '/'],
    ],
  ],
  [
    '8.3: :status behind a regular field',
    [
      ['x', '1'],
      [':status', '200'],
    ],
  ],
  [
    '8.2.1: upper case in a field name',
    [
      [':status', '200'],
      ['X-Upper', '1'],
    ],
  ],
  [
    '8.2.2: connection',
    [
      [':status', '200'],
      ['connection', 'close'],
    ],
  ],
];

for (const [rule, fields] of malformedResponses) {
  test(`a response is refused: ${rule}`, () => {
    const made = TestConnection.ready({ role: 'client' });
    made.open();
    made.take();
    made.receive(headers(1, fields));
    assert.deepEqual(made.take(), ['RST_STREAM on 1: protocolError']);
    assert.deepEqual(made.takeEvents(), ['closed 1: protocolError']);
  });
}

test('trailers end a request, and are refused with pseudo-headers or upper case', () => {
  for (const [fields, isRefused] of [
    [[['x', '1']], false],
    [[[':path', '/']], true],
    [[['X', '1']], true],
    [[['connection', 'close']], true],
  ] as const) {
    const made = TestConnection.ready({ role: 'server' });
    made.receive(headers(1, post, 0), data(1, text('body')), headers(1, fields));
    assert.deepEqual(made.take(), isRefused ? ['RST_STREAM on 1: protocolError'] : []);
    assert.equal(
      made.takeEvents().at(-1),
      isRefused ? 'closed 1: protocolError' : 'headers 1: x=1 end',
    );
  }
});

const promised: HeaderField[] = [...post, ['content-length', '6']];

const bodies: readonly [what: string, frames: readonly Uint8Array[], isRefused: boolean][] = [
  ['as long as promised', [data(1, text('abc')), data(1, text('def'), END_STREAM)], false],
  ['as long as promised, ended by trailers', [data(1, text('abcdef')), headers(1, [])], false],
  ['too short', [data(1, text('abc'), END_STREAM)], true],
  ['too short, ended by trailers', [data(1, text('abc')), headers(1, [])], true],
  ['too long', [data(1, text('abcdefg'))], true],
];

for (const [what, frames, isRefused] of bodies) {
  test(`8.1.1: a body ${what} is ${isRefused ? 'refused' : 'accepted'}`, () => {
    const made = TestConnection.ready({ role: 'server' });
    made.receive(headers(1, promised, 0), ...frames);
    assert.deepEqual(made.takeAll(), isRefused ? ['RST_STREAM on 1: protocolError'] : []);
    assert.equal(made.events.includes('closed 1: protocolError'), isRefused);
  });
}

test('8.1.1: the content-length of an answer to HEAD and of 304 promises no body', () => {
  for (const [method, status] of [
    ['HEAD', '200'],
    ['GET', '304'],
  ] as const) {
    const made = TestConnection.ready({ role: 'client' });
    made.open({ fields: changed(get, ':method', [':method', method]), isStable: false });
    made.receive(
      headers(1, [
        [':status', status],
        ['content-length', '6'],
      ]),
    );
    assert.deepEqual(made.takeEvents().at(-1), 'closed 1: noError');
  }
});

test('8.1.1: an answer to GET without its promised body is refused', () => {
  const made = TestConnection.ready({ role: 'client' });
  made.open();
  made.receive(
    headers(1, [
      [':status', '200'],
      ['content-length', '6'],
    ]),
  );
  assert.deepEqual(made.takeEvents(), ['closed 1: protocolError']);
});

test('10.5.1: a header list that is too large is the owner’s to answer', () => {
  const made = TestConnection.ready({ role: 'server', limits: { headerListBytesMax: 200 } });
  made.receive(headers(1, [...get, ['x', 'y'.repeat(300)]]));
  assert.deepEqual(made.take(), []);
  assert.deepEqual(made.takeEvents(), ['request 1 end (too large)']);
});

test('10.5.1: trailers and responses that are too large end their stream', () => {
  const large: HeaderField[] = [['x', 'y'.repeat(300)]];
  const server = TestConnection.ready({ role: 'server', limits: { headerListBytesMax: 200 } });
  server.receive(headers(1, post, 0), headers(1, large));
  assert.deepEqual(server.take(), ['RST_STREAM on 1: enhanceYourCalm']);
  const client = TestConnection.ready({ role: 'client', limits: { headerListBytesMax: 200 } });
  client.open();
  client.take();
  client.receive(headers(1, [[':status', '200'], ...large]));
  assert.deepEqual(client.take(), ['RST_STREAM on 1: enhanceYourCalm']);
});
