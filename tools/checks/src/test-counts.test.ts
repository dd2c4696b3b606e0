import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests, judgeTests } from './test-counts.ts';

const specEnd = (tests: number, pass: number, fail: number, skipped: number): string =>
  `ℹ tests ${tests}\nℹ suites 0\nℹ pass ${pass}\nℹ fail ${fail}\nℹ cancelled 0\nℹ skipped ${skipped}\n`;

void test('counts of several runs are added up, in both of the forms node writes', () => {
  const output = `> x\n${specEnd(3, 2, 0, 1)}\n> y\n# tests 4\n# pass 3\n# fail 1\n# skipped 0\n`;
  assert.deepEqual(countTests(output), { tests: 7, passed: 5, failed: 1, skipped: 1 });
});

void test('a test whose name looks like a closing line is not counted', () => {
  assert.equal(countTests('✔ tests 5 things\n✔ # pass\n').tests, 0);
});

void test('a run in which no test ran is a failure', () => {
  assert.equal(judgeTests(countTests(specEnd(0, 0, 0, 0)), false).failed, true);
});

void test('a skip fails the run only where all tests are required', () => {
  const counts = countTests(specEnd(2, 1, 0, 1));
  assert.equal(judgeTests(counts, false).failed, false);
  assert.equal(judgeTests(counts, true).failed, true);
});

void test('a skipped suite counts as skipped, although node does not count it', () => {
  const output = `﹣ suite of twelve (0.2ms) # needs etcd\n  ✔ other\n${specEnd(1, 1, 0, 0)}`;
  assert.equal(countTests(output).skipped, 1);
});
