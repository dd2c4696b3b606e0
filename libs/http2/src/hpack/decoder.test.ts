import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderField } from '../types.ts';
import { BlockWriter } from './block-writer.ts';
import { HpackDecoder } from './decoder.ts';
import { HpackError } from './hpack-error.ts';

function newDecoder(tableBytesMax = 4096, listBytesMax = 10_000): HpackDecoder {
  return new HpackDecoder({ tableBytesMax, listBytesMax });
}

function decode(decoder: HpackDecoder, ...octets: number[]): readonly HeaderField[] {
  return decoder.decode(Uint8Array.from(octets)).fields;
}

/** A literal with a new name; `pattern` says which. */
function literal(pattern: number, name: string, value: string): number[] {
  const writer = new BlockWriter();
  writer.writeInteger(pattern, 0x0f, 0);
  writer.writeString(name);
  writer.writeString(value);
  return [...writer.take()];
}

const withIndexing = 0x40;
const withoutIndexing = 0x00;
const neverIndexed = 0x10;
const firstDynamicIndex = 0x80 + 62;

test('an empty block has no fields', () => {
  assert.deepEqual(newDecoder().decode(new Uint8Array(0)), { fields: [], isTooLarge: false });
});

test('index 0, and one beyond the tables, are errors', () => {
  assert.throws(() => decode(newDecoder(), 0x80), HpackError);
  assert.throws(() => decode(newDecoder(), firstDynamicIndex), /index 62/);
  assert.throws(() => decode(newDecoder(), 0xff, 0x00), /index 127/);
  const decoder = newDecoder();
  decode(decoder, ...literal(withIndexing, 'a', 'b'));
  assert.deepEqual(decode(decoder, firstDynamicIndex), [['a', 'b']]);
  assert.throws(() => decode(decoder, firstDynamicIndex + 1), /index 63/);
  // As the name of a literal: 0 means that a name follows.
  assert.throws(() => decode(newDecoder(), 0x40 + 62, 0x01, 0x61), /index 62/);
  assert.throws(() => decode(newDecoder(), 0x0f, 62 - 15, 0x01, 0x61), /index 62/);
});

test('a block that is cut off anywhere inside a field is an error', () => {
  for (const pattern of [withIndexing, withoutIndexing, neverIndexed]) {
    const octets = literal(pattern, 'custom-name', '\u0001 custom value');
    assert.deepEqual(decode(newDecoder(), ...octets), [['custom-name', '\u0001 custom value']]);
    for (let length = 1; length < octets.length; length++) {
      assert.throws(() => decode(newDecoder(), ...octets.slice(0, length)), /cut off/);
    }
  }
});

test('literals without indexing, and never indexed, leave the table alone', () => {
  const decoder = newDecoder();
  assert.deepEqual(decode(decoder, ...literal(withoutIndexing, 'a', 'b')), [['a', 'b']]);
  assert.deepEqual(decode(decoder, ...literal(neverIndexed, 'c', 'd')), [['c', 'd']]);
  assert.equal(decoder.table.length, 0);
});

test('a literal may take its name from a field that its own insertion evicts', () => {
  const decoder = newDecoder();
  decode(decoder, 0x20 + 31, 40 - 31, ...literal(withIndexing, 'name', '1'));
  assert.equal(decoder.table.limitBytes, 40);
  assert.deepEqual(decode(decoder, 0x40 + 62, 0x01, 0x32), [['name', '2']]);
  assert.deepEqual(decode(decoder, firstDynamicIndex), [['name', '2']]);
  assert.equal(decoder.table.length, 1);
});

test('size updates are accepted in front of a block, up to what was announced', () => {
  const decoder = newDecoder(100);
  decode(decoder, ...literal(withIndexing, 'a', 'b'));
  assert.deepEqual(decode(decoder, 0x20, 0x3f, 100 - 31, 0x82), [[':method', 'GET']]);
  assert.deepEqual([decoder.table.length, decoder.table.limitBytes], [0, 100]);
  assert.throws(() => decode(newDecoder(100), 0x3f, 101 - 31), /101 bytes, where 100/);
  assert.throws(() => decode(newDecoder(0), 0x21), HpackError);
});

test('a size update behind a field is an error', () => {
  assert.throws(() => decode(newDecoder(), 0x82, 0x20), /behind a field/);
  assert.throws(() => decode(newDecoder(), 0x20, 0x82, 0x20), /behind a field/);
});

test('the table starts at 4,096 bytes, whatever we announce: the peer does not know yet', () => {
  for (const tableBytesMax of [0, 65_536]) {
    const decoder = newDecoder(tableBytesMax);
    assert.equal(decoder.table.limitBytes, 4096);
    decode(decoder, ...literal(withIndexing, 'a', 'b'));
    assert.deepEqual(decode(decoder, firstDynamicIndex), [['a', 'b']]);
  }
});

