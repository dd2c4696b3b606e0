import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineSplitter } from './line-splitter.ts';

function split(...chunks: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => void lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

void test('lines are whole however the chunks fall', () => {
  assert.deepEqual(split('a\nb', 'c\r\n', '', '\nd'), ['a', 'bc', '', 'd']);
});

void test('a line without an end is handed on in pieces instead of being kept', () => {
  const lines = split('x'.repeat(200_000), 'x'.repeat(200_000), 'y\n');
  assert.deepEqual(
    lines.map((line) => line.length),
    [400_000, 1],
  );
});
