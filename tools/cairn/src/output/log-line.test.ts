import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLogLine, formatOwnLine } from './log-line.ts';
import type { LineFrame } from './log-line.ts';

const frame: LineFrame = { nameWidth: 9, nowIso: '2026-01-02T03:04:05.678Z' };

void test('a JSON line becomes time, name, level, message and fields', () => {
  const line = JSON.stringify({
    level: 'info',
    time: '2026-01-02T10:20:30.456Z',
    service: 'raft-node',
    term: 3,
    peers: ['a'],
    msg: 'became leader',
  });
  assert.equal(
    formatLogLine('raft-node', line, frame),
    '10:20:30.456 raft-node | INFO  became leader term=3 peers=["a"]',
  );
});

void test('an error shows its stack, every line behind the name', () => {
  const err = { message: 'm', stack: 'Error: m\n    at x' };
  const line = JSON.stringify({ level: 'fatal', time: frame.nowIso, msg: 'died', err });
  assert.deepEqual(formatLogLine('wal', line, frame).split('\n'), [
    '03:04:05.678 wal       | FATAL died',
    '03:04:05.678 wal       | Error: m',
    '03:04:05.678 wal       |     at x',
  ]);
});

void test('what is no JSON is shown as it is', () => {
  for (const line of ['plain words', '{ half of', '{"a":']) {
    assert.equal(formatLogLine('x', line, frame), `03:04:05.678 x         | ${line}`);
  }
});

void test("nats-server's lines lose their own time and get the level of ours", () => {
  assert.equal(
    formatLogLine('nats', '[42] 2026/01/02 03:04:05.1 [INF] Server is ready', frame),
    '03:04:05.678 nats      | INFO  Server is ready',
  );
  assert.equal(
    formatLogLine('nats', '[42] [WRN] slow consumer', frame),
    '03:04:05.678 nats      | WARN  slow consumer',
  );
});

void test("the launcher's own text may have several lines", () => {
  assert.equal(
    formatOwnLine('one\ntwo', frame),
    '03:04:05.678 cairn     | one\n03:04:05.678 cairn     | two',
  );
});
