import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { FrameOutput, referenceBytesMin } from '../frames/frame-output.ts';
import { join } from '../testing/wire.ts';
import { ByteQueue } from './byte-queue.ts';

test('what goes in comes out in order, however it is cut', () => {
  const random = new SeededRandom(3);
  const queue = new ByteQueue();
  const output = new FrameOutput();
  const pushed: Uint8Array[] = [];
  const taken: Uint8Array[] = [];
  for (let i = 0; i < 3000; i++) {
    const size = random.nextBelow(i % 10 === 0 ? 20_000 : 300);
    const piece = new Uint8Array(size).fill(i);
    pushed.push(piece.slice());
    queue.push(piece);
    // Small pieces were copied: their memory is the caller's again.
    if (size < referenceBytesMin) piece.fill(255);
    if (i % 3 === 0) queue.moveTo(output, random.nextBelow(queue.byteCount + 1));
    if (i % 50 === 0) queue.moveTo(output, queue.byteCount);
    taken.push(...output.take().map((each) => each.slice()));
  }
  queue.moveTo(output, queue.byteCount);
  taken.push(...output.take());
  assert.equal(queue.byteCount, 0);
  assert.equal(Buffer.compare(join(...taken), join(...pushed)), 0);
});

test('a large piece is moved without a copy', () => {
  const queue = new ByteQueue();
  const output = new FrameOutput();
  const large = new Uint8Array(20_000);
  queue.push(large);
  queue.moveTo(output, 10_000);
  queue.moveTo(output, 10_000);
  assert.deepEqual(
    output.take().map((piece) => piece.buffer === large.buffer),
    [true, true],
  );
});

test('many small pieces become few', () => {
  const queue = new ByteQueue();
  const output = new FrameOutput();
  for (let i = 0; i < 1000; i++) queue.push(new Uint8Array(20).fill(i));
  queue.moveTo(output, 20_000);
  assert.ok(output.take().length <= 8);
});
