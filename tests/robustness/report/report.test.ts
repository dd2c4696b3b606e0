// The report is looked at when something went wrong, so it is tried on something wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHistory } from '@cairn/history';
import type { Change, History, Operation } from '@cairn/history';
import type { RunResult } from '../run.ts';
import { etcdPut } from '../traffic/etcd-put.ts';
import { range } from '../traffic/traffic.ts';
import { renderReport } from './report.ts';
import { hasFailed, problemsOf } from './summary.ts';

const kv = { createRevision: 2, modRevision: 2, version: 1, leaseId: 0n };
const first = { key: 'a', value: '<1>', ...kv };
const second = { ...first, value: '2', modRevision: 3, version: 2 };

const write = (id: number, value: string): Operation => ({
  id,
  client: 'writer',
  member: 'm1',
  calledAt: id * 10,
  returnedAt: id * 10 + 5,
  request: { type: 'put', key: 'a', value, leaseId: 0n },
  outcome: { kind: 'ok', answer: { type: 'put', revision: id + 1 } },
});

const staleRead: Operation = {
  id: 3,
  client: 'reader',
  member: 'm2',
  calledAt: 40,
  returnedAt: 45,
  request: range('a'),
  outcome: {
    kind: 'ok',
    answer: { type: 'range', revision: 2, kvs: [first], count: 1, more: false },
  },
};

const changes: readonly Change[] = [
  { revision: 2, events: [{ type: 'put', kv: first, prevKv: undefined }] },
  { revision: 3, events: [{ type: 'put', kv: second, prevKv: undefined }] },
];

test('a stale read is drawn with both of its operations marked, under the fault it came with', () => {
  const result = resultOf({ operations: [write(1, '<1>'), write(2, '2'), staleRead], watches: [] });
  assert.ok(hasFailed(result));
  const html = renderReport([result]);
  assert.equal(html.match(/<rect class="culprit"/gu)?.length, 2, html);
  assert.match(html, /<rect class="fault"[^>]*><title>leader in the minority: m1/u);
  assert.match(html, /linearizable/u);
  assert.doesNotMatch(html, /<1>/u, 'values are not markup');
  assert.doesNotMatch(html, /(?:src|href)="(?!#)/u, 'the file needs no other');
});

test('a round without a violation says so, and a round that was silent does not', () => {
  const operations = Array.from({ length: 50 }, (_, index) => ({ ...staleRead, id: 10 + index }));
  const fresh = { type: 'range', revision: 3, kvs: [second], count: 1, more: false } as const;
  const reads = operations.map((read) => {
    return {
      ...read,
      calledAt: 50,
      returnedAt: 51,
      outcome: { kind: 'ok', answer: fresh } as const,
    };
  });
  const good = resultOf({ operations: [write(1, '<1>'), write(2, '2'), ...reads], watches: [] });
  assert.deepEqual(problemsOf(good), []);
  assert.match(renderReport([good]), /all guarantees kept/u);
  const silent = { ...good, settings: { ...good.settings, durationMs: 3_600_000 } };
  assert.ok(hasFailed(silent));
});

test('undecided and a hash that differs are failures', () => {
  const good = resultOf({ operations: [write(1, '<1>'), write(2, '2')], watches: [] });
  assert.ok(hasFailed({ ...good, failures: ['HashKV differs'] }));
  assert.ok(hasFailed({ ...good, verdict: { kind: 'undecided', reason: 'too long' } }));
});

function resultOf(history: History): RunResult {
  return {
    settings: {
      seed: 1,
      traffic: etcdPut,
      durationMs: 100,
      pauseMs: 1,
      fault: undefined,
      memberCount: 3,
      snapshotCount: 50,
      snapshotCatchupEntries: 10,
      heartbeatIntervalMs: 100,
      electionTimeoutMs: 1_000,
    },
    network: 'proxies',
    history,
    changes,
    faults: [{ name: 'leader in the minority', victim: 'm1', from: 10, to: 60 }],
    errors: new Map([['UNAVAILABLE', 3]]),
    verdict: checkHistory(history, changes),
    failures: [],
  };
}
