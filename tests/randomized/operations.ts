// Random but repeatable requests that change a small key space in every way the API knows. Few keys
// and few leases, so that operations meet: overwrites, deletes of what was just put, puts with
// revoked leases, compactions between the generations of a key.
import { SeededRandom } from '@cairn/core';
import type { Ask, UnaryRpcs } from '../kit/index.ts';

export interface Operation {
  readonly rpc: 'Put' | 'DeleteRange' | 'Txn' | 'Range' | 'Compact' | 'LeaseGrant' | 'LeaseRevoke';
  readonly request: object;
}

/** What the generator needs to know about the store to aim well. */
export interface StoreState {
  readonly revision: number;
  readonly compactRevision: number;
}

type Txn = Ask<UnaryRpcs['Txn']>;
type RequestOp = NonNullable<Txn['success']>[number];
type Compare = NonNullable<Txn['compare']>[number];

const keyCount = 60;
const leaseCount = 12;
const operationsPerTxnMax = 5;
/** Weights of the kinds of operation; their sum is 100. */
const weights = {
  put: 45,
  deleteKey: 9,
  deleteRange: 4,
  txn: 24,
  range: 6,
  grant: 6,
  revoke: 4,
  compact: 2,
} as const;

export class OperationSource {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  next(state: StoreState): Operation {
    switch (this.#kind()) {
      case 'put':
        return { rpc: 'Put', request: this.#put(this.#key()) };
      case 'deleteKey':
        return { rpc: 'DeleteRange', request: { key: this.#key(), prev_kv: this.#chance(50) } };
      case 'deleteRange':
        return { rpc: 'DeleteRange', request: this.#narrowRange() };
      case 'txn':
        return { rpc: 'Txn', request: this.#txn(state, 2) };
      case 'range':
        return { rpc: 'Range', request: this.#range(state) };
      case 'grant':
        return { rpc: 'LeaseGrant', request: { ID: this.#lease(), TTL: 3_600 } };
      case 'revoke':
        return { rpc: 'LeaseRevoke', request: { ID: this.#lease() } };
      case 'compact':
        return { rpc: 'Compact', request: this.#compaction(state) };
    }
  }

  #kind(): keyof typeof weights {
    let at = this.#random.nextBelow(100);
    for (const [kind, weight] of Object.entries(weights)) {
      if (at < weight) return kind as keyof typeof weights;
      at -= weight;
    }
    throw new Error('the weights do not add up to 100');
  }

  #put(key: string): object {
    if (this.#chance(5)) return { key, ignore_value: true, prev_kv: true };
    const value = 'v'.repeat(this.#random.nextBelow(60)) + String(this.#random.nextBelow(1_000));
    if (this.#chance(5)) return { key, value, ignore_lease: true };
    if (this.#chance(25)) return { key, value, lease: this.#lease() };
    return { key, value, prev_kv: this.#chance(20) };
  }

  #txn(state: StoreState, depth: number): Txn {
    const compare = Array.from({ length: this.#random.nextBelow(3) }, () => this.#compare(state));
    return {
      compare,
      success: this.#branch(state, depth),
      failure: this.#branch(state, depth),
    };
  }

  #branch(state: StoreState, depth: number): RequestOp[] {
    const length = this.#random.nextBelow(operationsPerTxnMax + 1);
    return Array.from({ length }, (): RequestOp => {
      const at = this.#random.nextBelow(100);
      // Keys are not kept apart: a txn that puts one twice must be refused by both servers.
      if (at < 55) return { request_put: this.#put(this.#key()) };
      if (at < 70) return { request_delete_range: { key: this.#key(), prev_kv: true } };
      if (at < 75) return { request_delete_range: this.#narrowRange() };
      if (at < 90 || depth === 0) return { request_range: this.#range(state) };
      return { request_txn: this.#txn(state, depth - 1) };
    });
  }

  #compare(state: StoreState): Compare {
    const key = this.#key();
    const result = this.#random.nextBelow(4) as 0 | 1 | 2 | 3;
    const range = this.#chance(10) ? { range_end: `${key}~` } : {};
    switch (this.#random.nextBelow(5)) {
      case 0:
        return { key, result, target: 0, version: this.#random.nextBelow(4), ...range };
      case 1:
        return { key, result, target: 1, create_revision: this.#pastRevision(state), ...range };
      case 2:
        return { key, result, target: 2, mod_revision: this.#pastRevision(state), ...range };
      case 3:
        return { key, result, target: 3, value: String(this.#random.nextBelow(1_000)), ...range };
      default:
        return { key, result, target: 4, lease: this.#lease(), ...range };
    }
  }

  #range(state: StoreState): object {
    const limit = this.#random.nextBelow(5);
    if (this.#chance(40)) return { key: this.#key() };
    if (this.#chance(30))
      return { ...this.#wideRange(), limit, revision: this.#pastRevision(state) };
    return {
      ...this.#wideRange(),
      limit,
      keys_only: this.#chance(20),
      count_only: this.#chance(20),
    };
  }

  #compaction(state: StoreState): object {
    // Mostly a legal revision; sometimes one that is compacted already or in the future.
    const span = state.revision - state.compactRevision + 2;
    const revision = state.compactRevision + this.#random.nextBelow(Math.max(span, 1));
    return { revision, physical: this.#chance(50) };
  }

  #wideRange(): { key: string; range_end: string } {
    return { key: this.#key(), range_end: '\0' };
  }

  /** A handful of neighbours. */
  #narrowRange(): { key: string; range_end: string } {
    const first = this.#random.nextBelow(keyCount);
    return { key: keyName(first), range_end: keyName(first + 1 + this.#random.nextBelow(4)) };
  }

  #pastRevision(state: StoreState): number {
    return (
      state.compactRevision + this.#random.nextBelow(state.revision - state.compactRevision + 1)
    );
  }

  #key(): string {
    return keyName(this.#random.nextBelow(keyCount));
  }

  #lease(): bigint {
    return BigInt(1 + this.#random.nextBelow(leaseCount));
  }

  #chance(percent: number): boolean {
    return this.#random.nextBelow(100) < percent;
  }
}

function keyName(index: number): string {
  return `key/${String(index).padStart(3, '0')}`;
}