test('a list larger than the limit is cut off there, and the table stays exact', () => {
  const decoder = newDecoder(4096, 3 * 34);
  const small = (name: string): number[] => literal(withIndexing, name, '1');
  const exact = decoder.decode(Uint8Array.from([...small('a'), ...small('b'), ...small('c')]));
  assert.deepEqual([exact.fields.length, exact.isTooLarge], [3, false]);
  const block = [
    ...small('d'),
    ...literal(withIndexing, 'big', 'x'.repeat(100)),
    ...small('e'),
    ...small('f'),
  ];
  const cut = decoder.decode(Uint8Array.from(block));
  // Small ones behind the one that was too much do not slip in.
  assert.deepEqual(cut, { fields: [['d', '1']], isTooLarge: true });
  const names = Array.from({ length: decoder.table.length }, (_, i) => decoder.table.at(i)?.[0]);
  assert.deepEqual(names, ['f', 'e', 'big', 'd', 'c', 'b', 'a']);
});

test('references cannot make a list that is larger than the limit', () => {
  const decoder = newDecoder(4096, 16_384);
  decode(decoder, ...literal(withIndexing, 'bomb', 'x'.repeat(4000)));
  const bomb = decoder.decode(new Uint8Array(100_000).fill(firstDynamicIndex));
  assert.deepEqual([bomb.fields.length, bomb.isTooLarge], [4, true]);
});

test('a block seen before under the same table yields the same object', () => {
  const decoder = newDecoder();
  const first = decoder.decode(Uint8Array.of(0x82, 0x86, 0x84));
  const second = decoder.decode(Uint8Array.of(0x83, 0x86, 0x84));
  assert.notEqual(first, second);
  assert.equal(decoder.decode(Uint8Array.of(0x82, 0x86, 0x84)), first);
  assert.equal(decoder.decode(Uint8Array.of(0x83, 0x86, 0x84)), second);
  const literals = Uint8Array.from(literal(neverIndexed, 'token', 'secret'));
  assert.equal(decoder.decode(literals), decoder.decode(literals));
});

test('a block means something else once the table has changed', () => {
  const decoder = newDecoder();
  decode(decoder, ...literal(withIndexing, 'a', '1'));
  const newest = Uint8Array.of(firstDynamicIndex);
  const first = decoder.decode(newest);
  assert.equal(decoder.decode(newest), first);
  decode(decoder, ...literal(withIndexing, 'a', '2'));
  assert.deepEqual(decoder.decode(newest).fields, [['a', '2']]);
  // A size update, too, is a change: it evicts both.
  decode(decoder, 0x20);
  assert.throws(() => decoder.decode(newest), HpackError);
});

test('a block that changes the table does so each time it comes', () => {
  const decoder = newDecoder();
  const block = Uint8Array.from(literal(withIndexing, 'a', '1'));
  const first = decoder.decode(block);
  assert.notEqual(decoder.decode(block), first);
  assert.equal(decoder.table.length, 2);
  const emptying = Uint8Array.of(0x20, 0x82);
  decoder.decode(emptying);
  decode(decoder, 0x3f, 100 - 31, ...literal(withIndexing, 'a', '1'));
  decoder.decode(emptying);
  assert.deepEqual([decoder.table.length, decoder.table.limitBytes], [0, 0]);
});

test('what is recognised does not depend on the chunk that the block came in', () => {
  const decoder = newDecoder();
  const chunk = Buffer.from([0x82, 0x86, 0x84]);
  const first = decoder.decode(chunk.subarray(0, 3));
  chunk[0] = 0x83;
  assert.deepEqual(decoder.decode(chunk).fields[0], [':method', 'POST']);
  chunk[0] = 0x82;
  assert.equal(decoder.decode(chunk), first);
});

test('many blocks, and long ones, are decoded rightly even when not all are remembered', () => {
  const decoder = newDecoder(4096, 1_000_000);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 500; i++) {
      const value = `${i}`.padStart(i, '-');
      const octets = literal(withoutIndexing, 'n', value);
      assert.deepEqual(decode(decoder, ...octets), [['n', value]]);
    }
  }
});

test('fields of the tables are handed out as they are, not copied', () => {
  const decoder = newDecoder();
  decode(decoder, ...literal(withIndexing, 'a', '1'));
  const [one] = decode(decoder, firstDynamicIndex, 0x82);
  const [, other] = decode(decoder, 0x82, firstDynamicIndex);
  assert.equal(one, other);
});
