import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c } from './crc32c.ts';
import { SeededRandom } from './random.ts';

test('crc32c gives the values of RFC 3720 B.4 and the customary check value', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(ascending), 0x46dd794e);
  assert.equal(crc32c(ascending.toReversed()), 0x113fdb5c);
  assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
});

test('a checksum of parts is the checksum of the whole, wherever it is cut', () => {
  const random = new SeededRandom(7);
  const bytes = Uint8Array.from({ length: 100 }, () => random.nextBelow(256));
  const whole = crc32c(bytes);
  for (let cut = 0; cut <= bytes.length; cut++) {
    assert.equal(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut))), whole);
    assert.equal(crc32c(bytes, crc32c(bytes, 0, 0, cut), cut), whole);
  }
});
