import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inflights } from './inflights.ts';

test('one answer frees every message before it, also after the ring has turned and grown', () => {
  const window = new Inflights(40);
  const twin: number[] = [];
  let next = 0;
  for (let round = 0; round < 500; round++) {
    while (!window.full && twin.length < (round % 40) + 1) {
      next += 3;
      window.add(next);
      twin.push(next);
    }
    const freed = twin[Math.floor(twin.length / 2)] ?? 0;
    window.freeTo(freed + 1);
    while (twin.length > 0 && (twin[0] ?? 0) <= freed + 1) twin.shift();
    assert.equal(window.count, twin.length);
  }
});

test('a full window takes no more until it is freed or cleared', () => {
  const window = new Inflights(2);
  window.add(1);
  window.add(2);
  assert.equal(window.full, true);
  assert.throws(() => window.add(3), /full/);
  window.freeTo(1);
  window.add(3);
  window.clear();
  assert.equal(window.count, 0);
});
