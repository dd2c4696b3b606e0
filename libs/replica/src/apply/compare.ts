// The guard of a transaction. All compares of all nesting levels look at the state before the
// transaction; a compare over a range must hold for every key in it.
import { compareBytes, emptyBytes } from '@cairn/core';
import {
  recordCreateRevision,
  recordLease,
  recordModRevision,
  recordValue,
  recordVersion,
} from '@cairn/mvcc';
import type { Store } from '@cairn/mvcc';
import { etcdserverpb, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import { keyRangeQuery } from '../range-query.ts';

type Compare = etcdserverpb.Compare;
const { CompareResult, CompareTarget } = etcdserverpb.Compare;

/** True when every compare holds. */
export function comparesHold(store: Store, compares: readonly Compare[]): boolean {
  return compares.every((compare) => compareHolds(store, compare));
}

function compareHolds(store: Store, compare: Compare): boolean {
  if (compare.range_end.length === 0) return holdsFor(store.newest(compare.key), compare);
  const { records } = store.range(keyRangeQuery(compare.key, compare.range_end));
  if (records.length === 0) return holdsFor(undefined, compare);
  return records.every((record) => holdsFor(record, compare));
}

/**
 * @param record undefined = no key. It has no value to compare; everything else about it is zero, as
 *   in a record without fields.
 */
function holdsFor(record: Uint8Array | undefined, compare: Compare): boolean {
  if (record === undefined && compare.target === CompareTarget.VALUE) return false;
  const sign = compareTarget(record ?? emptyBytes, compare);
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

function compareTarget(record: Uint8Array, compare: Compare): number {
  switch (compare.target) {
    case CompareTarget.VALUE:
      return compareBytes(recordValue(record), compare.value ?? emptyBytes);
    case CompareTarget.CREATE:
      return recordCreateRevision(record) - toClampedNumber(compare.create_revision ?? 0);
    case CompareTarget.MOD:
      return recordModRevision(record) - toClampedNumber(compare.mod_revision ?? 0);
    case CompareTarget.VERSION:
      return recordVersion(record) - toClampedNumber(compare.version ?? 0);
    case CompareTarget.LEASE: {
      const wanted = toSignedBigInt(compare.lease ?? 0);
      const lease = recordLease(record);
      return lease === wanted ? 0 : lease < wanted ? -1 : 1;
    }
    default:
      return 0;
  }
}
