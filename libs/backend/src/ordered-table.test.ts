import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { OrderedTable, type KeyRange } from './ordered-table.ts';

test('a table walks as a sorted list does, whatever was set and deleted in between', () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = new SeededRandom(seed);
    const table = new OrderedTable<number>();
    const model = new Map<string, number>();
    const name = (): string => String(random.nextBelow(400)).padStart(3, '0');
    for (let i = 0; i < 3000; i++) {
      const key = random.nextBelow(3) === 0 ? `9${String(i).padStart(5, '0')}` : name();
      if (random.nextBelow(3) === 0) {
        table.delete(key);
        model.delete(key);
      } else {
        table.set(key, i);
        model.set(key, i);
      }
      if (i % 100 !== 0) continue;
      const range: KeyRange = {
        from: random.nextBelow(4) === 0 ? '' : name(),
        fromExclusive: random.nextBelow(2) === 0,
        to: random.nextBelow(4) === 0 ? undefined : name(),
        reverse: random.nextBelow(2) === 0,
      };
      const expected = [...model]
        .filter(([one]) => one > range.from || (one === range.from && !range.fromExclusive))
        .filter(([one]) => range.to === undefined || one < range.to)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      if (range.reverse) expected.reverse();
      const limit = random.nextBelow(2) === 0 ? 5 : Infinity;
      assert.deepEqual(table.collect(range, limit), expected.slice(0, limit));
      assert.deepEqual(table.clone().collect(range, limit), expected.slice(0, limit));
      assert.equal(table.size, model.size);
    }
  }
});
