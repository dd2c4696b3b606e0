import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalLogIntervalMs } from './limits.ts';
import { RefusalLog } from './refusal-log.ts';

void test('a crowd of strangers is one line a second, which counts them', () => {
  let nowMs = 0;
  const lines: object[] = [];
  const log = new RefusalLog({
    logger: { warn: (about: object) => void lines.push(about) },
    url: 'https://127.0.0.1:2379',
    clock: { nowMs: () => nowMs },
  });
  const about = { url: 'https://127.0.0.1:2379', peer: 'p', reason: 'r' };
  for (let count = 0; count < 5; count += 1) log.add({ peerAddress: 'p', reason: 'r' });
  assert.deepEqual(lines, [about]);
  nowMs += refusalLogIntervalMs;
  log.add({ peerAddress: 'p', reason: 'r' });
  assert.deepEqual(lines, [about, { ...about, others: 4 }]);
});
