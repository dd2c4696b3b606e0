import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeaderDecoder } from './header-decoder.ts';

function decode(decoder: HeaderDecoder, hex: string): ReturnType<HeaderDecoder['decode']> {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return decoder.decode(bytes, 0, bytes.length);
}

function text(value: string): string {
  return `${value.length.toString(16).padStart(2, '0')}${Buffer.from(value).toString('hex')}`;
}

const status200 = '88';
/** A literal that goes into the table, with a name of its own. */
const grpcStatus0 = `40${text('grpc-status')}${text('0')}`;
const grpcStatus5 = `40${text('grpc-status')}${text('5')}`;
const newest = 'be';
const secondNewest = 'bf';

test('headers in front of the messages have a status of HTTP, trailers one of gRPC', () => {
  const decoder = new HeaderDecoder();
  const none = { grpcStatus: undefined, grpcMessage: '' };
  assert.deepEqual(decode(decoder, status200), { httpStatus: '200', ...none });
  const trailers = { httpStatus: undefined, grpcStatus: 0, grpcMessage: '' };
  assert.deepEqual(decode(decoder, grpcStatus0), trailers);
});

test('what a number means changes with the table, also for a block that was remembered', () => {
  const decoder = new HeaderDecoder();
  decode(decoder, grpcStatus0);
  assert.equal(decode(decoder, newest).grpcStatus, 0);
  assert.equal(decode(decoder, newest).grpcStatus, 0);
  decode(decoder, grpcStatus5);
  assert.equal(decode(decoder, newest).grpcStatus, 5);
  assert.equal(decode(decoder, secondNewest).grpcStatus, 0);
});

test('a table that is made smaller forgets, the oldest first', () => {
  const decoder = new HeaderDecoder();
  decode(decoder, grpcStatus0 + grpcStatus5);
  // 32 + 11 + 1 bytes are left: room for one of them.
  const resizeTo44 = '3f0d';
  assert.equal(decode(decoder, resizeTo44 + newest).grpcStatus, 5);
  assert.throws(() => decode(decoder, secondNewest), /not known/);
});

test('a block that is cut off, lies or says nonsense is refused', () => {
  assert.throws(() => decode(new HeaderDecoder(), '40'), /end inside/);
  assert.throws(() => decode(new HeaderDecoder(), '400b67'), /end inside a string/);
  assert.throws(() => decode(new HeaderDecoder(), newest), /not known/);
  assert.throws(() => decode(new HeaderDecoder(), '3fe2ff03'), /not allowed/);
  const word = `00${text('grpc-status')}${text('no')}`;
  assert.throws(() => decode(new HeaderDecoder(), word), /not a number/);
});
