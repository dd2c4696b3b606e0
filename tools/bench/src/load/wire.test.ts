import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesField, grpcFrame, headerRevision, intField, readFields } from './wire.ts';

test('fields come back as they were written', () => {
  const long = Buffer.alloc(300, 'x');
  const message = Buffer.concat([bytesField(1, long), intField(3, 1_000_000), intField(64, 1)]);
  assert.deepEqual(
    [...readFields(message)],
    [
      [1, long],
      [3, 1_000_000],
      [64, 1],
    ],
  );
});

test('the revision is found in the header', () => {
  const header = Buffer.concat([intField(1, 7), intField(3, 300), intField(4, 2)]);
  assert.equal(headerRevision(bytesField(1, header)), 300);
  assert.throws(() => headerRevision(bytesField(2, header)), /no header/);
});

test('a frame is a flag, a big-endian length and the message', () => {
  assert.deepEqual([...grpcFrame(Uint8Array.of(9, 8))], [0, 0, 0, 0, 2, 9, 8]);
});

test('a message that is cut off is refused', () => {
  assert.throws(() => readFields(Uint8Array.of(0x08, 0x80)), /ends inside/);
});
