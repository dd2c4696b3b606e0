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

/** As the sender does it. */
function writeData(
  output: FrameOutput,
  streamId: number,
  body: Uint8Array,
  lengthMax: number,
): void {
  if (output.join(streamId, body.length, lengthMax)) {
    output.copy(body);
    return;
  }
  output.header(body.length, 0, 0, streamId);
  output.copy(body);
  output.allowJoin(body.length);
}

test('a frame that is last takes more of its stream, within its limit', () => {
  const output = new FrameOutput();
  const [a, b, c] = [1, 2, 3].map((value) => new Uint8Array(10).fill(value)) as Bodies;
  for (const body of [a, b, c]) writeData(output, 1, body, 25);
  assert.deepEqual(join(...output.take()), join(frame(0, 0, 1, join(a, b)), frame(0, 0, 1, c)));
});

type Bodies = [Uint8Array, Uint8Array, Uint8Array];

test('nothing joins a frame of another stream, one that is not last, or one that was taken', () => {
  const output = new FrameOutput();
  const body = new Uint8Array(10).fill(7);
  const one = frame(0, 0, 1, body);
  writeData(output, 1, body, 100);
  writeData(output, 3, body, 100);
  output.settingsAck();
  writeData(output, 3, body, 100);
  const expected = join(one, frame(0, 0, 3, body), frame(4, 1, 0), frame(0, 0, 3, body));
  assert.deepEqual(join(...output.take()), expected);
  writeData(output, 3, body, 100);
  assert.deepEqual(join(...output.take()), frame(0, 0, 3, body));
  writeData(output, 3, body, 100);
  output.put(new Uint8Array(referenceBytesMin));
  writeData(output, 3, body, 100);
  assert.deepEqual(output.take().at(-1), frame(0, 0, 3, body));
});

test('joined or not, all bodies of a stream are there in their order, across slabs too', () => {
  const output = new FrameOutput();
  const sent = new Map<number, Uint8Array[]>([1, 3].map((id) => [id, []]));
  for (let i = 0; i < 20_000; i++) {
    const streamId = i % 11 < 9 ? 1 : 3;
    const body = new Uint8Array(i % 113).fill(i);
    writeData(output, streamId, body, 16_384);
    sent.get(streamId)?.push(body);
  }
  const bytes = join(...output.take());
  const received = new Map<number, Uint8Array[]>([1, 3].map((id) => [id, []]));
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    assert.ok(length <= 16_384);
    received.get(bytes[at + 8] ?? 0)?.push(bytes.subarray(at + 9, at + 9 + length));
    at += 9 + length;
  }
  for (const [id, bodies] of sent) {
    assert.deepEqual(join(...(received.get(id) ?? [])), join(...bodies), `stream ${id}`);
  }
});
