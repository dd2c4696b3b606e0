import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { SeededRandom } from '@cairn/core';
import { intactValue, isRecordIntact, keyChecksum, withChecksum } from './record-checksum.ts';

const random = new SeededRandom(6);

function randomBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.nextBelow(256));
}

test("the checksum of a key is Node's", () => {
  for (let length = 0; length < 40; length++) {
    const key = randomBytes(length);
    assert.equal(keyChecksum(key), crc32(key));
  }
});

test('a record is what it was, and is not when any bit of it or of its key is another', () => {
  for (const length of [0, 1, 7, 40]) {
    const key = randomBytes(9);
    const value = randomBytes(length);
    const stored = withChecksum(key, value);
    assert.deepEqual(new Uint8Array(intactValue(key, stored) ?? assert.fail('intact')), value);
    const record = Buffer.concat([key, stored]);
    assert.ok(isRecordIntact(record));
    for (let bit = 0; bit < record.length * 8; bit++) {
      const damaged = Buffer.from(record);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.equal(intactValue(damaged.subarray(0, 9), damaged.subarray(9)), undefined);
      assert.equal(isRecordIntact(damaged), false);
    }
  }
});

test('what is too short to have a checksum is not a record', () => {
  for (let length = 0; length < 4; length++) {
    assert.equal(intactValue(new Uint8Array(1), new Uint8Array(length)), undefined);
    assert.equal(isRecordIntact(new Uint8Array(length)), false);
  }
});
