import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseName, Outcome, Row } from './cases/case.ts';
import type { Figures } from './figures.ts';
import { judge, ratioOf } from './targets.ts';

function measured(figures: Figures): Outcome {
  return { kind: 'measured', figures };
}

function row(caseName: CaseName, load: string, cairn: Outcome, etcd: Outcome): Row {
  const outcomes = new Map([
    ['Cairn', cairn],
    ['etcd 3', etcd],
  ]);
  return { caseName, load, outcomes };
}

function verdictOf(rows: readonly Row[]): unknown {
  return judge(rows).map(({ verdicts }) => verdicts.get('etcd 3'));
}

test('more requests are better and less time is', () => {
  const figures = { requestsPerSecond: 200, requestsPerCpuSecond: 199, p99Ms: 5 };
  const etcd = { requestsPerSecond: 100, requestsPerCpuSecond: 100, p99Ms: 4 };
  assert.deepEqual(verdictOf([row('put', '10×10', measured(figures), measured(etcd))]), [
    { kind: 'met', ratio: 2 },
    { kind: 'missed', ratio: 1.99 },
    { kind: 'missed', ratio: 1.25 },
  ]);
});

test('the verdict is on the ratio as it is printed', () => {
  const judged = verdictOf([
    row('memory', 'keys', measured({ rssMib: 1_004 }), measured({ rssMib: 1_000 })),
  ]);
  assert.deepEqual(judged, [{ kind: 'met', ratio: 1 }]);
});

test('a target holds for its own loads only', () => {
  const figures = measured({ requestsPerSecond: 1, requestsPerCpuSecond: 1, p50Ms: 1, p99Ms: 1 });
  const metricsOf = (load: string): unknown =>
    judge([row('put', load, figures, figures)]).map(({ metric }) => metric);
  assert.deepEqual(metricsOf('1×1'), ['p50Ms']);
  assert.deepEqual(metricsOf('100×10'), ['requestsPerSecond', 'requestsPerCpuSecond']);
});

test('there is no ratio when one of the two had wrong answers', () => {
  const failed: Outcome = { kind: 'failed', reason: 'one of two answers was not OK' };
  const fine = measured({ rssMib: 1 });
  assert.equal(ratioOf(failed, fine, 'rssMib'), undefined);
  assert.equal(ratioOf(fine, failed, 'rssMib'), undefined);
  assert.deepEqual(verdictOf([row('memory', 'keys', failed, fine)]), [{ kind: 'unknown' }]);
});

test('a check that etcd fails need not be passed, and may be', () => {
  const load = (own: number, etcd: number): Row =>
    row('check-perf', '--load s', measured({ passes: own }), measured({ passes: etcd }));
  const kindOf = (one: Row): unknown => judge([one])[0]?.verdicts.get('etcd 3')?.kind;
  assert.equal(kindOf(load(0, 0)), 'met');
  assert.equal(kindOf(load(1, 1)), 'met');
  assert.equal(kindOf(load(1, 0)), 'met');
  assert.equal(kindOf(load(0, 1)), 'missed');
});
