// The lease table of the replicated state machine. It is changed only by applied log entries and
// holds nothing that differs between members: no clock, no expiry. That a lease has run out is
// decided by the lease-keeper, which proposes a revoke like any client.
import { assert } from '@cairn/core';
import { LeaseExistsError, LeaseNotFoundError } from './errors.ts';
import type { Lease, LeaseTable } from './types.ts';

interface Row {
  lease: Lease;
  readonly keys: Set<string>;
}

/** An empty table. A restart refills it by the same calls: grant, checkpoint, attach. */
export function createLeaseTable(): LeaseTable {
  return new MapLeaseTable();
}

class MapLeaseTable implements LeaseTable {
  readonly #rows = new Map<bigint, Row>();
  /** The other way round: of every attached key. */
  readonly #leaseOf = new Map<string, bigint>();

  get size(): number {
    return this.#rows.size;
  }

  grant(id: bigint, ttlSeconds: number): Lease {
    assert(id !== 0n, 'lease id 0 means "no lease" and cannot be granted');
    assert(ttlSeconds > 0, 'a lease is granted at least one second');
    if (this.#rows.has(id)) throw new LeaseExistsError(id);
    const lease: Lease = { id, ttlSeconds, remainingTtlSeconds: 0 };
    this.#rows.set(id, { lease, keys: new Set() });
    return lease;
  }

  revoke(id: bigint): string[] {
    const row = this.#row(id);
    this.#rows.delete(id);
    for (const key of row.keys) this.#leaseOf.delete(key);
    return sorted(row.keys);
  }

  attach(id: bigint, key: string): void {
    this.#row(id).keys.add(key);
    this.#leaseOf.set(key, id);
  }

  detach(id: bigint, key: string): void {
    if (this.#rows.get(id)?.keys.delete(key) === true) this.#leaseOf.delete(key);
  }

  leaseOf(key: string): bigint | undefined {
    return this.#leaseOf.get(key);
  }

  checkpoint(id: bigint, remainingTtlSeconds: number): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    const { ttlSeconds } = row.lease;
    // Bounded here, because a lease that counts from more than its TTL would be a longer lease.
    const bounded = Math.min(Math.max(remainingTtlSeconds, 0), ttlSeconds);
    row.lease = { id, ttlSeconds, remainingTtlSeconds: bounded };
  }

  get(id: bigint): Lease | undefined {
    return this.#rows.get(id)?.lease;
  }

  keys(id: bigint): readonly string[] {
    const row = this.#rows.get(id);
    return row === undefined ? [] : sorted(row.keys);
  }

  list(): readonly Lease[] {
    return Array.from(this.#rows.values(), (row) => row.lease);
  }

  #row(id: bigint): Row {
    const row = this.#rows.get(id);
    if (row === undefined) throw new LeaseNotFoundError(id);
    return row;
  }
}

/** Byte strings hold one byte per character, so the order of the strings is that of the bytes. */
function sorted(keys: ReadonlySet<string>): string[] {
  return [...keys].sort();
}
