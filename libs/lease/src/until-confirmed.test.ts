import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UntilConfirmed } from './until-confirmed.ts';

describe('a proposal until confirmed', () => {
  it('is sent at once and then once in every resend time', () => {
    const proposals = new UntilConfirmed<string>(100);
    proposals.add('a');
    assert.deepEqual(proposals.take(0, 10), ['a']);
    proposals.add('a');
    assert.deepEqual(proposals.take(99, 10), []);
    assert.deepEqual(proposals.take(100, 10), ['a']);
    assert.deepEqual(proposals.take(199, 10), []);
    assert.deepEqual(proposals.take(200, 10), ['a']);
  });

  it('is never sent again once confirmed', () => {
    const proposals = new UntilConfirmed<string>(100);
    proposals.add('sent');
    proposals.take(0, 10);
    proposals.add('unsent');
    assert.equal(proposals.size, 2);
    proposals.confirm('sent');
    proposals.confirm('unsent');
    assert.deepEqual(proposals.take(1_000, 10), []);
    assert.equal(proposals.size, 0);
  });

  it('waits its turn behind the limit, the overdue ones first', () => {
    const proposals = new UntilConfirmed<number>(100);
    for (let one = 0; one < 5; one++) proposals.add(one);
    assert.deepEqual(proposals.take(0, 2), [0, 1]);
    assert.equal(proposals.unsent, 3);
    assert.deepEqual(proposals.take(100, 3), [0, 1, 2]);
    assert.deepEqual(proposals.take(100, 3), [3, 4]);
  });
});
