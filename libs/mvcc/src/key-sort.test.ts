import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, compareBytes, concatBytes, fromByteString } from '@cairn/core';
import { sortKeys } from './key-sort.ts';

function sorted(keys: readonly Uint8Array[]): number[] {
  const starts = new Uint32Array(keys.length + 1);
  let end = 0;
  for (const [i, key] of keys.entries()) {
    end += key.length;
    starts[i + 1] = end;
  }
  return [...sortKeys(concatBytes(keys), starts, keys.length)];
}

/** The plain twin: a stable sort by comparing. */
function plainlySorted(keys: readonly Uint8Array[]): number[] {
  return [...keys.entries()].sort(([, a], [, b]) => compareBytes(a, b)).map(([i]) => i);
}

/** Keys of many shapes: common beginnings, one the beginning of another, every byte, equal ones. */
function randomKeys(random: SeededRandom, count: number): Uint8Array[] {
  const alphabet = 1 + random.nextBelow(256);
  const prefixes = ['', '/registry/pods/', 'a', '\0\0'];
  return Array.from({ length: count }, () => {
    const tail = new Uint8Array(random.nextBelow(random.nextBelow(12) + 1));
    for (let i = 0; i < tail.length; i++) tail[i] = random.nextBelow(alphabet);
    return concatBytes([fromByteString(prefixes[random.nextBelow(prefixes.length)] ?? ''), tail]);
  });
}

test('keys of every shape come out in byte order, and equal ones in the order they came', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = new SeededRandom(seed);
    const keys = randomKeys(random, random.nextBelow(3_000));
    assert.deepEqual(sorted(keys), plainlySorted(keys), `seed ${seed}`);
  }
});

test('many equal keys are no work', () => {
  const keys = Array.from({ length: 1_000 }, () => fromByteString('/registry/leases/one'));
  assert.deepEqual(sorted(keys), [...keys.keys()]);
});
