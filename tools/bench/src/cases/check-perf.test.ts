import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCheck } from './check-perf.ts';

const progress = ' 59 / 60   98.33%\n 60 / 60  100.00% 1m0s\n';

test('a check that passes', () => {
  const output = `${progress}PASS: Throughput is 150 writes/s
PASS: Slowest request took 0.050871s
PASS: Stddev is 0.001372s
PASS
`;
  assert.deepEqual(parseCheck(output), { passes: 1, writesPerSecond: 150, slowestMs: 50.871 });
});

test('a check that fails has figures as well', () => {
  const output = `${progress}FAIL: Throughput too low: 4211 writes/s
Slowest request took too long: 1.250000s
Stddev too high: 0.208010s
FAIL
`;
  assert.deepEqual(parseCheck(output), { passes: 0, writesPerSecond: 4_211, slowestMs: 1_250 });
});

test('anything else is not taken for a verdict', () => {
  assert.throws(() => parseCheck(`${progress}Error: context deadline exceeded\n`), /deadline/);
});
