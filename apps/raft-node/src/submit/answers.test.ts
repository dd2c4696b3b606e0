import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { Answers } from './answers.ts';

const { SubmitResults } = cairn.v1;

function bytesOf(random: SeededRandom, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => random.nextBelow(256));
}

/** A number with any number of bits from 0 to 32. */
function numberOf(random: SeededRandom): number {
  const bits = random.nextBelow(33);
  return bits === 0 ? 0 : random.nextUint32() >>> (32 - bits);
}

test('answers are encoded to the bytes of the generated code', () => {
  const random = new SeededRandom(3);
  for (let round = 0; round < 500; round++) {
    const answers = new Answers();
    const results: cairn.v1.SubmitResult.$Properties[] = [];
    for (let i = random.nextBelow(20); i > 0; i--) {
      const id = numberOf(random);
      if (random.nextBelow(5) === 0) {
        const failure = { id, code: 1 + random.nextBelow(16), message: 'etcdserver: größer 数' };
        answers.addFailure(id, failure.code, failure.message);
        results.push(failure);
      } else {
        const response = bytesOf(random, random.nextBelow(random.nextBelow(20_000) + 1));
        const more = random.nextBelow(4) === 0;
        const totalBytes = random.nextBelow(4) === 0 ? numberOf(random) : 0;
        answers.add(id, response, more, totalBytes);
        results.push({
          ...(id === 0 ? {} : { id }),
          ...(response.length === 0 ? {} : { response }),
          ...(more ? { more } : {}),
          ...(totalBytes === 0 ? {} : { total_bytes: totalBytes }),
        });
      }
    }
    const state =
      random.nextBelow(2) === 0 ? undefined : { raft_term: 7, keeper_address: 'unix:/k' };
    const plain = SubmitResults.encode({ results, ...(state === undefined ? {} : { state }) });
    assert.deepEqual(Buffer.from(answers.encode(state)), Buffer.from(plain.finish()));
  }
});

test('answers are taken in order, up to the one that reaches the limit', () => {
  const answers = new Answers();
  for (let id = 1; id <= 5; id++) answers.add(id, new Uint8Array(10), false, 0);
  const ids = (taken: Answers): number[] =>
    SubmitResults.decode(taken.encode(undefined)).results.map(({ id }) => id ?? 0);
  assert.deepEqual(ids(answers.take(25)), [1, 2, 3]);
  assert.equal(answers.count, 2);
  assert.deepEqual(ids(answers.take(Infinity)), [4, 5]);
  assert.equal(answers.count, 0);
});
