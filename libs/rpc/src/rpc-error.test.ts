import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RpcError, decodeStatusText, encodeStatusText } from './rpc-error.ts';

test('an error says its code by number and name', () => {
  assert.equal(new RpcError(9, 'no').message, '9 FAILED_PRECONDITION: no');
  assert.equal(new RpcError(77, 'no').message, '77 UNKNOWN: no');
});

test('any text survives the way through a header', () => {
  for (const text of ['', 'plain text', '100 %', 'ключ', 'a\r\nb\u0000', '%41']) {
    const encoded = encodeStatusText(text);
    assert.match(encoded, /^[ -~]*$/);
    assert.equal(decodeStatusText(encoded), text);
  }
});

test('a text that was not encoded well is taken as it is', () => {
  assert.equal(decodeStatusText('100%'), '100%');
  assert.equal(decodeStatusText('%ff%fe'), '%ff%fe');
});
