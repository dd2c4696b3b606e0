import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import Long from 'long';
import { etcdserverpb } from './gen/messages.js';
import {
  fromBigInt,
  toClampedNumber,
  toSafeNumber,
  toSignedBigInt,
  toUnsignedBigInt,
} from './int64.ts';

const ids = [0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n];

test('signed ids survive a message, negative ones too', () => {
  for (const id of [...ids, -1n, -(2n ** 63n)]) {
    const bytes = etcdserverpb.LeaseRevokeRequest.encode({ ID: fromBigInt(id, 'signed') }).finish();
    assert.equal(toSignedBigInt(etcdserverpb.LeaseRevokeRequest.decode(bytes).ID), id);
  }
});

test('unsigned ids survive a message up to 2^64 - 1', () => {
  for (const id of [...ids, 2n ** 63n, 2n ** 64n - 1n]) {
    const fields = { cluster_id: fromBigInt(id, 'unsigned') };
    const bytes = etcdserverpb.ResponseHeader.encode(fields).finish();
    assert.equal(toUnsignedBigInt(etcdserverpb.ResponseHeader.decode(bytes).cluster_id), id);
  }
});

test('a revision that is no safe integer is a broken invariant, a client may send any', () => {
  assert.equal(toSafeNumber(Long.fromNumber(2 ** 53 - 1)), 2 ** 53 - 1);
  assert.throws(() => toSafeNumber(Long.MAX_VALUE), AssertionFailure);
  assert.equal(toClampedNumber(Long.MAX_VALUE), Number.MAX_SAFE_INTEGER);
  assert.equal(toClampedNumber(Long.MIN_VALUE), Number.MIN_SAFE_INTEGER);
  assert.equal(toClampedNumber(7), 7);
});
