import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SeededRandom } from '@cairn/core';
import { frame } from '../testing/raw-client.ts';
import { GrpcFailure } from './failure.ts';
import { MessageDeframer, messagePrefix, viewPlainMessage } from './message-framing.ts';

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
      if (random.nextBelow(2) === 0) receiver.settle();
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

test('a prefix is a flag and four bytes of length', () => {
  assert.deepEqual(Buffer.from(messagePrefix(300)), frame(Buffer.alloc(300)).subarray(0, 5));
});

test('the first message of a chunk is seen at once only if it is whole, plain and permitted', () => {
  const chunk = Buffer.concat([frame(Buffer.from('one')), frame(Buffer.from('two'))]);
  const message = viewPlainMessage(chunk, 3);
  assert.equal(message?.buffer, chunk.buffer);
  assert.equal(Buffer.from(message).toString(), 'one');
  assert.equal(viewPlainMessage(frame(Buffer.alloc(0)), 3)?.length, 0);
  for (let length = 0; length < 8; length += 1) {
    assert.equal(viewPlainMessage(chunk.subarray(0, length), 3), undefined);
  }
  assert.equal(viewPlainMessage(chunk, 2), undefined);
  assert.equal(viewPlainMessage(frame(Buffer.from('one'), 1), 3), undefined);
});

test('what waits for more does not keep the received chunk, nor much more memory than came', () => {
  const message = Buffer.alloc(900_000, 3);
  const bytes = frame(message);
  const messages = deframer('', 1_000_000);
  const chunk = Buffer.from(bytes.subarray(0, 100));
  messages.push(chunk);
  assert.equal(messages.next(), undefined);
  messages.settle();
  chunk.fill(0xff);
  for (let at = 100; at < bytes.length; at += 10_000) {
    assert.equal(messages.next(), undefined);
    messages.push(bytes.subarray(at, at + 10_000));
  }
  const whole = messages.next();
  assert.ok(message.equals(whole!));
  assert.ok(whole!.buffer.byteLength <= bytes.length);
  assert.equal(messages.pendingBytes, 0);
});

test('a message that was given out is not written over by what comes later', () => {
  const messages = deframer();
  const [one, two, three] = ['first', 'second', 'third'].map((text) => frame(Buffer.from(text)));
  messages.push(one!.subarray(0, 3));
  messages.settle();
  messages.push(Buffer.concat([one!.subarray(3), two!.subarray(0, 6)]));
  const first = messages.next()!;
  assert.equal(messages.next(), undefined);
  messages.push(Buffer.concat([two!.subarray(6), three!]));
  const second = messages.next()!;
  const third = messages.next()!;
  const texts = [first, second, third].map((message) => Buffer.from(message).toString());
  assert.deepEqual(texts, ['first', 'second', 'third']);
});
