import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFileSystem } from './memory-file-system.ts';
import { SegmentBuffer } from './segment-buffer.ts';

const pieceBytes = 1024 * 1024;

async function write(bytes: Uint8Array): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem();
  const file = await files.open('segment', 'create');
  await file.write(0, bytes);
  await file.close();
  return files;
}

async function filledAt(
  fileBytes: number,
  ...places: readonly number[]
): Promise<MemoryFileSystem> {
  const bytes = new Uint8Array(fileBytes);
  for (const place of places) bytes[place] = 7;
  return await write(bytes);
}

test('what is written of a segment is read, and the zeros behind it are not', async () => {
  const sizes = [
    { fileBytes: 3 * pieceBytes, last: 5, expected: 4096 },
    { fileBytes: 3 * pieceBytes, last: 4095, expected: 4096 },
    { fileBytes: 3 * pieceBytes, last: 4096, expected: 8192 },
    { fileBytes: 3 * pieceBytes, last: 2 * pieceBytes - 1, expected: 2 * pieceBytes },
    { fileBytes: 3 * pieceBytes, last: 2 * pieceBytes, expected: 2 * pieceBytes + 4096 },
    { fileBytes: 3 * pieceBytes, last: 3 * pieceBytes - 1, expected: 3 * pieceBytes },
    { fileBytes: pieceBytes + 100, last: pieceBytes + 50, expected: pieceBytes + 100 },
    { fileBytes: 10, last: 3, expected: 10 },
  ];
  for (const { fileBytes, last, expected } of sizes) {
    using buffer = new SegmentBuffer();
    await buffer.read(await filledAt(fileBytes, 0, last), 'segment');
    assert.equal(buffer.fileBytes, fileBytes);
    assert.equal(buffer.bytes.length, expected);
    assert.deepEqual([buffer.bytes[0], buffer.bytes[last]], [7, 7]);
    assert.equal(
      buffer.bytes.reduce((sum, byte) => sum + byte, 0),
      last === 0 ? 7 : 14,
    );
  }
});

test('a file without a byte that is not zero, or without any byte, is read as nothing', async () => {
  for (const fileBytes of [0, 1, 4096, pieceBytes + 1]) {
    using buffer = new SegmentBuffer();
    await buffer.read(await filledAt(fileBytes), 'segment');
    assert.equal(buffer.bytes.length, 0);
    assert.equal(buffer.fileBytes, fileBytes);
  }
});

test('a shorter segment shows nothing of a longer one before it', async () => {
  using buffer = new SegmentBuffer();
  await buffer.read(await write(new Uint8Array(20_000).fill(9)), 'segment');
  await buffer.read(await filledAt(8192, 10), 'segment');
  assert.equal(buffer.bytes.length, 4096);
  assert.ok(buffer.bytes.every((byte, at) => byte === (at === 10 ? 7 : 0)));
});

test('the memory is given back at the end, whoever still holds a view', async () => {
  let view = new Uint8Array(0);
  {
    using buffer = new SegmentBuffer();
    await buffer.read(await filledAt(8192, 8000), 'segment');
    view = buffer.bytes;
    assert.equal(view.length, 8192);
  }
  assert.equal(view.buffer.byteLength, 0);
});
