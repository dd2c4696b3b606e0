import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderBlock } from '../types.ts';
import { RecognisedBlocks } from './recognised-blocks.ts';

/** As the decoder does: looks for the bytes first. */
function keep(kept: RecognisedBlocks, bytes: Uint8Array, listBytes: number): HeaderBlock {
  const block: HeaderBlock = { fields: [], isTooLarge: false };
  assert.equal(kept.find(bytes), undefined);
  kept.add(bytes, block, listBytes);
  return block;
}

test('any two blocks are both recognised, even if they have the same hash', () => {
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < i; j++) {
      const kept = new RecognisedBlocks();
      const one = keep(kept, Uint8Array.of(0x82, i), 80);
      const other = keep(kept, Uint8Array.of(0x82, j), 80);
      assert.equal(kept.find(Uint8Array.of(0x82, i)), one);
      assert.equal(kept.find(Uint8Array.of(0x82, j)), other);
    }
  }
});

test('blocks that differ in any one octet are told apart', () => {
  for (const length of [1, 12, 300]) {
    const kept = new RecognisedBlocks();
    const bytes = new Uint8Array(length).fill(0x82);
    const block = keep(kept, bytes, 80);
    for (let i = 0; i < length; i++) {
      const other = bytes.slice();
      other[i] = 0x83;
      assert.equal(kept.find(other), undefined);
    }
    assert.equal(kept.find(new Uint8Array(length + 1).fill(0x82)), undefined);
    assert.equal(kept.find(bytes.slice()), block);
  }
});

test('what is kept is bounded in bytes, decoded and encoded', () => {
  const kept = new RecognisedBlocks();
  kept.add(Uint8Array.of(1), { fields: [], isTooLarge: true }, 5000);
  assert.equal(kept.find(Uint8Array.of(1)), undefined);
  kept.find(new Uint8Array(5000));
  kept.add(new Uint8Array(5000), { fields: [], isTooLarge: false }, 32);
  assert.equal(kept.find(new Uint8Array(5000)), undefined);
  const sizes = Array.from({ length: 1000 }, (_, i) => Uint8Array.of(i >> 8, i & 255));
  for (const bytes of sizes) keep(kept, bytes, 4000);
  const found = sizes.filter((bytes) => kept.find(bytes) !== undefined).length;
  assert.ok(found >= 1 && found <= 16, `${found} are kept`);
});

test('after clear nothing is recognised, and all can be kept again', () => {
  const kept = new RecognisedBlocks();
  for (let round = 0; round < 100; round++) {
    keep(kept, Uint8Array.of(0x82), 4000);
    kept.clear();
  }
  const one = keep(kept, Uint8Array.of(0x82), 80);
  const other = keep(kept, Uint8Array.of(0x83), 80);
  assert.equal(kept.find(Uint8Array.of(0x82)), one);
  assert.equal(kept.find(Uint8Array.of(0x83)), other);
});

test('blocks that come once replace each other, and do not make all be forgotten', () => {
  const kept = new RecognisedBlocks();
  const blocks = Array.from({ length: 5000 }, (_, i) => Uint8Array.of(i >> 8, i & 255));
  for (const bytes of blocks) keep(kept, bytes, 1000);
  assert.equal(blocks.filter((bytes) => kept.find(bytes) !== undefined).length, 64);
});
