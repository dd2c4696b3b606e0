import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { ProposalNumbers, SeenProposals, drawLife, reorderedMax } from './forwarded-proposals.ts';

test('numbers of one life count up from 1', () => {
  const numbers = new ProposalNumbers(7);
  assert.deepEqual(
    [numbers.next(), numbers.next()],
    [
      { life: 7, count: 1 },
      { life: 7, count: 2 },
    ],
  );
});

test('two lives are told apart', () => {
  const random = new SeededRandom(1);
  const lives = Array.from({ length: 1_000 }, () => drawLife(random));
  assert.equal(new Set(lives).size, 1_000);
  assert.ok(lives.every((life) => Number.isSafeInteger(life)));
});

test('what comes again is seen, from whatever sender and life, in whatever order', () => {
  const random = new SeededRandom(2);
  for (let run = 0; run < 50; run++) {
    const seen = new SeenProposals();
    const taken = new Set<string>();
    for (let i = 0; i < 2_000; i++) {
      const sender = BigInt(random.nextBelow(2));
      const life = random.nextBelow(3);
      // A window that moves on, in jumps that leave holes behind.
      const count = Math.floor(i * 1.7) + 1 + random.nextBelow(200);
      const name = `${sender} ${life} ${count}`;
      assert.equal(seen.isNew(sender, { life, count }), !taken.has(name), name);
      taken.add(name);
    }
  }
});

test('what is too old to tell counts as seen, and nothing younger does', () => {
  const seen = new SeenProposals();
  assert.ok(seen.isNew(1n, { life: 1, count: 5_000 }));
  assert.ok(!seen.isNew(1n, { life: 1, count: 5_000 - reorderedMax }));
  for (let count = 5_000 - reorderedMax + 1; count < 5_000; count++) {
    assert.ok(seen.isNew(1n, { life: 1, count }), `${count}`);
    assert.ok(!seen.isNew(1n, { life: 1, count }), `${count} again`);
  }
});

test('a life that has been followed by several is over, and stays over', () => {
  const seen = new SeenProposals();
  for (let life = 1; life <= 20; life++) assert.ok(seen.isNew(1n, { life, count: 1 }));
  for (let life = 1; life <= 16; life++) assert.ok(!seen.isNew(1n, { life, count: 2 }), `${life}`);
  for (let life = 17; life <= 20; life++) assert.ok(seen.isNew(1n, { life, count: 2 }), `${life}`);
});
