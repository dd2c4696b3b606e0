import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseDescription, Outcome, Row } from './cases/case.ts';
import type { Report } from './report.ts';
import { hasFailed, renderProgress, renderReport, replaceSection } from './report.ts';

const put: CaseDescription = {
  name: 'put',
  title: 'Put',
  about: 'h2load.',
  columns: ['requestsPerSecond', 'p99Ms', 'generatorCpuSeconds'],
};

function rowOf(...outcomes: readonly (readonly [string, Outcome])[]): Row {
  return { caseName: 'put', load: '10×10', outcomes: new Map(outcomes) };
}

function measured(requestsPerSecond: number, p99Ms: number): Outcome {
  const figures = { requestsPerSecond, requestsPerCpuSecond: requestsPerSecond, p99Ms };
  return { kind: 'measured', figures };
}

function render(row: Row): string {
  const report: Report = {
    facts: {
      processor: 'CPU',
      cores: 2,
      memoryGib: 4,
      kernel: '6',
      node: 'v24',
      h2load: 'h2load nghttp2/1.52.0',
      date: '2026-01-01',
      loadAverage: 0.25,
    },
    command: 'npm run bench --',
    rounds: 5,
    seconds: 90,
    cases: [put],
    rows: [row],
    peers: ['etcd 3.4', 'etcd 3.5'],
  };
  return renderReport(report);
}

const compared = rowOf(
  ['Cairn', measured(3_000, 2)],
  ['etcd 3.4', measured(1_000, 4)],
  ['etcd 3.5', measured(2_000, 1)],
);

test('Cairn is set against every etcd, not the other way round', () => {
  const lines = render(compared).split('\n');
  const lineOf = (server: string): string =>
    lines.find((line) => line.includes(`| ${server}`) && line.startsWith('| 10×10')) ?? '';
  assert.match(lineOf('Cairn'), /\| +3,000 \| +2\.00 \|/);
  assert.match(lineOf('etcd 3.4'), /\| 1,000 \(3\.00\) \| 4\.00 \(0\.50\) \|/);
  assert.match(lineOf('etcd 3.5'), /\| 2,000 \(1\.50\) \| 1\.00 \(2\.00\) \|/);
});

test('every target says for each etcd whether it is met', () => {
  const text = render(compared);
  assert.match(
    text,
    /\| put +\| 10×10 +\| Requests\/s +\| ≥ 2\.0 +\| 3\.00 met +\| 1\.50 \*\*missed\*\* \|/,
  );
  assert.match(
    text,
    /\| put +\| 10×10 +\| p99 ms +\| ≤ 1\.0 +\| 0\.50 met +\| 2\.00 \*\*missed\*\* \|/,
  );
  assert.match(text, /Targets: 3 of 6 met/);
});

test('columns are aligned and those without figures left out', () => {
  const text = render(compared);
  const lines = text.slice(text.indexOf('### Put')).split('\n');
  const table = lines.filter((line) => line.startsWith('|'));
  assert.equal(new Set(table.map((line) => line.length)).size, 1);
  assert.doesNotMatch(table[0] ?? '', /Load CPU/);
});

test('wrong answers are told instead of a ratio', () => {
  const row = rowOf(
    ['Cairn', { kind: 'failed', reason: '1 of 5 answers was not OK' }],
    ['etcd 3.4', measured(1_000, 4)],
    ['etcd 3.5', measured(2_000, 1)],
  );
  const text = render(row);
  assert.match(text, /No ratio for 10×10 of Cairn: 1 of 5 answers was not OK\./);
  assert.match(text, /\| 10×10 +\| etcd 3\.4 +\| +1,000 \|/);
  assert.match(text, /no ratio +\| no ratio/);
  assert.equal(hasFailed([compared]), false);
  assert.equal(hasFailed([compared, row]), true);
});

test('what the generator took is not compared', () => {
  const took = (generatorCpuSeconds: number): Outcome => ({
    kind: 'measured',
    figures: { requestsPerSecond: 10, generatorCpuSeconds },
  });
  const text = render(rowOf(['Cairn', took(1)], ['etcd 3.4', took(2)], ['etcd 3.5', took(4)]));
  assert.match(text, /\| etcd 3\.5 +\| +10 \(1\.00\) \| +4\.00 \|/);
});

test('progress is told in ratios, one for each etcd', () => {
  assert.match(renderProgress(compared), /^put, 10×10: Requests\/s 3\.00 and 1\.50 × etcd; /);
});

test('writing again replaces what was written and leaves the rest', () => {
  const first = replaceSection('# Benchmarks\n\nHow.\n', 'one');
  const second = replaceSection(`${first}\nAfter.\n`, 'two');
  assert.match(first, /How\.\n\n<!-- written[^]*one[^]*<!-- end/);
  assert.doesNotMatch(second, /one/);
  assert.match(second, /How\.[^]*two[^]*After\./);
});
