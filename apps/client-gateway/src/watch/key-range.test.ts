import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contains, isEmptyRange, toKeyRange, toRequestRange } from './key-range.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test('an empty key is the key \\0', () => {
  assert.deepEqual(toKeyRange(bytes(''), bytes('')), { kind: 'one', key: '\0' });
});

test('the range end \\0 means everything from the key on', () => {
  const range = toKeyRange(bytes('b'), bytes('\0'));
  assert.deepEqual(range, { kind: 'from', key: 'b' });
  assert.deepEqual(
    ['a', 'b', '\u00ff'].map((key) => contains(range, key)),
    [false, true, true],
  );
});

test('a range whose end is its key or below is empty', () => {
  assert.equal(isEmptyRange(toKeyRange(bytes('b'), bytes('b'))), true);
  assert.equal(isEmptyRange(toKeyRange(bytes('b'), bytes('a'))), true);
  assert.equal(isEmptyRange(toKeyRange(bytes('b'), bytes('b\0'))), false);
  assert.equal(isEmptyRange(toKeyRange(bytes('b'), bytes(''))), false);
});

test('a range written as a request reads as itself', () => {
  for (const [key, end] of [
    ['a', ''],
    ['a', 'c'],
    ['\u00ff', '\0'],
  ] as const) {
    const range = toKeyRange(bytes(key), bytes(end));
    const request = toRequestRange(range);
    assert.deepEqual(toKeyRange(request.key, request.rangeEnd), range);
  }
});
