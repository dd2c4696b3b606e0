import { leaseLimits } from '@cairn/lease';
import type { etcdserverpb } from '@cairn/proto';
import { toClampedNumber } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';

/** Too short a TTL is no error, it is raised to the minimum. @throws ApiError */
export function checkLeaseGrant(request: etcdserverpb.LeaseGrantRequest.$Properties): void {
  if (toClampedNumber(request.TTL ?? 0) > leaseLimits.ttlSecondsMax) {
    throw ApiError.of(etcdErrors.leaseTtlTooLarge);
  }
}
