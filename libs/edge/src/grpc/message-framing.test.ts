import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SeededRandom } from '@cairn/core';
import { frame } from '../testing/raw-client.ts';
import { GrpcFailure } from './failure.ts';
import { frameMessage, MessageDeframer, messagePrefix } from './message-framing.ts';

function deframer(messageEncoding = '', messageBytesMax = 1000): MessageDeframer {
  return new MessageDeframer({ messageBytesMax, messageEncoding });
}

function failsWith(code: number, message: string | RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof GrpcFailure);
    assert.equal(error.code, code);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  };
}

test('a message in one chunk is a view of that chunk, not a copy', () => {
  const chunk = frame(Buffer.from('range'));
  const messages = deframer();
  messages.push(chunk);
  const message = messages.next();
  assert.equal(message?.buffer, chunk.buffer);
  assert.equal(Buffer.from(message).toString(), 'range');
  assert.equal(messages.next(), undefined);
  assert.equal(messages.pendingBytes, 0);
});

test('messages come out the same however the bytes are cut into chunks', () => {
  const random = new SeededRandom(11);
  for (let round = 0; round < 300; round += 1) {
    const messages: Buffer[] = [];
    for (let count = random.nextBelow(6); count >= 0; count -= 1) {
      messages.push(Buffer.alloc(random.nextBelow(40), count + 1));
    }
    const bytes = Buffer.concat(messages.map((message) => frame(message)));
    const receiver = deframer();
    const received: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const length = 1 + random.nextBelow(12);
      receiver.push(bytes.subarray(at, at + length));
      at += length;
      for (let next = receiver.next(); next !== undefined; next = receiver.next()) {
        received.push(Buffer.from(next));
      }
    }
    assert.deepEqual(received, messages);
    assert.equal(receiver.pendingBytes, 0);
  }
});

test('a message over the limit is refused before its bytes have come', () => {
  const messages = deframer('', 1000);
  messages.push(frame(Buffer.alloc(1001)).subarray(0, 5));
  assert.throws(
    () => messages.next(),
    failsWith(8, 'grpc: received message larger than max (1001 vs. 1000)'),
  );
  const exact = deframer('', 1000);
  exact.push(frame(Buffer.alloc(1000)));
  assert.equal(exact.next()?.length, 1000);
});

test('lengths of 2 GiB and more are no negative numbers', () => {
  const messages = deframer();
  messages.push(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]));
  assert.throws(() => messages.next(), failsWith(8, /larger than max \(4294967295 vs\. 1000\)/));
});

test('gzip messages are decompressed, plain ones on the same call are taken as they are', () => {
  const messages = deframer('gzip');
  messages.push(Buffer.concat([frame(gzipSync('small'), 1), frame(Buffer.from('plain'))]));
  assert.equal(Buffer.from(messages.next()!).toString(), 'small');
  assert.equal(Buffer.from(messages.next()!).toString(), 'plain');
});

test('the limit applies to what a compressed message becomes', () => {
  const messages = deframer('gzip', 1000);
  messages.push(frame(gzipSync(Buffer.alloc(1001)), 1));
  assert.throws(
    () => messages.next(),
    failsWith(8, 'grpc: received message after decompression larger than max 1000'),
  );
});

test('what cannot be decompressed, or may not be, is refused', () => {
  const broken = deframer('gzip');
  broken.push(frame(Buffer.from('abc'), 1));
  assert.throws(() => broken.next(), failsWith(13, /^grpc: failed to decompress the message: /));

  for (const encoding of ['', 'identity']) {
    const undeclared = deframer(encoding);
    undeclared.push(frame(gzipSync('abc'), 1));
    assert.throws(
      () => undeclared.next(),
      failsWith(13, 'grpc: compressed flag set with identity or empty encoding'),
    );
  }

  const strange = deframer();
  strange.push(frame(Buffer.from('abc'), 2));
  assert.throws(() => strange.next(), failsWith(13, 'grpc: received unexpected payload format 2'));
});

test('a framed message is its prefix and its bytes', () => {
  const message = Buffer.alloc(300, 7);
  assert.deepEqual(Buffer.from(frameMessage(message)), frame(message));
  assert.deepEqual(Buffer.from(messagePrefix(300)), frame(message).subarray(0, 5));
});
