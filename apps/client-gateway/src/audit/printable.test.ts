import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, printableText } from './printable.ts';

function bytesOf(text: string): Buffer {
  const unescaped = text.replaceAll(/\\(?:\\|x([0-9a-f]{2}))/g, (_all, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, 'latin1');
}

test('every byte can be had back, and all that is written is printable ASCII', () => {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = printable(every, 256);
  assert.match(text, /^[ -~]*$/);
  assert.deepEqual(bytesOf(text), Buffer.from(every));
  const pairs = new Set<string>();
  for (const first of every) {
    for (const second of every) pairs.add(printable(Uint8Array.of(first, second), 2));
  }
  assert.equal(pairs.size, 256 * 256, 'no two look alike');
});

test('what people name in keys is written as it is, and what would mislead them is not', () => {
  assert.equal(printableText('/registry/pods/a-b_c.d', 100), '/registry/pods/a-b_c.d');
  assert.equal(printableText('a\\x00', 100), 'a\\\\x00');
  assert.equal(printableText('a\u0000', 100), 'a\\x00');
  assert.equal(printableText('a\n{"user":"b"}', 100), 'a\\x0a{"user":"b"}');
  assert.equal(printableText('\u202ené', 100), '\\xe2\\x80\\xaen\\xc3\\xa9');
});

test('no more is written than was permitted', () => {
  assert.equal(printableText('abcdef', 3), 'abc');
});
