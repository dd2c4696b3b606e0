import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { EntryRing, entryBytes } from './entry-ring.ts';
import type { Entry } from './types.ts';

const entry = (index: number, term = 1, size = 0): Entry => ({
  index,
  term,
  type: 0,
  data: new Uint8Array(size),
});

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((bytes, one) => bytes + entryBytes(one), 0);
}

test('holds what a plain array would hold, whatever is pushed and cut', () => {
  const random = new SeededRandom(7);
  // Beyond 2^32, where bit operations look at the low half of an index only.
  let first = 2 ** 40 + 12_345;
  const ring = new EntryRing(first);
  let twin: Entry[] = [];
  for (let step = 0; step < 5_000; step++) {
    const dice = random.nextBelow(100);
    if (dice < 90) {
      for (let i = random.nextBelow(40); i > 0; i--) {
        const next = entry(first + twin.length, step, random.nextBelow(50));
        twin.push(next);
        ring.push(next);
      }
    } else if (dice < 95) {
      const cut = random.nextBelow(twin.length + 1);
      twin = twin.slice(cut);
      first += cut;
      ring.cutHead(first - 1);
    } else if (dice < 99) {
      const keep = random.nextBelow(twin.length + 1);
      twin.length = keep;
      ring.cutTail(first + keep);
    } else {
      first += 1_000;
      twin = [];
      ring.reset(first);
    }
    assert.equal(ring.first, first);
    assert.equal(ring.last, first + twin.length - 1);
    assert.equal(ring.bytes, bytesOf(twin));
    const bytesMax = random.nextBelow(2_000);
    const kept = ring.indexBefore(bytesMax) + 1 - first;
    assert.ok(bytesOf(twin.slice(kept)) <= bytesMax);
    assert.ok(kept === 0 || bytesOf(twin.slice(kept - 1)) > bytesMax);
    if (twin.length > 0) {
      const at = random.nextBelow(twin.length);
      assert.equal(ring.get(first + at), twin[at]);
      assert.deepEqual(ring.slice(first + at, ring.last, 200), prefix(twin.slice(at), 200));
    }
  }
});

function prefix(entries: readonly Entry[], bytesMax: number): readonly Entry[] {
  let bytes = 0;
  const end = entries.findIndex((each, i) => {
    bytes += entryBytes(each);
    return bytes > bytesMax && i > 0;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

test('refuses a gap and an index it does not hold', () => {
  const ring = new EntryRing(5);
  ring.push(entry(5));
  assert.throws(() => ring.push(entry(7)), /a gap/);
  assert.throws(() => ring.get(4), /no log entry at 4/);
  assert.throws(() => ring.get(6), /no log entry at 6/);
  ring.cutHead(5);
  assert.throws(() => ring.get(5), /no log entry at 5/);
});

test('a slice is never empty, however big its first entry is', () => {
  const ring = new EntryRing(1);
  ring.push(entry(1, 1, 1_000));
  ring.push(entry(2, 1, 1));
  assert.deepEqual(
    ring.slice(1, 2, 10).map(({ index }) => index),
    [1],
  );
});
