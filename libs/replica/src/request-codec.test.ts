import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, toUnsignedBigInt } from '@cairn/proto';
import {
  RequestIds,
  RequestKind,
  bodyOf,
  decodeRequest,
  encodeRequest,
  firstRequestMax,
  sequenceOf,
} from './request-codec.ts';

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
      const decoded = decodeRequest(encoded);
      assert.equal(decoded.kind, kind);
      assert.deepEqual(bodyOf(decoded), body);
      assert.equal(sequenceOf(encoded, id.member), id.sequence);
      assert.equal(sequenceOf(encoded, id.member ^ 1), -1);
      const known = etcdserverpb.InternalRaftRequest.decode(
        encodeRequest(id, kind, new Uint8Array(0)),
      );
      assert.equal(toUnsignedBigInt(known.header?.ID ?? 0), BigInt.asUintN(64, value));
    }
  }
});

test('who asks stands between the id and the request, in any length', () => {
  for (const user of ['', 'a', 'ü'.repeat(40), 'x'.repeat(1_000)]) {
    const requester = { user, authRevision: user.length * 1_000_000 };
    const id = { member: 7, sequence: 2 ** 40 };
    const encoded = encodeRequest(id, RequestKind.put, new Uint8Array([1, 2]), requester);
    const decoded = decodeRequest(encoded);
    assert.deepEqual(decoded.requester, requester);
    assert.equal(decoded.kind, RequestKind.put);
    assert.deepEqual(bodyOf(decoded), new Uint8Array([1, 2]));
    assert.equal(sequenceOf(encoded, 7), 2 ** 40);
    for (let end = 0; end < encoded.length; end++) {
      assert.throws(() => decodeRequest(encoded.subarray(0, end)), { name: 'AssertionFailure' });
    }
  }
  const plain = encodeRequest({ member: 7, sequence: 1 }, RequestKind.put, new Uint8Array(0));
  assert.equal(decodeRequest(plain).requester, undefined);
});

test('requests are independent of each other, large ones and small ones', () => {
  const random = new SeededRandom(5);
  const encoded: { readonly bytes: Uint8Array; readonly fill: number; readonly length: number }[] =
    [];
  for (let sequence = 0; sequence < 500; sequence++) {
    const length = random.nextBelow(sequence % 50 === 0 ? 100_000 : 1_000);
    const body = new Uint8Array(length).fill(sequence);
    const bytes = encodeRequest({ member: 1, sequence }, RequestKind.put, body);
    encoded.push({ bytes, fill: sequence & 0xff, length });
  }
  for (const { bytes, fill, length } of encoded) {
    assert.deepEqual(bodyOf(decodeRequest(bytes)), new Uint8Array(length).fill(fill));
  }
});

test('bytes that are no request are refused by assertion', () => {
  const good = encodeRequest({ member: 1, sequence: 2 }, RequestKind.put, new Uint8Array(3));
  assert.throws(() => decodeRequest(good.subarray(0, good.length - 1)), /ends with the entry/);
  assert.throws(() => decodeRequest(new Uint8Array([1, 2, 3])), /header/);
  const long = encodeRequest({ member: 1, sequence: 2 }, RequestKind.put, new Uint8Array(30));
  long.fill(0xff, 4, 20)[2] = 18;
  assert.throws(() => decodeRequest(long), /64-bit/);
  assert.throws(() => sequenceOf(long, 1), /64-bit/);
  const misfit = good.slice();
  misfit[2] = 5;
  assert.throws(() => sequenceOf(misfit, 1), /ends with the id/);
  assert.throws(() => sequenceOf(good.subarray(0, 4), 1), /inside a number/);
});

test('ids count up from where they are told, to the last that fits', () => {
  const ids = new RequestIds(0xf_abcdn, 1_000);
  assert.deepEqual(ids.next(), { member: 0xabcd, sequence: 1_001 });
  assert.deepEqual(ids.next(), { member: 0xabcd, sequence: 1_002 });
  const id = new RequestIds(0xffffn, firstRequestMax - 1).next();
  assert.equal(sequenceOf(encodeRequest(id, RequestKind.put, new Uint8Array(1)), 0xffff), 2 ** 47);
  for (const outside of [firstRequestMax, -1, 0.5, Number.NaN]) {
    assert.throws(() => new RequestIds(1n, outside), /begin at/);
  }
});
