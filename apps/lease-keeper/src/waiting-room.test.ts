import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WaitingRoom } from './waiting-room.ts';
import type { Waiting } from './waiting-room.ts';

function waiting(leaseId: bigint, untilMs: number): Waiting {
  return { question: { leaseId, peek: false, answer: () => undefined }, untilMs };
}

describe('the waiting room', () => {
  it('lets out those who wait for what has happened, in their order, and nobody else', () => {
    const room = new WaitingRoom();
    const [first, second, other] = [waiting(1n, 10), waiting(1n, 5), waiting(2n, 10)];
    room.enter(first, 'log 1');
    room.enter(other, 'log 2');
    room.enter(second, 'log 1');
    assert.deepEqual([...room.release('log 1')], [first, second]);
    assert.deepEqual([...room.release('log 1')], []);
    assert.equal(room.size, 1);
    assert.deepEqual(room.releaseAll(), [other]);
    assert.equal(room.size, 0);
  });

  it('lets out those whose time is up, wherever they are', () => {
    const room = new WaitingRoom();
    const [early, late] = [waiting(1n, 10), waiting(1n, 20)];
    room.enter(late, 'log 1');
    room.enter(early, 'authority');
    assert.deepEqual(room.takeOverdue(9), []);
    assert.deepEqual(room.takeOverdue(10), [early]);
    assert.equal(room.size, 1);
    assert.deepEqual([...room.release('authority')], []);
  });

  it('moves everyone from one reason to another', () => {
    const room = new WaitingRoom();
    const [one, two] = [waiting(1n, 10), waiting(1n, 20)];
    room.enter(one, 'query 1');
    room.enter(two, 'next query 1');
    assert.equal(room.move('next query 1', 'query 1'), true);
    assert.equal(room.move('next query 1', 'query 1'), false);
    assert.equal(room.size, 2);
    assert.deepEqual([...room.release('query 1')], [one, two]);
  });
});
