import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, compareBytes } from '@cairn/core';
import { MalformedRecordError } from './errors.ts';
import {
  decodeRevisionKey,
  encodeRevisionKey,
  newRevisionBuffer,
  writeRevision,
} from './revision-key.ts';

test('a revision key is 17 bytes as etcd writes them, one more for a tombstone', () => {
  const key = Buffer.from(encodeRevisionKey(0x0001_0203_0405_0607, 0x0809, false));
  assert.equal(key.toString('hex'), '00010203040506075f0000000000000809');
  const tombstone = Buffer.from(encodeRevisionKey(2, 1, true));
  assert.equal(tombstone.toString('hex'), '00000000000000025f000000000000000174');
});

test('revision keys come back as they went in, and sort as revisions do', () => {
  const random = new SeededRandom(1);
  const number = (): number =>
    Math.min(2 ** random.nextBelow(54) + random.nextBelow(3) - 1, Number.MAX_SAFE_INTEGER);
  for (let i = 0; i < 2000; i++) {
    const a = { main: number(), sub: number(), tombstone: random.nextBelow(2) === 0 };
    const b = { main: random.nextBelow(2) ? a.main : number(), sub: number(), tombstone: false };
    const encodedA = encodeRevisionKey(a.main, a.sub, a.tombstone);
    const encodedB = encodeRevisionKey(b.main, b.sub, b.tombstone);
    assert.deepEqual(decodeRevisionKey(encodedA), a);
    assert.deepEqual(writeRevision(newRevisionBuffer(), b.main, b.sub), encodedB);
    const order = a.main - b.main || a.sub - b.sub;
    if (order !== 0) assert.equal(Math.sign(compareBytes(encodedA, encodedB)), Math.sign(order));
  }
});

test('what is no revision key is refused', () => {
  const good = encodeRevisionKey(5, 0, true);
  for (const bad of [
    new Uint8Array(0),
    good.subarray(0, 16),
    Uint8Array.from([...good, 0]),
    good.with(17, 0x75),
    good.with(8, 0x2d),
    good.with(0, 0xff),
  ]) {
    assert.throws(() => decodeRevisionKey(bad), MalformedRecordError);
  }
});
