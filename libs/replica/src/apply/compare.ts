// The guard of a transaction. All compares of all nesting levels look at the state before the
// transaction; a compare over a range must hold for every key in it.
import { compareBytes } from '@cairn/core';
import { decodeRecord } from '@cairn/mvcc';
import type { KeyValue, Store } from '@cairn/mvcc';
import { etcdserverpb, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import { keyRangeQuery } from '../range-query.ts';

type Compare = etcdserverpb.Compare;
const { CompareResult, CompareTarget } = etcdserverpb.Compare;

/** True when every compare holds. */
export function comparesHold(store: Store, compares: readonly Compare[]): boolean {
  return compares.every((compare) => compareHolds(store, compare));
}

function compareHolds(store: Store, compare: Compare): boolean {
  const { records } = store.range(keyRangeQuery(compare.key, compare.range_end));
  if (records.length > 0) return records.every((record) => holdsFor(decodeRecord(record), compare));
  // A key that does not exist has no value to compare; everything else about it is zero.
  return compare.target !== CompareTarget.VALUE && holdsFor(absentKey, compare);
}

const absentKey: KeyValue = {
  key: new Uint8Array(0),
  createRevision: 0,
  modRevision: 0,
  version: 0,
  value: new Uint8Array(0),
  lease: 0n,
};

function holdsFor(kv: KeyValue, compare: Compare): boolean {
  const sign = compareTarget(kv, compare);
  switch (compare.result) {
    case CompareResult.EQUAL:
      return sign === 0;
    case CompareResult.NOT_EQUAL:
      return sign !== 0;
    case CompareResult.GREATER:
      return sign > 0;
    case CompareResult.LESS:
      return sign < 0;
    default:
      // An unknown result constrains nothing, as in etcd.
      return true;
  }
}

function compareTarget(kv: KeyValue, compare: Compare): number {
  switch (compare.target) {
    case CompareTarget.VALUE:
      return compareBytes(kv.value, compare.value ?? absentKey.value);
    case CompareTarget.CREATE:
      return kv.createRevision - toClampedNumber(compare.create_revision ?? 0);
    case CompareTarget.MOD:
      return kv.modRevision - toClampedNumber(compare.mod_revision ?? 0);
    case CompareTarget.VERSION:
      return kv.version - toClampedNumber(compare.version ?? 0);
    case CompareTarget.LEASE: {
      const wanted = toSignedBigInt(compare.lease ?? 0);
      return kv.lease === wanted ? 0 : kv.lease < wanted ? -1 : 1;
    }
    default:
      return 0;
  }
}
