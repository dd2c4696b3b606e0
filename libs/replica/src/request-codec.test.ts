import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, toUnsignedBigInt } from '@cairn/proto';
import { RequestIds, RequestKind, decodeRequest, encodeRequest } from './request-codec.ts';

test('an encoded request is an InternalRaftRequest that protobufjs reads', () => {
  const put = etcdserverpb.PutRequest.encode({
    key: new Uint8Array([1, 2]),
    value: new Uint8Array(300),
    lease: 7,
  }).finish();
  const id = { member: 0xfedc, sequence: 0x123456789abc };
  const message = etcdserverpb.InternalRaftRequest.decode(encodeRequest(id, RequestKind.put, put));
  assert.equal(toUnsignedBigInt(message.header?.ID ?? 0), 0xfedc123456789abcn);
  assert.deepEqual(message.put?.value, new Uint8Array(300));
  assert.equal(Number(message.put?.lease), 7);
});

test('decode gives back id, kind and body for ids of every length', () => {
  const random = new SeededRandom(1);
  for (let bits = 0; bits <= 64; bits++) {
    const value = bits === 0 ? 0n : (1n << BigInt(bits - 1)) | BigInt(random.nextBelow(1 << 16));
    const id = {
      member: Number(BigInt.asUintN(16, value >> 48n)),
      sequence: Number(BigInt.asUintN(48, value)),
    };
    for (const kind of Object.values(RequestKind)) {
      const body = new Uint8Array(random.nextBelow(300)).fill(bits);
      const encoded = encodeRequest(id, kind, body);
      assert.deepEqual(decodeRequest(encoded), { id, kind, body });
      const known = etcdserverpb.InternalRaftRequest.decode(
        encodeRequest(id, kind, new Uint8Array(0)),
      );
      assert.equal(toUnsignedBigInt(known.header?.ID ?? 0), BigInt.asUintN(64, value));
    }
  }
});

test('bytes that are no request are refused by assertion', () => {
  const good = encodeRequest({ member: 1, sequence: 2 }, RequestKind.put, new Uint8Array(3));
  assert.throws(() => decodeRequest(good.subarray(0, good.length - 1)), /ends with the entry/);
  assert.throws(() => decodeRequest(new Uint8Array([1, 2, 3])), /header/);
});

test('ids of two lives of a member do not meet within what the first could have counted', () => {
  const first = new RequestIds(0xabcdn, 1_000_000);
  const second = new RequestIds(0xabcdn, 1_000_001);
  assert.equal(first.next().member, 0xabcd);
  assert.ok(second.next().sequence - first.next().sequence >= 254);
});
