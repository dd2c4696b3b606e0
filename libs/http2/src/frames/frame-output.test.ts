import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frame, join } from '../testing/wire.ts';
import { FrameOutput, referenceBytesMin } from './frame-output.ts';

test('frames of a turn are one piece, whatever their number', () => {
  const output = new FrameOutput();
  for (let i = 0; i < 10; i++) output.rstStream(1, i);
  const pieces = output.take();
  assert.equal(pieces.length, 1);
  assert.equal(pieces[0]?.length, 130);
  assert.ok(output.isEmpty);
  assert.deepEqual(output.take(), []);
});

test('what was taken is never written again', () => {
  const output = new FrameOutput();
  const taken: Uint8Array[] = [];
  const expected: Uint8Array[] = [];
  for (let i = 0; i < 5000; i++) {
    const body = new Uint8Array(i % 97).fill(i);
    output.header(body.length, 0, 0, i);
    output.copy(body);
    expected.push(frame(0, 0, i, body));
    if (i % 7 === 0) taken.push(...output.take());
  }
  taken.push(...output.take());
  assert.deepEqual(join(...taken), join(...expected));
});

test('large payloads are referenced in their place, small ones copied', () => {
  const output = new FrameOutput();
  const large = new Uint8Array(referenceBytesMin).fill(1);
  const small = new Uint8Array(referenceBytesMin - 1).fill(2);
  output.header(large.length, 0, 0, 1);
  output.put(large);
  output.header(small.length, 0, 0, 3);
  output.put(small);
  const written = output.writtenBytes;
  const pieces = output.take();
  assert.equal(pieces[1], large);
  assert.deepEqual(join(...pieces), join(frame(0, 0, 1, large), frame(0, 0, 3, small)));
  assert.equal(written, join(...pieces).length);
  assert.equal(output.writtenBytes, written);
});

test('the slab grows with use and is given back at rest', () => {
  const output = new FrameOutput();
  output.windowUpdate(0, 1);
  const first = output.heldBytes;
  assert.ok(first <= 1024);
  for (let i = 0; i < 20_000; i++) output.windowUpdate(0, i);
  assert.ok(output.heldBytes > first);
  output.rest();
  output.rest();
  assert.ok(output.heldBytes > 0, 'not while something waits');
  output.take();
  output.rest();
  assert.ok(output.heldBytes > 0, 'not when it was just used');
  output.rest();
  assert.equal(output.heldBytes, 0);
});
