import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context, Run } from './case.ts';
import { rotated } from './side-by-side.ts';
import { renderPrograms, Tally } from './tally.ts';

function quiet(said: string[]): Context {
  return {
    products: [],
    rounds: 1,
    scale: 1,
    scratchDirectory: '',
    say: (line) => said.push(line),
    onRow: ({ load }) => said.push(`${load} is measured`),
  };
}

function run(p99Ms: number): () => Promise<Run> {
  return async () => ({ figures: { p99Ms } });
}

test('one wrong answer takes a product out, however good its other rounds were', async () => {
  const tally = new Tally('put', '1×1', ['Cairn', 'etcd']);
  const said: string[] = [];
  for (const p99Ms of [1, 3, 2]) await tally.add('etcd', run(p99Ms));
  await tally.add('Cairn', run(1));
  await tally.add('Cairn', () => Promise.reject(new Error('status 14')));
  await tally.add('Cairn', () => Promise.reject(new Error('it is not asked again')));
  const { outcomes } = tally.finish(quiet(said));
  assert.deepEqual(outcomes.get('etcd'), { kind: 'measured', figures: { p99Ms: 2 } });
  assert.deepEqual(outcomes.get('Cairn'), { kind: 'failed', reason: 'status 14' });
  assert.deepEqual(said, ['  put, 1×1: Cairn failed: status 14', '1×1 is measured']);
});

test('programs are named by what they took, the biggest first and the idle ones not', () => {
  const used = (node: number): Run => ({
    figures: {},
    cpuSecondsByProgram: new Map([
      ['nats-server', 0.5],
      ['raft-node', node],
      ['lease-keeper', 0],
    ]),
  });
  assert.equal(renderPrograms([used(1), used(9), used(2)]), 'raft-node 2.00, nats-server 0.50');
  const single: Run = { figures: {}, cpuSecondsByProgram: new Map([['etcd', 3]]) };
  assert.equal(renderPrograms([single]), '');
});

test('everybody goes first once', () => {
  const firsts = [0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''));
  assert.deepEqual(firsts, ['abc', 'bca', 'cab', 'abc']);
  assert.deepEqual(rotated([], 1), []);
});
