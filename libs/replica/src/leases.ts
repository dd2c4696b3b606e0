// The replicated half of leases: the table, its rows on disk, and the attachment of keys. Which key
// hangs on which lease is not stored apart: it is the `lease` field of the key's newest record, and
// the table is rebuilt from there at start.
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { toByteString } from '@cairn/core';
import type { LeaseId } from '@cairn/core';
import { createLeaseTable } from '@cairn/lease';
import type { Lease, LeaseTable } from '@cairn/lease';
import { recordKey, recordLease } from '@cairn/mvcc';
import { fromBigInt, leasepb, toSafeNumber, toSignedBigInt } from '@cairn/proto';

/** What the primary lease-keeper must learn, in apply order. */
export type LeaseChange =
  | { readonly kind: 'granted'; readonly lease: Lease }
  | { readonly kind: 'revoked'; readonly id: LeaseId }
  | { readonly kind: 'checkpointed'; readonly lease: Lease };

export class ReplicatedLeases {
  readonly table: LeaseTable = createLeaseTable();
  readonly #backend: Backend;
  /** While restoring: the lease of each key's newest record so far. */
  readonly #newest = new Map<string, LeaseId>();
  #changes: LeaseChange[] = [];

  constructor(backend: Backend) {
    this.#backend = backend;
    for (const { value } of backend.scan(Table.lease, {})) {
      const row = leasepb.Lease.decode(value);
      const id = toSignedBigInt(row.ID);
      this.table.grant(id, toSafeNumber(row.TTL));
      const remaining = toSafeNumber(row.RemainingTTL);
      if (remaining > 0) this.table.checkpoint(id, remaining);
    }
  }

  /** Whether there is a lease that keys may be attached to: else no record needs to be shown. */
  get hasLeases(): boolean {
    return this.table.size > 0;
  }

  /** Called for every record in revision order while the store opens, then {@link restored}. */
  restore(record: Uint8Array, tombstone: boolean): void {
    const lease = tombstone ? 0n : recordLease(record);
    const name = toByteString(recordKey(record));
    if (lease === 0n) this.#newest.delete(name);
    else this.#newest.set(name, lease);
  }

  restored(): void {
    for (const [name, lease] of this.#newest) this.table.attach(lease, name);
    this.#newest.clear();
  }

  /** @throws LeaseExistsError */
  grant(id: LeaseId, ttlSeconds: number): Lease {
    const lease = this.table.grant(id, ttlSeconds);
    this.#store(lease);
    this.#changes.push({ kind: 'granted', lease });
    return lease;
  }

  /** Answers the attached keys, sorted; the caller deletes them. @throws LeaseNotFoundError */
  revoke(id: LeaseId): string[] {
    const keys = this.table.revoke(id);
    this.#backend.delete(Table.lease, leaseRowKey(id));
    this.#changes.push({ kind: 'revoked', id });
    return keys;
  }

  /** Nothing happens when the lease is gone. */
  checkpoint(id: LeaseId, remainingTtlSeconds: number): void {
    this.table.checkpoint(id, remainingTtlSeconds);
    const lease = this.table.get(id);
    if (lease === undefined) return;
    this.#store(lease);
    this.#changes.push({ kind: 'checkpointed', lease });
  }

  /** A key's newest record was replaced or added. */
  moveKey(previous: Uint8Array | undefined, key: Uint8Array, lease: LeaseId): void {
    const before = previous === undefined ? 0n : recordLease(previous);
    if (before === lease) return;
    const name = toByteString(key);
    if (before !== 0n) this.table.detach(before, name);
    if (lease !== 0n) this.table.attach(lease, name);
  }

  /** A key is gone, and with it what hung it on a lease. */
  dropKey(name: string): void {
    const lease = this.table.leaseOf(name);
    if (lease !== undefined) this.table.detach(lease, name);
  }

  takeChanges(): readonly LeaseChange[] {
    const changes = this.#changes;
    if (changes.length > 0) this.#changes = [];
    return changes;
  }

  #store(lease: Lease): void {
    const row = leasepb.Lease.encode({
      ID: fromBigInt(lease.id, 'signed'),
      TTL: lease.ttlSeconds,
      RemainingTTL: lease.remainingTtlSeconds,
    });
    this.#backend.put(Table.lease, leaseRowKey(lease.id), row.finish());
  }
}

/** 8 bytes big-endian, as etcd keys its lease bucket. */
function leaseRowKey(id: LeaseId): Uint8Array {
  const key = Buffer.alloc(8);
  key.writeBigInt64BE(BigInt.asIntN(64, id));
  return key;
}
