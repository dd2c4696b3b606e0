import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { checkLinearizability } from './linearizability.ts';
import { ReplayedLog } from './replayed-log.ts';
import { isLinearizable } from './testing/brute-force.ts';
import { Story, put, randomHistory, range, record, remove, swap } from './testing/histories.ts';
import type { History, Operation, OperationAnswer, Verdict } from './types.ts';

suite('an order is found', () => {
  test('for operations one after the other', () => {
    const story = new Story()
      .does(put('a', '1'))
      .does(range('a'))
      .does(remove('a'))
      .does(remove('a'))
      .does(swap('a', 0, '2'))
      .does(swap('a', 0, '3'));
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
  });

  test('for a read that overtakes the write it overlaps', () => {
    const story = new Story()
      .does(put('a', '1'), { calledAt: 0, returnedAt: 100 })
      .does(range('a'), { calledAt: 5, returnedAt: 10 });
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
  });

  test('for a write nobody was answered that took effect long after', () => {
    const story = new Story()
      .saw(put('a', 'lost'), { kind: 'unknown', error: 'timeout' })
      .doesUnheard(put('a', 'late'))
      .does(put('b', '2'))
      .does(range('a'));
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
  });

  test('for keys that went when their lease ran out, whoever saw it first', () => {
    const lease = { leaseId: 7n };
    const story = new Story()
      .does({ type: 'leaseGrant', ...lease, ttl: 10 })
      .does(put('a', '1', 7n))
      .does({ type: 'leaseRevoke', ...lease }, { calledAt: 50, returnedAt: 51 })
      .does(range('a'), { calledAt: 60, returnedAt: 61 });
    const [grant, write, revoke, read] = story.operations;
    assert.ok(grant && write && revoke && read);
    const unseen = { operations: [grant, write, read], watches: [] };
    assert.deepEqual(checkLinearizability(unseen), { kind: 'ok' });
    const tooEarly = { ...read, calledAt: 5, returnedAt: 6 };
    assert.equal(
      checkLinearizability({ operations: [grant, write, tooEarly], watches: [] }).kind,
      'violated',
    );
  });

  test('for a read that overlaps the end of a lease with keys, and was called after it', () => {
    const story = new Story()
      .does({ type: 'leaseGrant', leaseId: 7n, ttl: 1_000 })
      .does(put('a', '1', 7n))
      .does(range('b'), { calledAt: 60, returnedAt: 70 })
      .does({ type: 'leaseRevoke', leaseId: 7n }, { calledAt: 50, returnedAt: 90 });
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
  });

  test('for a read that overlaps the revoke which takes its key away, in either order', () => {
    const grant = { type: 'leaseGrant', leaseId: 7n, ttl: 1_000 } as const;
    const revoke = { type: 'leaseRevoke', leaseId: 7n } as const;
    const both = { calledAt: 10, returnedAt: 90 };
    const before = new Story().does(grant).does(put('a', '1', 7n));
    before.does(range('a'), { calledAt: 20, returnedAt: 80 }).does(revoke, both);
    assert.deepEqual(checkBoth(before), { kind: 'ok' });
    const after = new Story()
      .does(grant)
      .does(put('a', '1', 7n))
      .does(revoke, both);
    after.does(range('a'), { calledAt: 20, returnedAt: 80 });
    assert.deepEqual(checkBoth(after), { kind: 'ok' });
    const other = { type: 'leaseRevoke', leaseId: 8n } as const;
    const revokes = new Story().does(grant).does(put('a', '1', 7n));
    revokes.does(other, { calledAt: 20, returnedAt: 80 }).does(revoke, both);
    assert.deepEqual(checkBoth(revokes), { kind: 'ok' });
  });

  test('for two compactions and a read between them that all overlap', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2')).does(put('a', '3'));
    const times = { calledAt: 20, returnedAt: 90 };
    story.does({ type: 'compact', revision: 2 }, { calledAt: 30, returnedAt: 40 });
    story.does(range('a', { revision: 2 }), { calledAt: 50, returnedAt: 60 });
    story.does({ type: 'compact', revision: 3 }, times);
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
    story.does(range('a', { revision: 3 }), { calledAt: 95, returnedAt: 96 });
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
    const gone = answerOf(story, 5);
    story.saw(range('a', { revision: 2 }), gone, { calledAt: 97, returnedAt: 98 });
    assert.equal(checkBoth(story).kind, 'violated', 'what was compacted is not answered');
  });
});

