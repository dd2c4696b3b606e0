// Which TTL a grant gets. It is decided once, before the grant enters the log, so that every
// member applies the same number whatever its own election timeout is.
import { LeaseTtlTooLargeError } from './errors.ts';
import { leaseLimits } from './limits.ts';

/**
 * The shortest TTL: a lease must outlive an election, or every change of leader would end it.
 * One and a half election timeouts, in whole seconds (2 for etcd's default of 1000 ms).
 */
export function minTtlSeconds(electionTimeoutMs: number): number {
  return Math.ceil((1.5 * electionTimeoutMs) / 1_000);
}

/**
 * The TTL that a request for `requestedSeconds` is granted: short ones are raised.
 * @throws LeaseTtlTooLargeError
 */
export function grantedTtlSeconds(requestedSeconds: number, minSeconds: number): number {
  if (requestedSeconds > leaseLimits.ttlSecondsMax) {
    throw new LeaseTtlTooLargeError(requestedSeconds);
  }
  return Math.max(requestedSeconds, minSeconds);
}
