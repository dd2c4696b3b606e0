// The bytes written by hand are those of the generated code, and are read back as what they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn, etcdserverpb, fromBigInt, toSafeNumber, toSignedBigInt } from '@cairn/proto';
import { responseHeader } from '../node/node-state.ts';
import { someState } from '../testing/support.ts';
import { HeaderBytes } from '../watch/header-bytes.ts';
import {
  encodeKeepAliveBatch,
  encodeKeepAliveResponse,
  encodeLeaseId,
  readKeepAliveResults,
  readLeaseId,
} from './keep-alive-wire.ts';

const { LeaseKeepAliveRequest, LeaseKeepAliveResponse } = etcdserverpb;
const { KeepAliveBatch, KeepAliveResults } = cairn.v1;

const edges = [0n, 1n, 127n, 128n, 2n ** 32n, 2n ** 56n, 2n ** 63n - 1n, -1n, -(2n ** 63n)];

/** Ids of every length, from one seed. */
function leaseIds(): bigint[] {
  const random = new SeededRandom(11);
  const drawn = Array.from({ length: 500 }, () => {
    const bits = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
    return BigInt.asIntN(64, bits >> BigInt(random.nextBelow(64)));
  });
  return [...edges, ...drawn];
}

test('the id of a request is carried through to the batch and the response', () => {
  const headers = new HeaderBytes();
  for (const id of leaseIds()) {
    const request = LeaseKeepAliveRequest.encode({ ID: fromBigInt(id, 'signed') }).finish();
    const leaseId = readLeaseId(request);
    assert.deepEqual(Buffer.from(leaseId), Buffer.from(encodeLeaseId(id)), `lease ${id}`);
    for (const ttl of [0, 60, 9_000_000_000]) {
      assert.deepEqual(
        Buffer.from(encodeKeepAliveResponse(headers.field(someState, 7), leaseId, ttl)),
        Buffer.from(
          LeaseKeepAliveResponse.encode({
            header: responseHeader(someState, 7),
            ID: fromBigInt(id, 'signed'),
            TTL: ttl,
          }).finish(),
        ),
      );
    }
  }
});

test('an id in any form that protobuf allows is understood', () => {
  const read = (...bytes: number[]): bigint => {
    const item = encodeKeepAliveBatch([
      { id: 1, leaseId: readLeaseId(Uint8Array.from(bytes)), peek: false },
    ]);
    return toSignedBigInt(KeepAliveBatch.decode(item).items[0]?.lease_id ?? -1);
  };
  assert.equal(read(), 0n, 'absent');
  assert.equal(read(0x08, 0x87, 0x00), 7n, 'longer than needed');
  assert.equal(read(0x08, 0x01, 0x08, 0x02), 2n, 'twice: the last one counts');
  assert.equal(read(0x10, 0x05, 0x08, 0x02), 2n, 'behind an unknown field');
  assert.equal(read(0x08, 0x02, 0x1a, 0x01, 0x08), 2n, 'before an unknown field');
  for (const broken of [[0x08], [0x08, 0x80], [0x80], [0x0a, 0x05]]) {
    assert.throws(() => read(...broken), { name: 'ApiError' });
  }
});

test('a batch holds every item', () => {
  const items = leaseIds().map((id, index) => ({
    id: index % 2 === 0 ? index : 0xffff_ffff - index,
    leaseId: encodeLeaseId(id),
    peek: index % 3 === 0,
  }));
  const decoded = KeepAliveBatch.decode(encodeKeepAliveBatch(items)).items;
  assert.deepEqual(
    decoded.map(({ id, lease_id: leaseId, peek }) => [id, toSignedBigInt(leaseId ?? 0), peek]),
    items.map(({ id, peek }, index) => [id, leaseIds()[index], peek]),
  );
});

test('results are told in order, unknown fields are stepped over', () => {
  const results = Array.from({ length: 50 }, (_, index) => ({
    id: 0xffff_ffff - index,
    outcome: index % 3,
    ttl: index * 1_000_003,
  }));
  const message = KeepAliveResults.encode({ results }).finish();
  const read = (bytes: Uint8Array): unknown[] => {
    const told: unknown[] = [];
    readKeepAliveResults(bytes, (id, outcome, ttl) => told.push({ id, outcome, ttl }));
    return told;
  };
  assert.deepEqual(
    read(message),
    KeepAliveResults.decode(message).results.map(({ id, outcome, ttl }) => ({
      id,
      outcome,
      ttl: toSafeNumber(ttl ?? 0),
    })),
  );
  // A varint, 8 bytes, a string and 4 bytes that this version does not know.
  const newer = [0x50, 0x01, 0x51, 1, 2, 3, 4, 5, 6, 7, 8, 0x52, 2, 9, 9, 0x55, 1, 2, 3, 4];
  const result = [0x08, 0x05, ...newer, 0x18, 0x3c];
  const bytes = Uint8Array.from([...newer, 0x0a, result.length, ...result]);
  assert.deepEqual(read(bytes), [{ id: 5, outcome: 0, ttl: 60 }]);
});

test('what ends too early is refused, wherever it is cut', () => {
  const message = KeepAliveResults.encode({
    results: [{ id: 300, outcome: 2, ttl: 1_000 }],
  }).finish();
  for (let length = 1; length < message.length; length++) {
    assert.throws(() => readKeepAliveResults(message.subarray(0, length), () => {}), RangeError);
  }
  assert.throws(() => readKeepAliveResults(Uint8Array.of(0x0b), () => {}), RangeError);
});
