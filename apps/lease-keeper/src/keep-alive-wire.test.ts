// The bytes written by hand are those of the generated code, and are read back as what they were.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';
import { encodeKeepAliveResults, readKeepAliveBatch } from './keep-alive-wire.ts';

const { KeepAliveBatch, KeepAliveResults } = cairn.v1;
const random = new SeededRandom(12);

/** Numbers of every length up to 64 bits, from one seed. */
function drawn(): bigint {
  const bits = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
  return BigInt.asIntN(64, bits >> BigInt(random.nextBelow(64)));
}

function read(message: Uint8Array): [number, bigint, boolean][] {
  const items: [number, bigint, boolean][] = [];
  readKeepAliveBatch(message, (id, leaseId, peek) => items.push([id, leaseId, peek]));
  return items;
}

it('a batch is read as it was written', () => {
  const leaseIds = [0n, 1n, 127n, 2n ** 31n, 2n ** 32n, 2n ** 35n - 1n, 2n ** 63n - 1n, -1n];
  leaseIds.push(-(2n ** 63n), ...Array.from({ length: 1_000 }, drawn));
  const items = leaseIds.map((leaseId, index) => ({
    id: index % 2 === 0 ? index : 0xffff_ffff - index,
    lease_id: fromBigInt(leaseId, 'signed'),
    peek: index % 3 === 0,
  }));
  assert.deepEqual(
    read(KeepAliveBatch.encode({ items }).finish()),
    leaseIds.map((leaseId, index) => [items[index]?.id, leaseId, index % 3 === 0]),
  );
});

it('results are the bytes that the generated code makes', () => {
  const results = Array.from({ length: 1_000 }, () => ({
    id: 1 + random.nextBelow(0xffff_fffe),
    outcome: random.nextBelow(3),
    ttlSeconds: random.nextBelow(2) === 0 ? 0 : 1 + random.nextBelow(9_000_000_000),
  }));
  assert.deepEqual(
    Buffer.from(encodeKeepAliveResults(results)),
    Buffer.from(
      KeepAliveResults.encode({
        results: results.map(({ id, outcome, ttlSeconds }) => ({ id, outcome, ttl: ttlSeconds })),
      }).finish(),
    ),
  );
});

it('unknown fields are stepped over', () => {
  // A varint, 8 bytes, a string and 4 bytes that this version does not know.
  const newer = [0x50, 0x01, 0x51, 1, 2, 3, 4, 5, 6, 7, 8, 0x52, 2, 9, 9, 0x55, 1, 2, 3, 4];
  const item = [0x08, 0x05, ...newer, 0x10, 0x07, 0x18, 0x01];
  assert.deepEqual(read(Uint8Array.from([...newer, 0x0a, item.length, ...item, ...newer])), [
    [5, 7n, true],
  ]);
});

it('what ends too early is refused, wherever it is cut', () => {
  const message = KeepAliveBatch.encode({
    items: [{ id: 300, lease_id: -5, peek: true }],
  }).finish();
  for (let length = 1; length < message.length; length++) {
    assert.throws(() => read(message.subarray(0, length)), RangeError);
  }
  assert.throws(() => read(Uint8Array.of(0x0b)), RangeError);
});
