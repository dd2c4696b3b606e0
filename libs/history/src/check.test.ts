// The whole of it, and the guarantees that are not about watches and not about one order.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkHistory } from './check.ts';
import {
  Story,
  progress,
  put,
  randomHistory,
  range,
  record,
  remove,
  sent,
  watch,
} from './testing/histories.ts';
import type { Change, OperationRequest, Rule, Verdict } from './types.ts';

const lease = 7n;
const grant: OperationRequest = { type: 'leaseGrant', leaseId: lease, ttl: 50 };
const keepAlive: OperationRequest = { type: 'leaseKeepAlive', leaseId: lease };
const revoke: OperationRequest = { type: 'leaseRevoke', leaseId: lease };
const renewed = { kind: 'ok', answer: { type: 'leaseKeepAlive', revision: 3, ttl: 50 } } as const;

suite('what a correct store did passes', () => {
  test('whatever clients did at once', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const story = randomHistory(seed, 200, 8);
      const events = story.changes.flatMap((change) => change.events);
      const session = watch({ prevKv: true }, [sent(events), progress(story.revision)]);
      assert.deepEqual(checkHistory(story.history(session), story.changes), { kind: 'ok' });
    }
  });

  test('a read of the past and a read of a member that is behind', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2'));
    const kvs = [record('a', '1')];
    const answer = { type: 'range', revision: 2, kvs, count: 1, more: false } as const;
    story.saw(range('a', { serializable: true }), { kind: 'ok', answer });
    story.saw(range('a', { revision: 2 }), { kind: 'ok', answer: { ...answer, revision: 3 } });
    assert.deepEqual(verdictOf(story), { kind: 'ok' });
  });

  test('a lease that runs out when its time is over', () => {
    const story = new Story().does(grant).does(put('a', '1', lease));
    story.doesUnheard(revoke, { calledAt: 60, returnedAt: 61 });
    story.operations.pop();
    story.does(range('a'), { calledAt: 62, returnedAt: 63 });
    assert.deepEqual(verdictOf(story), { kind: 'ok' });
  });
});

suite('what no correct store does is found', () => {
  test('durable: an acknowledged write that is not in the log', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2'));
    const others = new Story().does(put('a', '1')).does(put('a', 'x')).changes;
    assert.ok(rulesOf(story, others).includes('durable'));
    assert.ok(rulesOf(story, others.slice(0, 1)).includes('durable'));
  });

  test('durable: a deletion and a transaction that are not in the log', () => {
    const txn = { type: 'txn', compares: [], success: [put('a', '2')], failure: [] } as const;
    const story = new Story().does(put('a', '1')).does(remove('a')).does(txn);
    const others = new Story().does(put('a', '1')).does(put('b', '2')).does(put('c', '3')).changes;
    const { violations } = violated(checkHistory(story.history(), others));
    const lost = violations.filter(({ rule }) => rule === 'durable');
    assert.deepEqual(
      lost.flatMap(({ operations }) => operations),
      [2, 3],
    );
  });

  test('serializable: a read that mixes two revisions', () => {
    const story = new Story().does(put('a', '1')).does(put('b', '1')).does(put('a', '2'));
    const kvs = [record('a', '1'), record('b', '1', { createRevision: 3, modRevision: 3 })];
    const answer = { type: 'range', revision: 4, kvs, count: 2, more: false } as const;
    const all = { rangeEnd: '\0', serializable: true };
    story.saw(range('a', all), { kind: 'ok', answer });
    assert.deepEqual(rulesOf(story), ['serializable']);
  });

  test('serializable: a read of a revision that its member had not reached', () => {
    const story = new Story().does(put('a', '1')).does(put('b', '1'));
    const kvs = [record('a', '1')];
    const answer = { type: 'range', revision: 2, kvs, count: 1, more: false } as const;
    story.saw(range('a', { revision: 3, serializable: true }), { kind: 'ok', answer });
    assert.deepEqual(rulesOf(story), ['serializable']);
  });

  test('leaseNeverEarly: keys that go before the TTL is over', () => {
    const story = new Story()
      .does(grant)
      .does(put('a', '1', lease))
      .doesUnheard(revoke);
    story.operations.pop();
    story.does(range('a'), { calledAt: 30, returnedAt: 31 });
    assert.ok(rulesOf(story).includes('leaseNeverEarly'));
  });

  test('leaseNeverEarly: keys that go in spite of a renewal', () => {
    const story = new Story().does(grant).does(put('a', '1', lease));
    story.saw(keepAlive, renewed, { calledAt: 40, returnedAt: 41 });
    story.doesUnheard(revoke);
    story.operations.pop();
    story.does(range('a'), { calledAt: 60, returnedAt: 61 });
    assert.deepEqual(rulesOf(story), ['leaseNeverEarly']);
  });

  test('leaseGone: a renewal, or a put, after the revoke', () => {
    const story = new Story()
      .does(grant)
      .does(put('a', '1', lease))
      .does(revoke);
    story.saw(keepAlive, { kind: 'ok', answer: { ...renewed.answer, revision: 3 } });
    assert.deepEqual(rulesOf(story), ['leaseGone']);
    const other = new Story()
      .does(grant)
      .does(revoke)
      .does(put('a', '1', lease));
    assert.deepEqual(rulesOf(other), ['leaseGone']);
  });

  test('recorded: a log with a hole, and operations that cannot have been recorded so', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2'));
    assert.deepEqual(rulesOf(story, story.changes.slice(1)), ['recorded']);
    const backwards = new Story().does(put('a', '1'), { calledAt: 5, returnedAt: 4 });
    assert.deepEqual(rulesOf(backwards), ['recorded']);
    const twins = new Story().does(put('a', '1')).does(put('a', '2'), { id: 1 });
    assert.deepEqual(rulesOf(twins), ['recorded']);
  });

  test('linearizable: an event that nobody caused', () => {
    const story = new Story().does(put('a', '1'));
    const longer = new Story().does(put('a', '1')).does(put('b', '2')).changes;
    assert.deepEqual(rulesOf(story, longer), ['linearizable']);
  });
});

test('undecided stays undecided', () => {
  const story = randomHistory(3, 100, 4);
  assert.equal(checkHistory(story.history(), story.changes, { stepsMax: 3 }).kind, 'undecided');
});

function verdictOf(story: Story): Verdict {
  return checkHistory(story.history(), story.changes);
}

function rulesOf(story: Story, changes: readonly Change[] = story.changes): readonly Rule[] {
  const { violations } = violated(checkHistory(story.history(), changes));
  return [...new Set(violations.map(({ rule }) => rule))];
}

function violated(verdict: Verdict): Verdict & { kind: 'violated' } {
  assert.ok(verdict.kind === 'violated', `found ${verdict.kind}`);
  return verdict;
}
