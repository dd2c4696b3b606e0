import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MinHeap } from './heap.ts';
import { SeededRandom } from './random.ts';

test('items leave in order, whatever the order they came in', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = new SeededRandom(seed);
    const heap = new MinHeap<number>((a, b) => a < b);
    const items = Array.from({ length: random.nextBelow(100) }, () => random.nextBelow(20));
    for (const item of items) heap.push(item);
    assert.equal(heap.size, items.length);
    const sorted = items.toSorted((a, b) => a - b);
    for (const expected of sorted) {
      assert.equal(heap.peek(), expected);
      assert.equal(heap.pop(), expected);
    }
    assert.equal(heap.pop(), undefined);
  }
});