suite('no order is found', () => {
  test('for a stale read, and the two operations are named', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2'));
    const stale = { type: 'range', revision: 2, kvs: [record('a', '1')], count: 1, more: false };
    story.saw(range('a'), { kind: 'ok', answer: stale as OperationAnswer });
    assert.deepEqual(violated(checkBoth(story)).operations, [2, 3]);
  });

  test('for a stale value under a fresh revision', () => {
    const story = new Story().does(put('a', '1')).does(put('a', '2'));
    const stale = { type: 'range', revision: 3, kvs: [record('a', '1')], count: 1, more: false };
    story.saw(range('a'), { kind: 'ok', answer: stale as OperationAnswer });
    assert.ok(violated(checkBoth(story)).operations.includes(3));
  });

  test('for a right value under a revision of the future', () => {
    const story = new Story().does(put('a', '1'));
    const kvs = [record('a', '1')];
    const answer = { type: 'range', revision: 3, kvs, count: 1, more: false } as const;
    story.saw(range('a'), { kind: 'ok', answer });
    violated(checkLinearizability(story.history()));
  });

  test('for an acknowledged write that is not there', () => {
    const story = new Story().saw(put('a', '1'), {
      kind: 'ok',
      answer: { type: 'put', revision: 2 },
    });
    story.does(range('a'));
    violated(checkLinearizability(story.history()));
  });

  test('for a revision given to two writes', () => {
    const story = new Story().does(put('a', '1'), { calledAt: 0, returnedAt: 9 });
    const answer = { type: 'put', revision: 2 } as const;
    story.saw(put('b', '2'), { kind: 'ok', answer }, { calledAt: 0, returnedAt: 9 });
    assert.deepEqual(violated(checkBoth(story)).operations, [1, 2]);
  });

  test('for a write that took effect twice', () => {
    const story = new Story().does(put('a', '1'));
    const kvs = [record('a', '1', { modRevision: 3, version: 2 })];
    const answer = { type: 'range', revision: 3, kvs, count: 1, more: false } as const;
    story.saw(range('a'), { kind: 'ok', answer });
    violated(checkLinearizability(story.history()));
  });

  test('for a refused write that took effect', () => {
    const story = new Story().doesUnheard(put('a', '1')).does(range('a'));
    assert.deepEqual(checkBoth(story), { kind: 'ok' });
    const [write, read] = story.operations;
    assert.ok(write && read);
    const refused: Operation = { ...write, outcome: { kind: 'failed', error: 'refused' } };
    violated(checkLinearizability({ operations: [refused, read], watches: [] }));
  });

  test('for two swaps of which both won', () => {
    const story = new Story().does(put('a', '0')).does(swap('a', 2, '1'));
    const answers = [{ type: 'put', revision: 4 }] as const;
    const answer = { type: 'txn', revision: 4, succeeded: true, answers } as const;
    story.saw(swap('a', 2, '2'), { kind: 'ok', answer });
    assert.ok(violated(checkLinearizability(story.history())).operations.includes(3));
  });

  test('for a change in the log that nobody asked for', () => {
    const story = new Story().does(put('a', '1'));
    const all = new Story().does(put('a', '1')).does(put('b', 'whose?'));
    assert.equal(checkLinearizability(story.history()).kind, 'ok');
    const log = new ReplayedLog(all.changes);
    assert.equal(violated(checkLinearizability(story.history(), { log })).revision, 3);
  });
});

test('a search that reaches its bound says so and never that all is well', () => {
  const story = randomHistory(1, 50, 3);
  const verdict = checkLinearizability(story.history(), { stepsMax: 10 });
  assert.equal(verdict.kind, 'undecided');
});

