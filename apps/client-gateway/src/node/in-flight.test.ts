import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { InFlight } from './in-flight.ts';

interface Item {
  id: number;
}

function added(inFlight: InFlight<Item>): Item {
  const item: Item = { id: 0 };
  inFlight.add(item);
  return item;
}

test('what is added is found by its id until it is deleted, as in a Map', () => {
  const random = new SeededRandom(1);
  const inFlight = new InFlight<Item>(100);
  const twin = new Map<number, Item>();
  for (let i = 0; i < 50_000; i++) {
    if (!inFlight.isFull && random.nextBelow(100) < 60) {
      const item = added(inFlight);
      assert.equal(twin.has(item.id), false, 'an id is given once');
      twin.set(item.id, item);
    } else {
      // Some stay for long, so that their slots are stepped over.
      const [id, item] = [...twin][random.nextBelow(Math.min(twin.size, 10))] ?? [];
      if (id === undefined || item === undefined) continue;
      if (random.nextBelow(10) > 0 && twin.size < 90) continue;
      assert.equal(inFlight.get(id), item);
      inFlight.delete(item);
      twin.delete(id);
      assert.equal(inFlight.get(id), undefined);
    }
    assert.equal(inFlight.size, twin.size);
  }
  assert.deepEqual(inFlight.items(), [...twin.values()]);
});

test('ids go on at 1 after the last, and order is kept across that', () => {
  const inFlight = new InFlight<Item>(10, 0xffff_fffe);
  const items = Array.from({ length: 5 }, () => added(inFlight));
  assert.deepEqual(
    items.map(({ id }) => id),
    [0xffff_fffe, 0xffff_ffff, 1, 2, 3],
  );
  assert.deepEqual(inFlight.items(), items);
});

test('an id of another time is not taken for the one that lies in its slot', () => {
  const inFlight = new InFlight<Item>(3);
  const item = added(inFlight);
  // Whatever the number of slots is.
  for (let bits = 0; bits < 32; bits++) assert.equal(inFlight.get(item.id + 2 ** bits), undefined);
  assert.equal(inFlight.get(0), undefined);
  inFlight.delete(item);
  assert.throws(() => inFlight.delete(item));
});

test('only so many have room, and all of them leave at once', () => {
  const inFlight = new InFlight<Item>(3);
  for (let i = 0; i < 3; i++) added(inFlight);
  assert.equal(inFlight.isFull, true);
  assert.throws(() => added(inFlight));
  inFlight.clear();
  assert.deepEqual([inFlight.size, inFlight.items()], [0, []]);
  assert.equal(inFlight.get(1), undefined);
});

test('all are found and in order while room is made for more, and when most have gone', () => {
  const random = new SeededRandom(2);
  const inFlight = new InFlight<Item>(Infinity, 0xffff_f000);
  const twin = new Map<number, Item>();
  for (const [more, fewer] of [
    [3_000, 100],
    [100_000, 99_000],
    [5_000, 8_900],
    [10, 10],
  ] as const) {
    for (let i = 0; i < more; i++) {
      const item = added(inFlight);
      assert.equal(twin.has(item.id), false, 'an id is given once');
      twin.set(item.id, item);
    }
    const leaving = [...twin].filter(() => random.nextBelow(twin.size) < fewer + twin.size / 10);
    for (const [id, item] of leaving.slice(0, fewer)) {
      inFlight.delete(item);
      twin.delete(id);
    }
    assert.equal(inFlight.size, twin.size);
    for (const [id, item] of twin) assert.equal(inFlight.get(id), item);
    assert.deepEqual(inFlight.items(), [...twin.values()]);
  }
  for (const item of twin.values()) inFlight.delete(item);
  const last = added(inFlight);
  assert.deepEqual(inFlight.items(), [last]);
  assert.equal(inFlight.get(last.id), last);
});
