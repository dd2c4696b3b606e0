import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';

test('without flags everything runs but what takes minutes', () => {
  const options = readOptions([]);
  assert.equal(options?.rounds, 5);
  assert.equal(options?.scale, 1);
  assert.deepEqual(options?.etcds, ['etcd']);
  assert.ok(options?.cases.includes('memory'));
  assert.ok(!options?.cases.includes('check-perf'));
});

test('several releases of etcd may be named', () => {
  assert.deepEqual(readOptions(['--etcd', 'a', '--etcd', '/b/etcd'])?.etcds, ['a', '/b/etcd']);
});

test('quick is one small round, unless more is said', () => {
  const { rounds, scale } = readOptions(['--quick', '--rounds', '2']) ?? {};
  assert.deepEqual({ rounds, scale }, { rounds: 2, scale: 0.2 });
});

test('what is not known is refused', () => {
  assert.throws(() => readOptions(['--cases', 'put,gett']), /gett is not a case/);
  assert.throws(() => readOptions(['--rounds', '0']), /not a positive number/);
  assert.throws(() => readOptions(['--requests', 'x']), /not a positive number/);
  assert.throws(() => readOptions(['--speed']), /speed/);
});
