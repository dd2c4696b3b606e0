export { LeaseExistsError, LeaseNotFoundError, LeaseTtlTooLargeError } from './errors.ts';
export { LeaseDeadlines } from './lease-deadlines.ts';
export { createLeaseTable } from './lease-table.ts';
export { leaseLimits } from './limits.ts';
export { grantedTtlSeconds, minTtlSeconds } from './ttl.ts';
export type {
  Lease,
  LeaseCheckpoint,
  LeaseDeadlinesOptions,
  LeaseTable,
  Removal,
  Renewal,
} from './types.ts';
