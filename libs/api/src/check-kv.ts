// What a single KV request may not look like, whatever the store holds. Checked before anything is
// proposed: a request that fails here costs nobody but its client. The order of the checks is
// etcd's, it decides which of several errors a client sees.
import type { etcdserverpb } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';

const sortOrderMax = 2;
const sortTargetMax = 4;

/** @throws ApiError */
export function checkRange(request: etcdserverpb.RangeRequest.$Properties): void {
  checkKey(request.key);
  // Enums are open in proto3: any number may come.
  if (
    !isWithin(request.sort_order, sortOrderMax) ||
    !isWithin(request.sort_target, sortTargetMax)
  ) {
    throw ApiError.of(etcdErrors.invalidSortOption);
  }
}

/** @throws ApiError */
export function checkPut(request: etcdserverpb.PutRequest.$Properties): void {
  checkKey(request.key);
  if (request.ignore_value === true && (request.value?.length ?? 0) > 0) {
    throw ApiError.of(etcdErrors.valueProvided);
  }
  if (request.ignore_lease === true && !isZero(request.lease)) {
    throw ApiError.of(etcdErrors.leaseProvided);
  }
}

/** @throws ApiError */
export function checkDeleteRange(request: etcdserverpb.DeleteRangeRequest.$Properties): void {
  checkKey(request.key);
}

/** @throws ApiError */
export function checkKey(key: Uint8Array | null | undefined): void {
  if ((key?.length ?? 0) === 0) throw ApiError.of(etcdErrors.emptyKey);
}

function isZero(value: etcdserverpb.PutRequest.$Properties['lease']): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'number' ? value === 0 : value.isZero();
}

function isWithin(option: number | null | undefined, max: number): boolean {
  const value = option ?? 0;
  return value >= 0 && value <= max;
}
