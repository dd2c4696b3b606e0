import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { JsonMistake } from './json-mistake.ts';
import { JsonValues } from './json-values.ts';

function valuesOf(text: string): unknown[] {
  const values = new JsonValues(Buffer.from(text));
  const found: unknown[] = [];
  for (let value = values.next(); value !== undefined; value = values.next()) found.push(value);
  return found;
}

test('values follow each other with or without white space between them', () => {
  assert.deepEqual(valuesOf(''), []);
  assert.deepEqual(valuesOf(' \n\t\r '), []);
  assert.deepEqual(valuesOf('{}{"a":[1,{}]} [2]\n{"b":"}"}\r\n'), [
    {},
    { a: [1, {}] },
    [2],
    { b: '}' },
  ]);
  assert.deepEqual(valuesOf('null true "x" 7'), [null, true, 'x', 7]);
});

test('braces, quotes and backslashes inside of strings end nothing', () => {
  const value = { 'a"}': 'b\\', c: '\\"{[', d: 'x\\\\', e: '' };
  const text = JSON.stringify(value);
  assert.deepEqual(valuesOf(text + text), [value, value]);
});

test('what is behind the first value is not looked at before it is asked for', () => {
  for (const rest of ['garbage', '}', '{', '"', '\u0000']) {
    const values = new JsonValues(Buffer.from(`{"a":1}${rest}`));
    assert.deepEqual(values.next(), { a: 1 });
    assert.throws(() => values.next(), JsonMistake);
  }
});

test('what is no JSON is refused, and always comes to an end', () => {
  for (const text of [
    '{',
    '{"a',
    '{"a"',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '}',
    ']',
    '{]',
    '[1}',
    'nul',
    '01',
    '+1',
    ',',
    ':',
    '\uFEFF{}',
    '{"a":1,}',
    '{"a":"\n"}',
    '"\\x"',
    '{"a":1 "b":2}',
    '"',
    '"\\"',
  ]) {
    assert.throws(() => valuesOf(text), JsonMistake, text);
  }
  assert.throws(() => new JsonValues(Uint8Array.of(0x22, 0xff, 0x22)), JsonMistake);
  const random = new SeededRandom(5);
  const alphabet = ['{', '}', '[', ']', '"', '\\', ',', ':', '1', '-', 'e', 't', ' ', 'ü'];
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from(
      { length: random.nextBelow(12) },
      () => alphabet[random.nextBelow(alphabet.length)],
    ).join('');
    try {
      valuesOf(text);
    } catch (error) {
      assert.ok(error instanceof JsonMistake, text);
    }
  }
});

test('integers beyond what a double holds keep their digits', () => {
  assert.deepEqual(valuesOf('[9007199254740993,-9007199254740993,9007199254740991,0.5,1e40]'), [
    [9007199254740993n, -9007199254740993n, 9007199254740991, 0.5, 1e40],
  ]);
});

test('a long string full of quotes is read in one pass', () => {
  const text = JSON.stringify('\\"'.repeat(500_000));
  assert.equal((valuesOf(text)[0] as string).length, 1_000_000);
});
