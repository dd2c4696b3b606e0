import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { RecordCache } from './record-cache.ts';

function record(main: number, sub: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(main + sub);
  new DataView(bytes.buffer).setUint32(0, main * 4 + sub);
  return bytes;
}

test('a revision is given out with the bytes it was added with, or not at all', () => {
  const random = new SeededRandom(7);
  const cache = new RecordCache();
  const added = new Map<string, Uint8Array>();
  let hits = 0;
  for (let main = 1; main < 60_000; main++) {
    const sub = random.nextBelow(3);
    const bytes = record(main, sub, 4 + random.nextBelow(600));
    cache.add(main, sub, bytes);
    added.set(`${main}.${sub}`, bytes);
    const soughtMain = Math.max(1, main - random.nextBelow(40_000));
    const soughtSub = random.nextBelow(3);
    const found = cache.get(soughtMain, soughtSub);
    if (found === undefined) continue;
    hits += 1;
    assert.deepEqual(found, added.get(`${soughtMain}.${soughtSub}`));
  }
  assert.ok(hits > 5_000, `${hits} hits`);
});

test('bytes that were given out stay as they are, however many records follow', () => {
  const cache = new RecordCache();
  cache.add(1, 0, record(1, 0, 300));
  const held = cache.get(1, 0);
  for (let main = 2; main < 60_000; main++) cache.add(main, 0, record(main, 0, 300));
  assert.deepEqual(held, record(1, 0, 300));
  assert.equal(cache.get(1, 0), undefined);
});

test('the newest records are there', () => {
  const cache = new RecordCache();
  for (let main = 1; main <= 20_000; main++) cache.add(main, 0, record(main, 0, 300));
  for (let main = 1; main <= 20_000; main++) {
    assert.deepEqual(cache.get(main, 0), record(main, 0, 300));
  }
});

test('so are those of large transactions, but for a few', () => {
  const cache = new RecordCache();
  for (let i = 0; i < 10_000; i++) cache.add(1 + (i >> 7), i & 127, record(i, 0, 300));
  let hits = 0;
  for (let i = 0; i < 10_000; i++) if (cache.get(1 + (i >> 7), i & 127) !== undefined) hits += 1;
  assert.ok(hits > 9_000, `${hits} hits`);
});

test('a removed revision is forgotten, its neighbours are not', () => {
  const cache = new RecordCache();
  cache.add(5, 0, record(5, 0, 10));
  cache.add(5, 1, record(5, 1, 10));
  cache.delete(5, 0);
  assert.equal(cache.get(5, 0), undefined);
  assert.deepEqual(cache.get(5, 1), record(5, 1, 10));
});

test('an empty record and one that is too large are not kept', () => {
  const cache = new RecordCache();
  cache.add(1, 0, new Uint8Array(0));
  cache.add(2, 0, new Uint8Array(64 * 1024));
  assert.equal(cache.get(1, 0), undefined);
  assert.equal(cache.get(2, 0), undefined);
});
