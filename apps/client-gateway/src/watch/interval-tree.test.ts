import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { IntervalTree } from './interval-tree.ts';

interface Range {
  readonly start: string;
  readonly end: string | undefined;
}

function around(tree: IntervalTree<Range>, key: string): string[] {
  const found: string[] = [];
  tree.forEachAround(key, ({ start, end }) => found.push(`${start}-${end ?? ''}`));
  return found.sort();
}

test('a range contains its start and not its end', () => {
  const tree = new IntervalTree<Range>();
  tree.insert('b', 'd', { start: 'b', end: 'd' });
  assert.deepEqual(
    ['a', 'b', 'c', 'czz', 'd'].map((key) => around(tree, key).length),
    [0, 1, 1, 1, 0],
  );
});

test('a range without an end contains every key from its start on', () => {
  const tree = new IntervalTree<Range>();
  tree.insert('b', undefined, { start: 'b', end: undefined });
  assert.deepEqual(
    ['a', 'b', '\u00ff\u00ff'].map((key) => around(tree, key).length),
    [0, 1, 1],
  );
});

test('the tree finds what a list of ranges finds, whatever was inserted and deleted', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new SeededRandom(seed);
    const letter = (): string => String.fromCharCode(97 + random.nextBelow(12));
    const tree = new IntervalTree<Range>();
    const list = new Map<string, Range>();
    for (let step = 0; step < 400; step++) {
      const start = letter() + (random.nextBelow(2) === 0 ? letter() : '');
      const end = random.nextBelow(8) === 0 ? undefined : start + letter();
      const name = `${start}-${end ?? ''}`;
      if (list.has(name)) {
        assert.equal(tree.delete(start, end), true);
        list.delete(name);
      } else {
        tree.insert(start, end, { start, end });
        list.set(name, { start, end });
      }
      const key = letter() + letter() + letter();
      const expected = [...list.entries()]
        .filter(([, range]) => range.start <= key && (range.end === undefined || key < range.end))
        .map(([rangeName]) => rangeName)
        .sort();
      assert.deepEqual(around(tree, key), expected, `seed ${seed}, step ${step}`);
      assert.equal(tree.size, list.size);
    }
  }
});

test('what is not there cannot be deleted', () => {
  const tree = new IntervalTree<Range>();
  tree.insert('b', 'd', { start: 'b', end: 'd' });
  assert.equal(tree.delete('b', 'c'), false);
  assert.equal(tree.delete('b', undefined), false);
  assert.equal(tree.size, 1);
});

test('ten thousand nested ranges inserted in order keep the tree shallow', () => {
  const tree = new IntervalTree<Range>();
  for (let i = 0; i < 10_000; i++) {
    const start = String(i).padStart(6, '0');
    tree.insert(start, `${start}/`, { start, end: `${start}/` });
  }
  // A list-shaped tree would overflow the stack long before.
  assert.deepEqual(around(tree, '004242'), ['004242-004242/']);
});
