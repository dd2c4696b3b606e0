import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Departure } from './departure.ts';

function departing({ mock }: TestContext): { departure: Departure; left: () => number } {
  mock.timers.enable({ apis: ['setTimeout'] });
  let left = 0;
  return { departure: new Departure(() => (left += 1)), left: () => left };
}

test('who is told by others that it was removed leaves once, a second after it has heard of it first', (t) => {
  const { departure, left } = departing(t);
  departure.refused();
  t.mock.timers.tick(999);
  departure.refused();
  assert.equal(left(), 0);
  t.mock.timers.tick(1);
  departure.refused();
  t.mock.timers.tick(50_000);
  assert.equal(left(), 1);
});

test('who has it from its own log stays until one of the others knows, too', (t) => {
  const { departure, left } = departing(t);
  departure.learned();
  t.mock.timers.tick(5_000);
  departure.learned();
  assert.equal(left(), 0, 'the others may need its vote');
  departure.refused();
  assert.equal(left(), 1);
  t.mock.timers.tick(50_000);
  assert.equal(left(), 1);
});

test('who knows it from its log and is told at once leaves after a second', (t) => {
  const { departure, left } = departing(t);
  departure.learned();
  departure.refused();
  t.mock.timers.tick(999);
  assert.equal(left(), 0);
  t.mock.timers.tick(1);
  assert.equal(left(), 1);
});

test('where nobody can be reached it leaves after ten seconds', (t) => {
  const { departure, left } = departing(t);
  departure.learned();
  t.mock.timers.tick(9_999);
  assert.equal(left(), 0);
  t.mock.timers.tick(1);
  assert.equal(left(), 1);
});

test('a process that stops for another reason is not failed on its way', (t) => {
  const { departure, left } = departing(t);
  departure.learned();
  departure.close();
  departure.refused();
  t.mock.timers.tick(50_000);
  assert.equal(left(), 0);
});
