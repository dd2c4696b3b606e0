import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRecord } from '@cairn/mvcc';
import type { RangeResult } from '@cairn/mvcc';
import { equalBytes, fromByteString } from '@cairn/core';
import { encodeRangeResponse } from '@cairn/proto';
import { bytesOf } from '../testing/outcome-bytes.ts';
import { GrowingRange } from './growing-range.ts';
import { FreePieces, pieceBytes } from './pieces.ts';

function encode({ records, more, count, revision }: RangeResult): Uint8Array {
  const header = { clusterId: 1n, memberId: 2n, revision, raftTerm: 3 };
  return encodeRangeResponse(header, records, more, count);
}

function recordOf(number: number, valueBytes: number): Uint8Array {
  return encodeRecord({
    key: fromByteString(`key${number}`),
    createRevision: number,
    modRevision: number,
    version: 1,
    value: new Uint8Array(valueBytes).fill(number),
    lease: 0n,
  });
}

for (const [name, sizes] of [
  ['as large as the first', [300, 300, 300, 300]],
  ['longer than a piece', [1, 1, 200_000, 100, 70_000, 3_000_000, 1]],
  ['longer than a piece at first', [100_000, 0, 0, 1]],
  // Around the place where a record's head no longer fits the piece it began in.
  ...Array.from(
    { length: 12 },
    (_, i) =>
      [`${i} octets longer than nearly a piece`, [1, 1, pieceBytes - 130 + i, 300]] as const,
  ),
] as const) {
  test(`records that are ${name} make the response that one encoding makes`, () => {
    const free = new FreePieces();
    const records = sizes.map((size, i) => recordOf(i + 1, size));
    const whole = { records, count: sizes.length + 2, more: true, revision: 99 };
    const first = { ...whole, records: records.slice(0, 2) };
    const growing = new GrowingRange(first, records.length, encode, free);
    for (const record of records.slice(2)) {
      assert.equal(growing.isComplete, false);
      growing.add(record);
    }
    assert.equal(growing.isComplete, true);
    const message = bytesOf({ kind: 'pieces', pieces: growing.finish(), free });
    assert.ok(message !== undefined && equalBytes(message, encode(whole)));
  });
}
