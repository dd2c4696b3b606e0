import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinearizableReads } from './linearizable-reads.ts';
import { ReplicaStoppedError } from './errors.ts';

class Kit {
  readonly reads = new LinearizableReads();
  readonly log: string[] = [];
  readonly asked: number[] = [];
  leader = true;

  add(name: string, deadlineMs = 1_000): void {
    this.reads.add(deadlineMs, (error) => {
      this.log.push(error === undefined ? name : `${name} ${error.name}`);
    });
  }

  start(nowMs: number): void {
    this.reads.start(nowMs, (context) => {
      if (this.leader) this.asked.push(context);
      return this.leader;
    });
  }
}

test('reads that wait together share a round, and are served when its index is applied', () => {
  const kit = new Kit();
  kit.add('a');
  kit.add('b');
  kit.start(0);
  kit.reads.confirm(1, 10);
  kit.reads.serve(9);
  assert.deepEqual(kit.log, []);
  kit.reads.serve(10);
  assert.deepEqual([kit.log, kit.asked, kit.reads.size], [['a', 'b'], [1], 0]);
});

test('a read that comes during a round waits for the next', () => {
  const kit = new Kit();
  kit.add('a');
  kit.start(0);
  kit.add('b');
  kit.start(1);
  assert.equal(kit.reads.wantsRound, false, 'one is under way');
  kit.reads.confirm(1, 10);
  kit.reads.serve(10);
  assert.deepEqual([kit.log, kit.asked], [['a'], [1]]);
  assert.equal(kit.reads.wantsRound, true);
  kit.start(2);
  kit.reads.confirm(2, 10);
  kit.reads.serve(10);
  assert.deepEqual(kit.log, ['a', 'b']);
});

test('a round that got lost is repeated, and its late answer serves nobody', () => {
  const kit = new Kit();
  kit.add('a');
  kit.start(0);
  kit.start(499);
  assert.deepEqual(kit.asked, [1]);
  kit.add('b');
  kit.start(500);
  assert.deepEqual(kit.asked, [1, 2]);
  // The first round was asked for before b came: it must not release b.
  kit.reads.confirm(1, 5);
  kit.reads.serve(100);
  assert.deepEqual(kit.log, []);
  kit.reads.confirm(2, 7);
  kit.reads.serve(7);
  assert.deepEqual(kit.log, ['a', 'b']);
});

test('after a change of leader the round is asked for anew, before those that came later', () => {
  const kit = new Kit();
  kit.add('a');
  kit.start(0);
  kit.add('b');
  kit.reads.restart();
  kit.reads.confirm(1, 5);
  kit.reads.serve(100);
  assert.deepEqual(kit.log, []);
  kit.start(1);
  kit.reads.confirm(2, 5);
  kit.reads.serve(100);
  assert.deepEqual(kit.log, ['a', 'b']);
});

test('without a leader reads stay in line', () => {
  const kit = new Kit();
  kit.leader = false;
  kit.add('a');
  kit.start(0);
  assert.equal(kit.reads.wantsRound, true);
  kit.leader = true;
  kit.start(1);
  assert.equal(kit.asked.length, 1);
});

test('a read times out wherever it waits, and only once', () => {
  const kit = new Kit();
  kit.add('confirmed', 10);
  kit.start(0);
  kit.reads.confirm(1, 50);
  kit.add('in a round', 10);
  kit.add('in a round, longer', 20);
  kit.start(1);
  kit.add('in line', 10);
  kit.reads.expire(9);
  assert.deepEqual(kit.log, []);
  kit.reads.expire(10);
  assert.deepEqual(
    new Set(kit.log),
    new Set(['confirmed', 'in a round', 'in line'].map((name) => `${name} RequestTimeoutError`)),
  );
  kit.log.length = 0;
  kit.reads.confirm(2, 50);
  kit.reads.serve(50);
  assert.deepEqual(kit.log, ['in a round, longer']);
  assert.equal(kit.reads.size, 0);
});

test('a round whose reads have all timed out does not hold up the next', () => {
  const kit = new Kit();
  kit.add('a', 10);
  kit.start(0);
  kit.reads.expire(10);
  kit.add('b', 5_000);
  kit.start(600);
  assert.deepEqual(kit.asked, [1, 2]);
});

test('failing all reaches everyone', () => {
  const kit = new Kit();
  kit.add('a');
  kit.start(0);
  kit.reads.confirm(1, 50);
  kit.add('b');
  kit.start(1);
  kit.add('c');
  kit.reads.failAll(new ReplicaStoppedError('stopped'));
  assert.equal(kit.log.length, 3);
  assert.equal(kit.reads.size, 0);
});
