import type { etcdserverpb } from '@cairn/proto';
import { toClampedNumber } from '@cairn/proto';
import type { RangeQuery } from '@cairn/mvcc';

/** What the store needs of a RangeRequest that has been validated (sort options are in range). */
export function toRangeQuery(request: etcdserverpb.RangeRequest): RangeQuery {
  return {
    key: request.key,
    rangeEnd: request.range_end,
    limit: toClampedNumber(request.limit),
    revision: toClampedNumber(request.revision),
    sortOrder: request.sort_order,
    sortTarget: request.sort_target,
    keysOnly: request.keys_only,
    countOnly: request.count_only,
    minModRevision: toClampedNumber(request.min_mod_revision),
    maxModRevision: toClampedNumber(request.max_mod_revision),
    minCreateRevision: toClampedNumber(request.min_create_revision),
    maxCreateRevision: toClampedNumber(request.max_create_revision),
  };
}

/** The record of one key at the current revision. */
export function oneKeyQuery(key: Uint8Array): RangeQuery {
  return { ...emptyQuery, key };
}

/** Every record of a range at the current revision, in key order. */
export function keyRangeQuery(key: Uint8Array, rangeEnd: Uint8Array): RangeQuery {
  return { ...emptyQuery, key, rangeEnd };
}

const emptyQuery: RangeQuery = {
  key: new Uint8Array(0),
  rangeEnd: new Uint8Array(0),
  limit: 0,
  revision: 0,
  sortOrder: 0,
  sortTarget: 0,
  keysOnly: false,
  countOnly: false,
  minModRevision: 0,
  maxModRevision: 0,
  minCreateRevision: 0,
  maxCreateRevision: 0,
};
