import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { encodeStatusMessage } from './status-message.ts';

test('printable ASCII travels as it is', () => {
  const text = 'etcdserver: mvcc: required revision has been compacted ("a" vs. ~b)';
  assert.equal(encodeStatusMessage(text), text);
});

test('percent signs, control characters and everything beyond ASCII are percent-encoded', () => {
  assert.equal(encodeStatusMessage('100%'), '100%25');
  assert.equal(encodeStatusMessage('a\nb\0'), 'a%0Ab%00');
  assert.equal(encodeStatusMessage('ключ'), '%D0%BA%D0%BB%D1%8E%D1%87');
});

test('any text survives percent-decoding and needs only printable ASCII', () => {
  const random = new SeededRandom(7);
  for (let round = 0; round < 500; round += 1) {
    const length = random.nextBelow(20);
    let text = '';
    for (let index = 0; index < length; index += 1) {
      text += String.fromCodePoint(random.nextBelow(0xd800));
    }
    const encoded = encodeStatusMessage(text);
    assert.match(encoded, /^[ -~]*$/);
    assert.equal(decodeURIComponent(encoded), text);
  }
});
