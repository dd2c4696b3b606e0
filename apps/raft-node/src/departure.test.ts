import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Departure } from './departure.ts';

test('who was removed leaves once, a second after it has heard of it first', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let left = 0;
  const departure = new Departure(() => (left += 1));
  departure.begin();
  t.mock.timers.tick(999);
  departure.begin();
  assert.equal(left, 0);
  t.mock.timers.tick(1);
  departure.begin();
  t.mock.timers.tick(5_000);
  assert.equal(left, 1);
});

test('a process that stops for another reason is not failed on its way', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const departure = new Departure(() => assert.fail('it was closed'));
  departure.begin();
  departure.close();
  t.mock.timers.tick(5_000);
});