test('small histories, right and spoilt, get the verdict of trying every order', () => {
  const counts = { ok: 0, violated: 0 };
  for (let seed = 1; seed <= 4_000; seed++) {
    const random = new SeededRandom(seed * 7_919);
    const { operations } = randomHistory(seed, 7, 3);
    const spoilt = seed % 3 === 0 ? operations : operations.map((each) => spoil(each, random));
    const expected = isLinearizable(spoilt);
    const verdict = checkLinearizability({ operations: spoilt, watches: [] });
    assert.equal(verdict.kind, expected ? 'ok' : 'violated', `seed ${seed}`);
    if (seed % 3 === 0) assert.equal(verdict.kind, 'ok', `seed ${seed} is right by construction`);
    counts[expected ? 'ok' : 'violated']++;
  }
  assert.ok(counts.ok > 500 && counts.violated > 500, JSON.stringify(counts));
});

test('ten thousand operations of twenty clients are decided in few steps with a log', () => {
  const story = randomHistory(42, 12_000, 20);
  assert.ok(story.operations.length > 8_000);
  const log = new ReplayedLog(story.changes);
  const verdict = checkLinearizability(story.history(), { log, stepsMax: 200_000 });
  assert.deepEqual(verdict, { kind: 'ok' });
});

test('without a log most histories with dozens of unheard writes are decided, and none wrongly', () => {
  let decided = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const story = randomHistory(seed, 200, 10);
    const verdict = checkLinearizability(story.history(), { stepsMax: 100_000 });
    assert.notEqual(verdict.kind, 'violated', `seed ${seed}`);
    if (verdict.kind === 'ok') decided++;
  }
  assert.ok(decided >= 15, `${decided} of 20`);
});

/** Changes one thing about what an operation saw, or when, in one case of three. */
function spoil(operation: Operation, random: SeededRandom): Operation {
  const { outcome } = operation;
  if (outcome.kind !== 'ok' || random.nextBelow(3) > 0) return operation;
  const { answer } = outcome;
  switch (random.nextBelow(5)) {
    case 0:
      return { ...operation, outcome: { kind: 'failed', error: 'spoilt' } };
    case 1:
      return { ...operation, outcome: { kind: 'unknown', error: 'spoilt' } };
    case 2: {
      const revision = Math.max(1, answer.revision + random.nextBelow(3) - 1);
      return { ...operation, outcome: { kind: 'ok', answer: { ...answer, revision } } };
    }
    case 3: {
      const shift = random.nextBelow(60) - 30;
      const { calledAt, returnedAt } = operation;
      return { ...operation, calledAt: calledAt + shift, returnedAt: returnedAt + shift };
    }
    default:
      return { ...operation, outcome: { kind: 'ok', answer: spoilBody(answer) } };
  }
}

function spoilBody(answer: OperationAnswer): OperationAnswer {
  if (answer.type === 'delete') return { ...answer, deleted: answer.deleted === 0 ? 1 : 0 };
  if (answer.type === 'range') return { ...answer, kvs: answer.kvs.slice(1) };
  if (answer.type === 'txn') return { ...answer, succeeded: !answer.succeeded };
  return answer;
}

/** With and without the log the verdict must be of the same kind. */
function checkBoth(story: Story): Verdict {
  const history: History = story.history();
  const verdict = checkLinearizability(history);
  const log = new ReplayedLog(story.changes);
  assert.equal(checkLinearizability(history, { log }).kind, verdict.kind);
  return verdict;
}

function violated(verdict: Verdict): { operations: readonly number[]; revision: number } {
  assert.ok(verdict.kind === 'violated', `found ${verdict.kind}`);
  const [first] = verdict.violations;
  assert.ok(first !== undefined);
  assert.equal(first.rule, 'linearizable');
  return first;
}

function answerOf(story: Story, id: number): Operation['outcome'] {
  return story.operations.find((operation) => operation.id === id)?.outcome ?? assert.fail();
}
