import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { KeeperQuestion } from './keeper-question.ts';
import { OpenQuestions } from './open-questions.ts';

class TestQuestion extends KeeperQuestion {
  constructor() {
    super({ leaseLow: 1, leaseHigh: 0 }, false, undefined);
  }

  answered(): void {
    // Nobody asks.
  }
}

/** The definition, in a map. */
function check(open: OpenQuestions, plain: ReadonlyMap<number, KeeperQuestion>): void {
  assert.equal(open.count, plain.size);
  for (const [id, question] of plain) {
    assert.equal(open.get(id), question);
    assert.equal(question.id, id);
  }
  assert.deepEqual(
    open
      .all()
      .map(({ id }) => id)
      .sort((a, b) => a - b),
    [...plain.keys()].sort((a, b) => a - b),
  );
}

test('every open question is found by its number, however many come and go', () => {
  const random = new SeededRandom(3);
  const open = new OpenQuestions();
  const plain = new Map<number, KeeperQuestion>();
  const given = new Set<number>();
  for (const [adds, deletes] of [
    [20_000, 5_000],
    [3_000, 18_000],
    [50_000, 49_000],
    [0, 1_000],
  ]) {
    for (let i = 0; i < (adds ?? 0); i++) {
      const question = new TestQuestion();
      open.add(question);
      assert.ok(!given.has(question.id), 'a number is not given twice');
      given.add(question.id);
      plain.set(question.id, question);
    }
    const ids = [...plain.keys()];
    for (let i = 0; i < (deletes ?? 0); i++) {
      // Some wait for long, most do not.
      const at = random.nextBelow(10) === 0 ? random.nextBelow(ids.length) : 0;
      const [id] = ids.splice(at, 1) as [number];
      const question = plain.get(id) as KeeperQuestion;
      plain.delete(id);
      open.delete(question);
      assert.equal(question.id, 0);
      assert.equal(open.get(id), undefined);
    }
    check(open, plain);
  }
  assert.equal(open.count, 0);
});

test('an answer to a question that is not open any more is for nobody', () => {
  const open = new OpenQuestions();
  const [first, second] = [new TestQuestion(), new TestQuestion()];
  open.add(first);
  const { id } = first;
  open.delete(first);
  // As many later as there are places, so one of them has the place of the first.
  for (let i = 0; i < 4_096; i++) {
    if (second.id !== 0) open.delete(second);
    open.add(second);
    assert.equal(open.get(id), undefined);
  }
});

test('nobody has the number 0, which says that a question is not open', () => {
  assert.equal(new OpenQuestions().get(0), undefined);
});
