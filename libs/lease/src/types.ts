// Leases as the replicated state machine sees them: ids, TTLs and attached keys. Time lives
// elsewhere (the lease-keeper); here a lease ends only when an entry of the log says so.

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
  /** Nothing happens when the lease is gone. */
  checkpoint(id: bigint, remainingTtlSeconds: number): void;
  get(id: bigint): Lease | undefined;
  keys(id: bigint): readonly string[];
  list(): readonly Lease[];
  readonly size: number;
}
