import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Pace } from './pace.ts';
import { ManualClock } from './testing/manual-clock.ts';

it('a pace lets a burst go and then as many as the time allows', () => {
  const clock = new ManualClock();
  const pace = new Pace(clock, 1_000, 500);
  assert.equal(pace.available(), 500);
  pace.spend(500);
  assert.equal(pace.available(), 0);
  clock.advance(100);
  assert.equal(pace.available(), 100);
  pace.spend(40);
  assert.equal(pace.available(), 60);
  clock.advance(60_000);
  assert.equal(pace.available(), 500);
});

it('a pace loses nothing to short intervals', () => {
  const clock = new ManualClock();
  const pace = new Pace(clock, 1_000, 500);
  pace.spend(500);
  let went = 0;
  for (let step = 0; step < 1_000; step++) {
    clock.advance(0.5);
    const count = pace.available();
    pace.spend(count);
    went += count;
  }
  assert.equal(went, 500);
});
