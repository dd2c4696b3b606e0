// Leases as the replicated state machine sees them: ids, TTLs and attached keys. Time lives
// elsewhere (the lease-keeper); here a lease ends only when an entry of the log says so.
import type { MonotonicClock } from '@cairn/core';

export interface Lease {
  readonly id: bigint;
  /** Granted seconds. */
  readonly ttlSeconds: number;
  /** From the last checkpoint; 0 = none: count from the full TTL. */
  readonly remainingTtlSeconds: number;
}

export interface LeaseTable {
  /** @throws LeaseExistsError */
  grant(id: bigint, ttlSeconds: number): Lease;
  /** Answers the attached keys (byte strings), sorted. @throws LeaseNotFoundError */
  revoke(id: bigint): string[];
  /** @throws LeaseNotFoundError */
  attach(id: bigint, key: string): void;
  /** Nothing happens when it was not attached. */
  detach(id: bigint, key: string): void;
  /** The lease that a key is attached to. */
  leaseOf(key: string): bigint | undefined;
  /** Nothing happens when the lease is gone. */
  checkpoint(id: bigint, remainingTtlSeconds: number): void;
  get(id: bigint): Lease | undefined;
  keys(id: bigint): readonly string[];
  list(): readonly Lease[];
  readonly size: number;
}

/** A remaining TTL for the log to remember; 0 clears it. */
export interface LeaseCheckpoint {
  readonly id: bigint;
  readonly ttlSeconds: number;
  readonly remainingTtlSeconds: number;
}

/**
 * What became of a renewal: the TTL in seconds that may be promised, or
 * - `unknown`: no such lease here (the log may know better);
 * - `expiring`: it has run out, and its revoke may be under way: wait for the log to remove it;
 * - `checkpointed`: the deadline has moved, but nothing may be promised before the log has cleared
 *   the checkpoint; the clear is among the next checkpoints to be sent. Renew again after that.
 */
export type Renewal = number | 'unknown' | 'expiring' | 'checkpointed';

/** How a lease that the log has removed ended: because its time was up, or because a client said so. */
export type Removal = 'expired' | 'revoked' | 'unknown';

export interface LeaseDeadlinesOptions {
  readonly clock: MonotonicClock;
  /** After how long a revoke or a clear that the log has not confirmed is sent again. */
  readonly resendMs: number;
  /** How much of a lease's life a failover may give back at most; 5 minutes in etcd. */
  readonly checkpointIntervalMs: number;
}
