// Every bound on leases in one place, with the relations between them asserted when it loads.
import { assert } from '@cairn/core';

export const leaseLimits: {
  /** The longest TTL; the same as in etcd. */
  readonly ttlSecondsMax: number;
  /** How fast a primary proposes revokes. */
  readonly revokesPerSecondMax: number;
  /** How many leases of a table that has just been started may expire in any second. */
  readonly startedExpiriesPerSecondMax: number;
  /** How many due times one call looks at: what keeps a call short when everything is due. */
  readonly dueStepsMax: number;
} = {
  ttlSecondsMax: 9_000_000_000,
  revokesPerSecondMax: 1_000,
  startedExpiriesPerSecondMax: 750,
  dueStepsMax: 25_000,
};

assert(
  leaseLimits.startedExpiriesPerSecondMax < leaseLimits.revokesPerSecondMax,
  'leases that pile up after a start must leave room for the revokes of all others',
);
assert(
  Number.isSafeInteger(leaseLimits.ttlSecondsMax * 1_000),
  'every TTL must be an exact number of milliseconds',
);
