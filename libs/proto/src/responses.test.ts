import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, mvccpb } from './gen/messages.js';
import { fromBigInt } from './int64.ts';
import {
  encodeDeleteRangeResponse,
  encodeHeader,
  encodePutResponse,
  encodeRangeResponse,
  encodeResponseOp,
  encodeTxnResponse,
} from './responses.ts';
import type { HeaderFields } from './responses.ts';

const random = new SeededRandom(3);

function anyNumber(): number {
  return Math.floor(2 ** random.nextBelow(53)) - random.nextBelow(2);
}

function anyId(): bigint {
  return (BigInt(random.nextUint32()) << BigInt(random.nextBelow(33))) & (2n ** 64n - 1n);
}

function anyHeader(): { fields: etcdserverpb.ResponseHeader.$Properties; header: HeaderFields } {
  const header = {
    clusterId: anyId(),
    memberId: anyId(),
    revision: anyNumber(),
    raftTerm: anyNumber(),
  };
  const fields = {
    cluster_id: fromBigInt(header.clusterId, 'unsigned'),
    member_id: fromBigInt(header.memberId, 'unsigned'),
    revision: header.revision,
    raft_term: header.raftTerm,
  };
  return { fields, header };
}

function anyRecords(): { kvs: mvccpb.KeyValue.$Properties[]; records: Uint8Array[] } {
  const kvs = Array.from({ length: random.nextBelow(5) }, () => ({
    key: new Uint8Array(random.nextBelow(300)).fill(7),
    value: new Uint8Array(random.nextBelow(20_000)).fill(9),
    mod_revision: anyNumber(),
  }));
  return { kvs, records: kvs.map((kv) => mvccpb.KeyValue.encode(kv).finish()) };
}

function same(actual: Uint8Array, expected: { finish(): Uint8Array }): void {
  assert.deepEqual(Buffer.from(actual), Buffer.from(expected.finish()));
}

test('every answer has the bytes that the generated code writes', () => {
  for (let round = 0; round < 500; round++) {
    const { fields: header, header: given } = anyHeader();
    const { kvs, records } = anyRecords();
    const count = anyNumber();
    const flag = random.nextBelow(2) === 1;
    same(encodeHeader(given), etcdserverpb.ResponseHeader.encode(header));
    const range = encodeRangeResponse(given, records, flag, count);
    same(range, etcdserverpb.RangeResponse.encode({ header, kvs, more: flag, count }));
    const [previous] = records;
    const put = encodePutResponse(given, previous);
    same(
      put,
      etcdserverpb.PutResponse.encode({
        header,
        ...(kvs[0] === undefined ? {} : { prev_kv: kvs[0] }),
      }),
    );
    const removed = encodeDeleteRangeResponse(given, count, records);
    same(
      removed,
      etcdserverpb.DeleteRangeResponse.encode({ header, deleted: count, prev_kvs: kvs }),
    );
    const operations = [
      encodeResponseOp('range', range),
      encodeResponseOp('put', put),
      encodeResponseOp('deleteRange', removed),
      encodeResponseOp('txn', encodeTxnResponse(given, flag, [])),
    ];
    same(
      encodeTxnResponse(given, flag, operations),
      etcdserverpb.TxnResponse.encode({
        header,
        succeeded: flag,
        responses: [
          { response_range: { header, kvs, more: flag, count } },
          { response_put: etcdserverpb.PutResponse.decode(put) },
          { response_delete_range: { header, deleted: count, prev_kvs: kvs } },
          { response_txn: { header, succeeded: flag } },
        ],
      }),
    );
  }
});

test('a negative number in a header takes ten bytes, as in every protobuf', () => {
  const bytes = encodeHeader({ clusterId: 0n, memberId: 0n, revision: -1, raftTerm: 0 });
  same(bytes, etcdserverpb.ResponseHeader.encode({ revision: -1 }));
});

test('a header has its own ids, whatever the one before had', () => {
  for (const [clusterId, memberId] of [
    [1n, 2n],
    [1n, 2n],
    [1n, 3n],
    [4n, 3n],
    [0n, 0n],
    [2n ** 64n - 1n, 2n],
  ] as const) {
    const bytes = encodeHeader({ clusterId, memberId, revision: 7, raftTerm: 2 });
    same(
      bytes,
      etcdserverpb.ResponseHeader.encode({
        cluster_id: fromBigInt(clusterId, 'unsigned'),
        member_id: fromBigInt(memberId, 'unsigned'),
        revision: 7,
        raft_term: 2,
      }),
    );
  }
});
