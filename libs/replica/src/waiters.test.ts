import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestTimeoutError } from './errors.ts';
import { RequestKind, encodeRequest } from './request-codec.ts';
import { Waiters } from './waiters.ts';
import type { Proposal } from './waiters.ts';

const member = 9;

function kit(): {
  readonly waiters: Waiters;
  readonly log: string[];
  readonly add: (sequence: number, deadlineMs: number) => Proposal;
} {
  const waiters = new Waiters(member);
  const log: string[] = [];
  const add = (sequence: number, deadlineMs: number): Proposal => {
    const proposal: Proposal = {
      id: { member, sequence },
      data: new Uint8Array(0),
      confChange: undefined,
      deadlineMs,
      message: undefined,
      proposeUntilMs: deadlineMs,
      settle: (outcome) => log.push(`${sequence} ${outcome.kind}`),
      progress: undefined,
      term: 0,
    };
    waiters.add(proposal);
    return proposal;
  };
  return { waiters, log, add };
}

function entryOf(of: number, sequence: number): Uint8Array {
  return encodeRequest({ member: of, sequence }, RequestKind.put, new Uint8Array(0));
}

const timeout = (): Error => new RequestTimeoutError('late');

test('a request has the one who waits for it, until he is removed', () => {
  const { waiters, log, add } = kit();
  const proposal = add(1, 10);
  assert.equal(waiters.find(entryOf(member, 1)), proposal);
  assert.equal(waiters.find(entryOf(member, 2)), undefined);
  waiters.remove(proposal);
  assert.deepEqual(log, []);
  assert.equal(waiters.find(entryOf(member, 1)), undefined);
  assert.equal(waiters.size, 0);
});

test('nobody waits for the empty entry of a new leader', () => {
  const { waiters, add } = kit();
  add(0, 10);
  assert.equal(waiters.find(new Uint8Array(0)), undefined);
});

test('the same sequence of another member, or one of an earlier life that looks alike, is nobody’s', () => {
  const { waiters, add } = kit();
  const proposal = add(2 ** 40 + 1, 10);
  assert.equal(waiters.find(entryOf(8, 2 ** 40 + 1)), undefined);
  assert.equal(waiters.find(entryOf(member, 1)), undefined);
  assert.equal(waiters.find(entryOf(member, 2 ** 40 + 1)), proposal);
  assert.equal(waiters.size, 1);
});

test('those whose time is over are failed, in order, and the others wait on', () => {
  const { waiters, log, add } = kit();
  for (const [sequence, deadlineMs] of [
    [1, 10],
    [2, 10],
    [3, 11],
  ] as const) {
    add(sequence, deadlineMs);
  }
  assert.equal(waiters.expire(9, timeout), 0);
  assert.equal(waiters.expire(10, timeout), 2);
  assert.deepEqual(log, ['1 failed', '2 failed']);
  assert.equal(waiters.size, 1);
});

test('what an earlier term took and a later one did not apply is taken back once', () => {
  const { waiters, add } = kit();
  const inLine = add(1, 10);
  const old = add(2, 10);
  const current = add(3, 10);
  old.term = 4;
  current.term = 5;
  assert.deepEqual(waiters.lostBefore(5), [old]);
  assert.equal(old.term, 0);
  assert.deepEqual(waiters.lostBefore(5), []);
  assert.deepEqual(waiters.lostBefore(6), [current]);
  assert.equal(inLine.term, 0);
  assert.equal(waiters.size, 3, 'all still wait');
});

test('a snapshot fails what Raft had taken and leaves what stands in line', () => {
  const { waiters, log, add } = kit();
  add(1, 10);
  add(2, 10).term = 4;
  assert.equal(waiters.failProposed(timeout()), 1);
  assert.deepEqual(log, ['2 failed']);
  assert.equal(waiters.failAll(timeout()), 1);
  assert.deepEqual(log, ['2 failed', '1 failed']);
  assert.equal(waiters.size, 0);
});

test('who is failed may propose again at once', () => {
  const { waiters, add } = kit();
  const first = add(1, 10);
  const again: Proposal = {
    ...first,
    id: { member, sequence: 2 },
    settle: () => assert.fail('it waits'),
  };
  waiters.add({
    ...first,
    id: { member, sequence: 3 },
    settle: () => waiters.add(again),
  });
  assert.equal(waiters.failAll(timeout()), 2);
  assert.equal(waiters.size, 1);
});

test('one that thousands have overtaken still waits, and is the first whose time is over', () => {
  const { waiters, log, add } = kit();
  const last = 20_000;
  const kept = new Map<number, Proposal>();
  for (let sequence = 1; sequence <= last; sequence++) {
    const proposal = add(sequence, sequence);
    if (sequence % 1_000 === 1 || sequence > last - 3) kept.set(sequence, proposal);
    else waiters.remove(proposal);
  }
  assert.equal(waiters.size, kept.size);
  for (const [sequence, proposal] of kept) {
    assert.equal(waiters.find(entryOf(member, sequence)), proposal);
    assert.equal(waiters.find(entryOf(member, sequence + 4_096)), undefined);
  }
  const early = kept.get(3_001) as Proposal;
  waiters.remove(early);
  waiters.remove(early);
  kept.delete(3_001);
  assert.equal(waiters.size, kept.size);
  assert.equal(waiters.expire(last - 1, timeout), kept.size - 1);
  kept.delete(last);
  assert.deepEqual(
    log,
    [...kept.keys()].map((sequence) => `${sequence} failed`),
  );
  assert.equal(waiters.size, 1);
});
