// The bytes written by hand are those of the generated code, and are read back as what they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { leaseIdOf, wordsOfLeaseId } from '@cairn/rpc';
import { responseHeader } from '../node/node-state.ts';
import { someState } from '../testing/support.ts';
import { HeaderBytes } from '../watch/header-bytes.ts';
import { encodeKeepAliveResponse, readLeaseId } from './keep-alive-wire.ts';

const { LeaseKeepAliveRequest, LeaseKeepAliveResponse } = etcdserverpb;

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

test('the id of a request is carried through to the response', () => {
  const headers = new HeaderBytes();
  for (const id of leaseIds()) {
    const request = LeaseKeepAliveRequest.encode({ ID: fromBigInt(id, 'signed') }).finish();
    const { leaseLow, leaseHigh } = readLeaseId(request);
    const leaseId = { leaseLow, leaseHigh };
    assert.deepEqual(leaseId, wordsOfLeaseId(id), `lease ${id}`);
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
    const { leaseLow, leaseHigh } = readLeaseId(Uint8Array.from(bytes));
    return leaseIdOf(leaseLow, leaseHigh);
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
