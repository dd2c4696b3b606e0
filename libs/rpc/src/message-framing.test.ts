import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { MessageDeframer, messagePrefix } from './message-framing.ts';
import { RpcError } from './rpc-error.ts';

function framed(message: Uint8Array): Buffer {
  return Buffer.concat([messagePrefix(message.length), message]);
}

test('messages come out as they went in, wherever the bytes are cut', () => {
  const random = new SeededRandom(1);
  for (let round = 0; round < 300; round++) {
    const messages = Array.from({ length: random.nextBelow(8) }, () =>
      Buffer.alloc(random.nextBelow(4) === 0 ? 0 : random.nextBelow(400), random.nextBelow(256)),
    );
    const bytes = Buffer.concat(messages.map(framed));
    const deframer = new MessageDeframer(1_000);
    const read: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = 1 + random.nextBelow(random.nextBelow(3) === 0 ? 3 : 300);
      deframer.push(bytes.subarray(at, at + length));
      at += length;
      // Sometimes nobody reads for a while.
      if (random.nextBelow(3) === 0) continue;
      for (let next = deframer.next(); next !== undefined; next = deframer.next()) read.push(next);
    }
    for (let next = deframer.next(); next !== undefined; next = deframer.next()) read.push(next);
    assert.deepEqual(read, messages);
    assert.equal(deframer.pendingBytes, 0);
  }
});

test('a message in one piece is a view of it', () => {
  const bytes = framed(Buffer.from('abc'));
  const deframer = new MessageDeframer(10);
  deframer.push(bytes);
  assert.equal(deframer.next()?.buffer, bytes.buffer);
});

test('what is cut inside its prefix or its message is still pending', () => {
  for (const length of [1, 5, 7]) {
    const deframer = new MessageDeframer(10);
    deframer.push(framed(Buffer.from('abc')).subarray(0, length));
    assert.equal(deframer.next(), undefined);
    assert.equal(deframer.pendingBytes, length);
  }
});

test('a length above the limit and a compressed message are refused before they are waited for', () => {
  const tooLong = new MessageDeframer(10);
  tooLong.push(messagePrefix(11));
  assert.throws(() => tooLong.next(), new RpcError(8, 'message larger than max (11 vs. 10)'));
  const compressed = new MessageDeframer(10);
  compressed.push(Buffer.from([1, 0, 0, 0, 1]));
  assert.throws(() => compressed.next(), { code: 12 });
});
