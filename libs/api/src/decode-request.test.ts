import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { decodeRequest, decodeStreamMessage } from './decode-request.ts';

test('a message is decoded, an empty one to its defaults', () => {
  const bytes = etcdserverpb.RangeRequest.encode({ key: Buffer.from('a'), limit: 5 }).finish();
  const request = decodeRequest(etcdserverpb.RangeRequest, bytes);
  assert.equal(Buffer.from(request.key).toString(), 'a');
  assert.equal(Number(request.limit), 5);
  assert.equal(decodeRequest(etcdserverpb.RangeRequest, new Uint8Array(0)).key.length, 0);
});

test('bytes that are no such message are Internal with the words of grpc-go in front', () => {
  const truncated = [[0x0a, 0x20, 1], [0xff, 0xff, 0xff], [0x02, 1, 1], [0x0c]];
  for (const garbage of truncated) {
    assert.throws(
      () => decodeRequest(etcdserverpb.RangeRequest, Uint8Array.from(garbage)),
      (error) =>
        error instanceof ApiError &&
        error.code === 13 &&
        error.message.startsWith('grpc: error unmarshalling request: '),
    );
    assert.throws(
      () => decodeStreamMessage(etcdserverpb.WatchRequest, Uint8Array.from(garbage)),
      (error) =>
        error instanceof ApiError &&
        error.code === 13 &&
        error.message.startsWith('grpc: failed to unmarshal the received message: '),
    );
  }
});

test('a broken invariant inside a codec is no malformed request', () => {
  const codec = {
    decode: (): never => {
      throw new AssertionFailure('broken');
    },
  };
  assert.throws(() => decodeRequest(codec, new Uint8Array(0)), AssertionFailure);
});
