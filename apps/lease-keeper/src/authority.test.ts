import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Authority } from './authority.ts';
import { ManualClock } from './testing/manual-clock.ts';

function fresh() {
  const clock = new ManualClock();
  const authority = new Authority({ clock, windowMs: 900, pingsPerWindow: 3 });
  return { clock, authority };
}

describe('authority', () => {
  it('is not held before the first ping is answered', () => {
    const { authority } = fresh();
    assert.equal(authority.holds(), false);
    authority.pinging(1);
    assert.equal(authority.holds(), false);
    authority.ponged(1);
    assert.equal(authority.holds(), true);
  });

  it('counts from the sending of the ping, not from its answer', () => {
    const { clock, authority } = fresh();
    authority.pinging(1);
    clock.advance(899);
    authority.ponged(1);
    assert.equal(authority.holds(), true);
    clock.advance(1);
    assert.equal(authority.holds(), false);
  });

  it('is not renewed by an answer that is later than the window', () => {
    const { clock, authority } = fresh();
    authority.pinging(1);
    clock.advance(900);
    authority.ponged(1);
    assert.equal(authority.holds(), false);
  });

  it('is not renewed by an answer to a ping it did not send, nor twice by the same', () => {
    const { clock, authority } = fresh();
    authority.ponged(7);
    assert.equal(authority.holds(), false);
    authority.pinging(8);
    authority.ponged(8);
    clock.advance(900);
    authority.ponged(8);
    assert.equal(authority.holds(), false);
  });

  it('is not shortened by an older answer that comes after a newer one', () => {
    const { clock, authority } = fresh();
    authority.pinging(1);
    clock.advance(300);
    authority.pinging(2);
    authority.ponged(2);
    authority.ponged(1);
    clock.advance(899);
    assert.equal(authority.holds(), true);
    clock.advance(1);
    assert.equal(authority.holds(), false);
  });

  it('is asked for three times in a window', () => {
    const { clock, authority } = fresh();
    assert.equal(authority.pingDue(), true);
    authority.pinging(1);
    clock.advance(299);
    assert.equal(authority.pingDue(), false);
    clock.advance(1);
    assert.equal(authority.pingDue(), true);
  });

  it('tells for how long it has been missing', () => {
    const { clock, authority } = fresh();
    clock.advance(100);
    assert.equal(authority.missingForMs(), 100);
    authority.pinging(1);
    authority.ponged(1);
    assert.equal(authority.missingForMs(), 0);
    clock.advance(1_000);
    assert.equal(authority.missingForMs(), 100);
  });
});
