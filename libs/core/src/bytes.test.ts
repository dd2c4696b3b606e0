import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareBytes, concatBytes, equalBytes, fromByteString, toByteString } from './bytes.ts';

const every = Uint8Array.from({ length: 256 }, (_, i) => i);

test('every byte survives the way to a byte string and back', () => {
  assert.equal(toByteString(every).length, 256);
  assert.deepEqual(new Uint8Array(fromByteString(toByteString(every))), every);
});

test('byte strings compare as the bytes do', () => {
  const samples = [[], [0], [0, 0], [1], [127], [128], [128, 1], [255], [255, 0]].map((bytes) =>
    Uint8Array.from(bytes),
  );
  for (const a of samples) {
    for (const b of samples) {
      const [left, right] = [toByteString(a), toByteString(b)];
      const sign = left < right ? -1 : left > right ? 1 : 0;
      assert.equal(Math.sign(compareBytes(a, b)), sign);
      assert.equal(equalBytes(a, b), sign === 0);
    }
  }
});

test('a view into a larger buffer is read from its own start to its own end', () => {
  assert.equal(toByteString(every.subarray(65, 68)), 'ABC');
  assert.equal(toByteString(every, 65, 68), 'ABC');
  assert.deepEqual(
    concatBytes([every.subarray(1, 3), every.subarray(254)]),
    Uint8Array.of(1, 2, 254, 255),
  );
});
