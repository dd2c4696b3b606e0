import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacedLog } from './paced-log.ts';

void test('some lines in each second, then the number of the others, whose fields nobody asks for', () => {
  const lines: string[] = [];
  let now = 0;
  let asked = 0;
  const log = new PacedLog({
    logger: {
      warn: (fields: object, text: string) => void lines.push(`${text} ${JSON.stringify(fields)}`),
    } as never,
    nowMs: () => now,
    text: 'slow',
    othersText: 'more',
  });
  const fields = (): { n: number } => ({ n: (asked += 1) });
  for (let i = 0; i < 25; i++) log.warn(fields);
  assert.equal(lines.length, 10);
  assert.equal(asked, 10);
  now = 1_000;
  log.warn(fields);
  assert.deepEqual(lines.slice(10), ['more {"requests":15}', 'slow {"n":11}']);
});
