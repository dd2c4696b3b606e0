import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { KeyRanges, toKeyRange } from './key-ranges.ts';
import type { KeyRange } from './key-ranges.ts';

const fromKey = '\0';

function granted(...ranges: readonly (readonly [key: string, rangeEnd: string])[]): KeyRanges {
  return new KeyRanges(ranges.map(([key, end]) => toKeyRange(key, end)));
}

function includes(ranges: KeyRanges, key: string, rangeEnd = ''): boolean {
  return ranges.includes(toKeyRange(key, rangeEnd));
}

test('a range is included if the union of all grants holds it', () => {
  const ranges = granted(['a', 'c'], ['c', 'e'], ['x', '']);
  assert.ok(includes(ranges, 'a', 'e'), 'two grants that meet are one range');
  assert.ok(includes(ranges, 'b', 'd'));
  assert.ok(includes(ranges, 'x'));
  assert.ok(!includes(ranges, 'e'), 'an end is exclusive');
  assert.ok(!includes(ranges, 'a', 'f'));
  assert.ok(!includes(ranges, 'd', 'y'), 'a hole is no grant');
  assert.ok(!includes(ranges, 'x', 'z'));
  assert.ok(!includes(ranges, 'x\0'));
});

test('the right to one key is no right to what comes behind it', () => {
  const ranges = granted(['a', '']);
  assert.ok(includes(ranges, 'a'));
  assert.ok(!includes(ranges, 'a', fromKey));
  assert.ok(!includes(ranges, 'a', 'b'));
});

test('only a grant without an end holds a range without an end', () => {
  assert.ok(!includes(granted(['a', '\xff\xff\xff']), 'b', fromKey));
  const open = granted(['b', fromKey], ['a', 'b']);
  assert.ok(includes(open, 'a', fromKey));
  assert.ok(includes(open, '\xff\xff', '\xff\xff\xff'));
  assert.ok(!includes(open, '\0', fromKey));
});

test('nothing granted is nothing allowed', () => {
  assert.ok(!includes(granted(), 'a'));
  assert.ok(!includes(granted(), '\0', fromKey));
});

/** Keys of one letter, so that a range is a set that can be counted. */
const letters: readonly string[] = 'abcdefghij'.split('');

function holds({ begin, end }: KeyRange, letter: string): boolean {
  return letter >= begin && (end === undefined || letter < end);
}

test('any request is answered as by looking at every key', () => {
  const random = new SeededRandom(11);
  const anyLetter = (): string => letters[random.nextBelow(letters.length)] ?? '';
  // Ends at letters and of open ends; every range between two letters is full of other keys, so a range
  // is held only if it is held between its letters, too: `a` up to `b` stands for all of that.
  const anyRange = (): KeyRange => {
    const [begin, end] = [anyLetter(), anyLetter()].sort() as [string, string];
    if (random.nextBelow(8) === 0) return toKeyRange(begin, fromKey);
    return toKeyRange(begin, begin === end ? `${end}~` : end);
  };
  let allowed = 0;
  for (let round = 0; round < 3_000; round++) {
    const grants = Array.from({ length: random.nextBelow(6) }, anyRange);
    const asked = anyRange();
    // Points of two kinds: the letters, and the gaps behind them up to `~`, and those behind that.
    const points = letters.flatMap((letter) => [letter, `${letter}m`, `${letter}~~`]);
    const beyond = asked.end === undefined ? ['\xff'] : [];
    const expected = [...points, ...beyond]
      .filter((point) => holds(asked, point))
      .every((point) => grants.some((grant) => holds(grant, point)));
    assert.equal(new KeyRanges(grants).includes(asked), expected);
    if (expected) allowed += 1;
  }
  assert.ok(allowed > 100 && allowed < 2_900, `${allowed} of 3000 were allowed`);
});
