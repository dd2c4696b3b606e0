// The bytes written by hand are those of the generated code, and are read back as what they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, encodeVarint64 } from '@cairn/core';
import { cairn, fromBigInt, toSignedBigInt } from '@cairn/proto';
import {
  encodeKeepAliveBatch,
  encodeKeepAliveResults,
  readKeepAliveBatch,
  readKeepAliveResults,
} from './keep-alive-codec.ts';
import type { KeepAliveResult } from './keep-alive-codec.ts';
import { leaseIdLength, leaseIdOf, wordsOfLeaseId, writeLeaseId } from './lease-id-words.ts';

const { KeepAliveBatch, KeepAliveResults } = cairn.v1;
/** A varint, 8 bytes, a string and 4 bytes that this version does not know. */
const newer = [0x50, 0x01, 0x51, 1, 2, 3, 4, 5, 6, 7, 8, 0x52, 2, 9, 9, 0x55, 1, 2, 3, 4];

/** Ids of every length, from one seed. */
const leaseIds: readonly bigint[] = (() => {
  const random = new SeededRandom(12);
  const edges = Array.from({ length: 64 }, (_, bits) => [
    1n << BigInt(bits),
    (1n << BigInt(bits)) - 1n,
  ]);
  const drawn = Array.from({ length: 1_000 }, () => {
    const bits = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
    return bits >> BigInt(random.nextBelow(64));
  });
  return [...edges.flat(), -1n, ...drawn].map((id) => BigInt.asIntN(64, id));
})();

function itemAt(index: number, leaseId: bigint): Item {
  const id = index % 2 === 0 ? index : 0xffff_ffff - index;
  return { id, leaseId, peek: index % 3 === 0 };
}

interface Item {
  readonly id: number;
  readonly leaseId: bigint;
  readonly peek: boolean;
}

function readItems(message: Uint8Array): Item[] {
  const items: Item[] = [];
  readKeepAliveBatch(message, (id, low, high, peek) => {
    items.push({ id, leaseId: leaseIdOf(low, high), peek });
  });
  return items;
}

function readResults(message: Uint8Array): KeepAliveResult[] {
  const told: KeepAliveResult[] = [];
  readKeepAliveResults(message, (id, outcome, ttlSeconds) => {
    told.push({ id, outcome, ttlSeconds });
  });
  return told;
}

test('a lease id in halves is the id, and the varint that everybody writes', () => {
  for (const id of leaseIds) {
    const { leaseLow, leaseHigh } = wordsOfLeaseId(id);
    assert.equal(leaseIdOf(leaseLow, leaseHigh), id);
    const expected = Buffer.from(encodeVarint64(id));
    assert.equal(leaseIdLength(leaseLow, leaseHigh), expected.length, `length of ${id}`);
    const target = Buffer.alloc(12, 0xee);
    assert.equal(writeLeaseId(target, 1, leaseLow, leaseHigh), 1 + expected.length);
    assert.deepEqual(target.subarray(1, 1 + expected.length), expected, `bytes of ${id}`);
    assert.equal(target[1 + expected.length], 0xee, 'nothing behind it is touched');
  }
});

test('a batch is the bytes that the generated code makes, and is read as what it was', () => {
  const items = leaseIds.map((leaseId, index) => itemAt(index + 1, leaseId));
  const bytes = encodeKeepAliveBatch(
    items.map(({ id, leaseId, peek }) => ({ id, peek, ...wordsOfLeaseId(leaseId) })),
  );
  const generated = KeepAliveBatch.decode(bytes).items;
  assert.deepEqual(
    generated.map(({ id, lease_id: leaseId, peek }) => ({
      id,
      leaseId: toSignedBigInt(leaseId ?? 0),
      peek,
    })),
    items,
  );
  assert.deepEqual(readItems(bytes), items);
});

test('a batch of the generated code is read as what it is, zeros left out too', () => {
  const items = leaseIds.map((leaseId, index) => itemAt(index, leaseId));
  const message = KeepAliveBatch.encode({
    items: items.map(({ id, leaseId, peek }) => ({
      id,
      lease_id: fromBigInt(leaseId, 'signed'),
      peek,
    })),
  }).finish();
  assert.deepEqual(readItems(message), items);
});

test('results are the bytes that the generated code makes, and are read as what they were', () => {
  const random = new SeededRandom(13);
  const results = Array.from({ length: 1_000 }, () => ({
    id: 1 + random.nextBelow(0xffff_fffe),
    outcome: random.nextBelow(3),
    ttlSeconds: random.nextBelow(2) === 0 ? 0 : 1 + random.nextBelow(9_000_000_000),
  }));
  const bytes = encodeKeepAliveResults(results);
  assert.deepEqual(
    Buffer.from(bytes),
    Buffer.from(
      KeepAliveResults.encode({
        results: results.map(({ id, outcome, ttlSeconds }) => ({ id, outcome, ttl: ttlSeconds })),
      }).finish(),
    ),
  );
  assert.deepEqual(readResults(bytes), results);
});

test('a TTL beyond what a number holds exactly is the largest that it does', () => {
  const message = KeepAliveResults.encode({
    results: [
      { id: 1, ttl: fromBigInt(2n ** 62n, 'signed') },
      { id: 2, ttl: 2 ** 53 - 1 },
    ],
  }).finish();
  const max = Number.MAX_SAFE_INTEGER;
  assert.deepEqual(
    readResults(message).map(({ ttlSeconds }) => ttlSeconds),
    [max, max],
  );
});

test('unknown fields are stepped over', () => {
  const item = [0x08, 0x05, ...newer, 0x10, 0x07, 0x18, 0x01];
  const batch = Uint8Array.from([...newer, 0x0a, item.length, ...item, ...newer]);
  assert.deepEqual(readItems(batch), [{ id: 5, leaseId: 7n, peek: true }]);
  const result = [0x08, 0x05, ...newer, 0x18, 0x3c];
  const results = Uint8Array.from([...newer, 0x0a, result.length, ...result]);
  assert.deepEqual(readResults(results), [{ id: 5, outcome: 0, ttlSeconds: 60 }]);
});

test('what ends too early is refused, wherever it is cut', () => {
  const batch = KeepAliveBatch.encode({ items: [{ id: 300, lease_id: -5, peek: true }] }).finish();
  const results = KeepAliveResults.encode({
    results: [{ id: 300, outcome: 2, ttl: 1_000 }],
  }).finish();
  for (let length = 1; length < batch.length; length++) {
    assert.throws(() => readItems(batch.subarray(0, length)), RangeError);
  }
  for (let length = 1; length < results.length; length++) {
    assert.throws(() => readResults(results.subarray(0, length)), RangeError);
  }
  assert.throws(() => readItems(Uint8Array.of(0x0b)), RangeError);
  assert.throws(() => readResults(Uint8Array.of(0x0b)), RangeError);
});
