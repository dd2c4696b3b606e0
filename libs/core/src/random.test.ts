import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from './random.ts';

test('a seed gives the same numbers again, and another seed gives others', () => {
  const draw = (seed: number): number[] => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 20 }, () => random.nextUint32());
  };
  assert.deepEqual(draw(42), draw(42));
  assert.notDeepEqual(draw(42), draw(43));
  assert.notDeepEqual(draw(1), draw(1 + 2 ** 32));
});

test('nextBelow stays below its bound and reaches every value', () => {
  const random = new SeededRandom(1);
  const seen = new Set(Array.from({ length: 1_000 }, () => random.nextBelow(7)));
  assert.deepEqual(seen, new Set([0, 1, 2, 3, 4, 5, 6]));
});
