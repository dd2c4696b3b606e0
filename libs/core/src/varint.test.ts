import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from './assert.ts';
import { SeededRandom } from './random.ts';
import { encodeVarint64, varintLength, writeVarint } from './varint.ts';

/** By the definition: groups of seven bits, the lowest first, all but the last marked. */
function plain(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest % 128n) + (rest >= 128n ? 128 : 0));
    rest /= 128n;
  } while (rest > 0n);
  return bytes;
}

function check(value: number): void {
  const expected = plain(BigInt(value));
  const target = new Uint8Array(12).fill(0xee);
  assert.equal(writeVarint(target, 1, value), 1 + expected.length, `end of ${value}`);
  assert.deepEqual([...target.subarray(1, 1 + expected.length)], expected, `bytes of ${value}`);
  assert.equal(target[1 + expected.length], 0xee, 'nothing behind it is touched');
  assert.equal(varintLength(value), expected.length, `length of ${value}`);
  assert.deepEqual([...encodeVarint64(BigInt(value))], expected);
}

test('numbers at and around every change of length are written as the format says', () => {
  for (let bits = 0; bits <= 53; bits++) {
    for (const offset of [-1, 0, 1]) {
      const value = 2 ** bits + offset;
      if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) check(value);
    }
  }
});

test('so are random ones of any size', () => {
  const random = new SeededRandom(5);
  for (let i = 0; i < 20_000; i++) check(random.nextBelow(2 ** (1 + random.nextBelow(31))));
  for (let i = 0; i < 20_000; i++) {
    check(random.nextBelow(2 ** 21) * 2 ** 32 + random.nextBelow(2 ** 31));
  }
});

test('a negative number of 64 bits takes ten bytes', () => {
  assert.deepEqual([...encodeVarint64(-1n)], [...Array.from({ length: 9 }, () => 255), 1]);
  assert.deepEqual([...encodeVarint64(2n ** 63n)], [...encodeVarint64(-(2n ** 63n))]);
});

test('a negative number where none can be stops the writer', () => {
  assert.throws(() => writeVarint(new Uint8Array(12), 0, -1), AssertionFailure);
});
