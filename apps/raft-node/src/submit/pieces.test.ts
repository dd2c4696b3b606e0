import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cairn } from '@cairn/proto';
import { FreePieces, messageOf, pieceBytes, pieceHeadBytes } from './pieces.ts';

test('the message of a piece says what the generated code would say', () => {
  const free = new FreePieces();
  for (const id of [1, 127, 128, 0xffff_ffff]) {
    for (const size of [1, 127, 128, 16_384, pieceBytes]) {
      for (const total_bytes of [0, 65_537, 0xffff_ffff]) {
        for (const more of [true, false]) {
          const piece = free.take();
          piece.memory.fill(size, pieceHeadBytes);
          piece.end = pieceHeadBytes + size;
          const message = messageOf(piece, id, more, total_bytes);
          const { results } = cairn.v1.SubmitResults.decode(message);
          assert.equal(results.length, 1);
          const [result] = results;
          assert.deepEqual(
            [result?.id, result?.more ?? false, result?.total_bytes ?? 0, result?.code ?? 0],
            [id, more, total_bytes, 0],
          );
          assert.deepEqual(result?.response, Buffer.alloc(size, size));
        }
      }
    }
  }
});

test('a piece that came back is the next one that is taken, and empty', () => {
  const free = new FreePieces();
  const piece = free.take();
  const other = free.take();
  assert.notEqual(other.memory, piece.memory);
  piece.end += 10;
  free.give(piece);
  const again = free.take();
  assert.equal(again.memory, piece.memory);
  assert.equal(again.end, pieceHeadBytes);
  assert.notEqual(free.take().memory, piece.memory);
});
