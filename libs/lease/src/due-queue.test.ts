import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { DueQueue } from './due-queue.ts';
import type { Due } from './due-queue.ts';

const everything = Number.MAX_SAFE_INTEGER;

describe('the due queue', () => {
  it('gives out what a plain list of due times gives out', () => {
    for (let seed = 1; seed <= 10; seed++) compareWithModel(seed);
  });

  it('holds one entry for an item that is postponed again and again', () => {
    const queue = new DueQueue<string>();
    let due = queue.schedule('lease', 10);
    for (let time = 11; time < 1_000; time++) {
      due = queue.reschedule(due, time);
      assert.equal(queue.size, 1);
    }
    assert.deepEqual(queue.takeDue(998, everything, everything), []);
    assert.deepEqual(queue.takeDue(999, everything, everything), ['lease']);
    assert.equal(queue.size, 0);
  });

  it('takes no more steps than it is given, and goes on where it stopped', () => {
    const queue = new DueQueue<number>();
    for (let item = 0; item < 10; item++) {
      queue.reschedule(queue.schedule(item, item), item < 7 ? 100 : item);
    }
    assert.deepEqual(queue.takeDue(50, everything, 5), []);
    assert.deepEqual(queue.takeDue(50, everything, 5), [7, 8, 9]);
  });

  it('does not keep what was cancelled long before it was due', () => {
    const queue = new DueQueue<object>();
    for (let round = 0; round < 20_000; round++) {
      queue.cancel(queue.schedule({}, 1e12 + round));
    }
    assert.equal(queue.size, 0);
    const kept = queue.schedule({}, 1e12);
    // Had the dead entries stayed, they would use up these steps before the living one is found.
    assert.deepEqual(queue.takeDue(2e12, everything, 2_000), [kept.item]);
  });
});

function compareWithModel(seed: number): void {
  const random = new SeededRandom(seed);
  const queue = new DueQueue<number>();
  const places = new Map<number, Due<number>>();
  const model = new Map<number, number>();
  let nowMs = 0;
  for (let step = 0; step < 8_000; step++) {
    const item = random.nextBelow(3_000);
    const dueAtMs = nowMs + random.nextBelow(500);
    const place = places.get(item);
    switch (random.nextBelow(8)) {
      case 0:
        if (place === undefined) break;
        queue.cancel(place);
        places.delete(item);
        model.delete(item);
        break;
      case 1: {
        nowMs += random.nextBelow(10);
        const limit = random.nextBelow(20);
        const taken = queue.takeDue(nowMs, limit, everything);
        const due = [...model].filter(([, atMs]) => atMs <= nowMs);
        assert.equal(taken.length, Math.min(limit, due.length));
        for (const one of taken) {
          assert.ok((model.get(one) ?? Infinity) <= nowMs, `item ${one} taken early`);
          model.delete(one);
          places.delete(one);
        }
        break;
      }
      default:
        places.set(
          item,
          place === undefined ? queue.schedule(item, dueAtMs) : queue.reschedule(place, dueAtMs),
        );
        model.set(item, dueAtMs);
    }
    assert.equal(queue.size, model.size);
  }
  const rest = queue.takeDue(Infinity, everything, everything);
  assert.deepEqual(new Set(rest), new Set(model.keys()));
  assert.equal(rest.length, model.size);
}
