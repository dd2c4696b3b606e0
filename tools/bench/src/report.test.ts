import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measurement } from './measure.ts';
import { medianNumber, medianOf, renderPrograms, renderTable, replaceSection } from './report.ts';

function measurement(requestsPerSecond: number): Measurement {
  return {
    requestsPerSecond,
    p50Ms: 1.5,
    p99Ms: 9,
    cpuSeconds: 2,
    cpuSecondsByProgram: new Map([
      ['nats-server', 0.5],
      ['raft-node', requestsPerSecond / 10],
      ['lease-keeper', 0],
    ]),
    requestsPerCpuSecond: requestsPerSecond / 2,
    peakRssBytes: 64 * 2 ** 20,
  };
}

test('the median of an even number of values lies between the two in the middle', () => {
  assert.equal(medianNumber([9, 1, 3]), 3);
  assert.equal(medianNumber([4, 1, 3, 9]), 3.5);
  assert.throws(() => medianNumber([]), /no values/);
});

test('every figure has its own median', () => {
  const rounds = [measurement(10), measurement(30), { ...measurement(20), p99Ms: 99 }];
  assert.deepEqual(medianOf(rounds), measurement(20));
});

test('programs are named by what they took, the biggest first and the idle ones not', () => {
  assert.equal(renderPrograms(measurement(20)), 'raft-node 2.00, nats-server 0.50');
});

test('Cairn is set against etcd, not the other way round', () => {
  const rows = [
    { title: 'Put', shape: '1×1', cairn: measurement(3_000), etcd: measurement(1_000) },
  ];
  const lines = renderTable(rows).split('\n');
  assert.match(lines[2] ?? '', /\| Cairn +\| +3,000 \| +3\.00 \|/);
  assert.match(lines[3] ?? '', /\| etcd +\| +1,000 \| +\|/);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1, 'columns are aligned');
});

test('writing again replaces what was written and leaves the rest', () => {
  const first = replaceSection('# Benchmarks\n\nHow.\n', 'one');
  const second = replaceSection(`${first}\nAfter.\n`, 'two');
  assert.match(first, /How\.\n\n<!-- written[^]*one[^]*<!-- end/);
  assert.doesNotMatch(second, /one/);
  assert.match(second, /How\.[^]*two[^]*After\./);
});
