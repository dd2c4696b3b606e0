import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlockReader } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { HpackError } from './hpack-error.ts';

const prefixMaxima = [0x0f, 0x1f, 0x3f, 0x7f];

function read(prefixMax: number, ...octets: number[]): number {
  return new BlockReader(Uint8Array.from(octets)).readInteger(prefixMax);
}

test('integers come back, with whatever stands in front of their prefix', () => {
  const edges = [0, 1, 127, 128, 16_383, 16_384, 2 ** 21, 2 ** 28 - 1];
  for (const prefixMax of prefixMaxima) {
    for (const value of edges.flatMap((edge) => [edge, edge + prefixMax - 1, edge + prefixMax])) {
      if (value - prefixMax >= 2 ** 28) continue;
      const writer = new BlockWriter();
      writer.writeInteger(prefixMax + 1, prefixMax, value);
      const octets = writer.take();
      assert.equal((octets[0] ?? 0) & (prefixMax + 1), prefixMax + 1);
      const reader = new BlockReader(octets);
      assert.equal(reader.readInteger(prefixMax), value);
      assert.ok(reader.isAtEnd());
    }
  }
});

test('four continuation octets are the most an integer may have', () => {
  assert.equal(read(0x7f, 0x7f, 0xff, 0xff, 0xff, 0x7f), 127 + 2 ** 28 - 1);
  assert.throws(() => read(0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0x00), /continuation/);
  assert.throws(() => read(0x7f, 0x7f, 0x80, 0x80, 0x80, 0x80, 0x00), /continuation/);
  assert.throws(() => read(0x1f, 0x1f, ...Array.from({ length: 1000 }, () => 0xff)), HpackError);
});

test('an integer that is cut off is an error', () => {
  assert.throws(() => read(0x7f), /cut off/);
  assert.throws(() => read(0x7f, 0x7f), /cut off/);
  assert.throws(() => read(0x7f, 0x7f, 0x80, 0x80), /cut off/);
});

test('strings come back, short and long, with and without Huffman', () => {
  const writer = new BlockWriter();
  const texts = ['', 'a', 'grpc', 'trailers', '\u00ff\u0000\u0080', 'x'.repeat(9), 'é'.repeat(500)];
  for (const text of texts) writer.writeString(text);
  const reader = new BlockReader(writer.take());
  assert.deepEqual(
    texts.map(() => reader.readString()),
    texts,
  );
  assert.ok(reader.isAtEnd());
});

test('a string is in the Huffman code only where that is shorter', () => {
  const writer = new BlockWriter();
  writer.writeString('307');
  assert.deepEqual([...writer.take()], [3, 0x33, 0x30, 0x37]);
  writer.writeString('302');
  assert.deepEqual([...writer.take()], [0x82, 0x64, 0x02]);
});

test('a string that ends behind the block is an error', () => {
  for (const first of [0x03, 0x83]) {
    const reader = new BlockReader(Uint8Array.of(first, 0x31, 0x31));
    assert.throws(() => reader.readString(), /cut off/);
  }
  assert.throws(() => new BlockReader(Uint8Array.of(0x7f, 0xff, 0x7f)).readString(), /cut off/);
  assert.throws(() => new BlockReader(new Uint8Array(0)).readString(), /cut off/);
});
