import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { frame, join } from '../testing/wire.ts';
import { FrameReader } from './frame-reader.ts';
import type { FrameTarget } from './frame-reader.ts';

/** Writes down what it is handed. */
class Recorder implements FrameTarget {
  readonly lines: string[] = [];
  readonly views: Uint8Array[] = [];

  frame(
    type: number,
    flags: number,
    id: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const payload = bytes.subarray(start, end);
    this.views.push(payload);
    this.lines.push(`${type} ${flags} ${id} ${Buffer.from(payload).toString('hex')}`);
  }

  frameTooLarge(type: number, streamId: number, lengthBytes: number): void {
    this.lines.push(`too large: ${type} ${streamId} ${lengthBytes}`);
  }
}

const frames = join(
  frame(0, 1, 1, [1, 2, 3]),
  frame(4, 0, 0, []),
  frame(0xff, 0xff, 0x7fff_ffff, new Uint8Array(700).fill(7)),
  frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
);

test('frames are the same whatever the boundaries of the chunks', () => {
  const whole = new Recorder();
  new FrameReader(16_384).read(frames, 0, whole);
  assert.equal(whole.lines.length, 4);
  const random = new SeededRandom(1);
  for (let round = 0; round < 300; round++) {
    const cut = new Recorder();
    const reader = new FrameReader(16_384);
    for (let at = 0; at < frames.length;) {
      const size = 1 + random.nextBelow(round === 0 ? 1 : 40 + round);
      reader.read(frames.slice(at, at + size), 0, cut);
      at += size;
    }
    assert.deepEqual(cut.lines, whole.lines);
    assert.equal(reader.heldBytes, 0);
  }
});

test('a frame within one chunk is a view of it, one across chunks has memory of its own', () => {
  const seen = new Recorder();
  const reader = new FrameReader(16_384);
  const chunk = frame(0, 0, 1, [1, 2, 3]);
  reader.read(chunk, 0, seen);
  assert.equal(seen.views[0]?.buffer, chunk.buffer);
  reader.read(chunk.subarray(0, 10), 0, seen);
  reader.read(chunk.subarray(10), 0, seen);
  const [, gathered] = seen.views;
  reader.read(chunk.subarray(0, 10), 0, seen);
  reader.read(chunk.subarray(10), 0, seen);
  assert.notEqual(gathered?.buffer, chunk.buffer);
  assert.notEqual(gathered?.buffer, seen.views[2]?.buffer, 'a payload may be kept');
});

test('an announced length costs nothing before the bytes arrive', () => {
  const reader = new FrameReader(16_777_215);
  reader.read(frame(0, 0, 1, new Uint8Array(16_000_000)).subarray(0, 20), 0, new Recorder());
  assert.ok(reader.heldBytes <= 256);
});

test('a frame that is too large is told from its header alone, and reading stops', () => {
  for (const cut of [9, 5]) {
    const seen = new Recorder();
    const reader = new FrameReader(16_384);
    const large = frame(1, 0, 3, new Uint8Array(16_385)).subarray(0, 9);
    reader.read(join(frame(0, 0, 1, [1]), large.subarray(0, cut)), 0, seen);
    reader.read(large.subarray(cut), 0, seen);
    reader.read(frame(0, 0, 1, [2]), 0, seen);
    assert.deepEqual(seen.lines, ['0 0 1 01', 'too large: 1 3 16385']);
  }
});

test('a target that stops the reader gets nothing more of the chunk', () => {
  const reader = new FrameReader(16_384);
  const seen = new Recorder();
  const stopping: FrameTarget = {
    frame: (...args) => {
      seen.frame(...args);
      reader.stop();
    },
    frameTooLarge: () => assert.fail(),
  };
  reader.read(frames, 0, stopping);
  reader.read(frames, 0, stopping);
  assert.equal(seen.lines.length, 1);
});
