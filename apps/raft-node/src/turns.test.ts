import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from './turns.ts';

const loopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('however many jobs there are, one slice runs per turn of the event loop, in turn', async () => {
  const turns = new Turns();
  const log: string[] = [];
  let inThisTurn = 0;
  const job = (name: string, slices: number): void => {
    turns.run(() => {
      inThisTurn += 1;
      log.push(name);
      if (slices > 1) job(name, slices - 1);
    });
  };
  job('a', 3);
  job('b', 2);
  job('c', 3);
  for (let i = 0; log.length < 8; i++) {
    inThisTurn = 0;
    await loopTurn();
    assert.ok(inThisTurn <= 1, `${inThisTurn} slices in one turn`);
    assert.ok(i < 100);
  }
  assert.equal(log.join(''), 'abcabcac');
});

test('async jobs wait in the same line', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const job = async (name: string): Promise<void> => {
    for (let i = 0; i < 2; i++) {
      await turns.next();
      log.push(name);
    }
  };
  await Promise.all([job('a'), job('b')]);
  assert.equal(log.join(''), 'abab');
});

test('a slice that throws does not hold up the others', (t) => {
  t.mock.timers.enable({ apis: ['setImmediate'] });
  const turns = new Turns();
  let ran = false;
  turns.run(() => {
    throw new Error('a bug');
  });
  turns.run(() => (ran = true));
  assert.throws(() => t.mock.timers.tick(0), /a bug/);
  t.mock.timers.tick(0);
  assert.equal(ran, true);
});
