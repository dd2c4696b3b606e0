// What a range delete leaves to be looked at: its events, and the keys and records that are gone.
//
// One request can delete every key there is, in one transaction, which no part of the store may see half
// done. What it keeps for each key until it is applied everywhere decides how much memory that takes;
// with the records themselves it would be as much as the store. So a deleted record is read only when
// somebody looks at it: a watcher that wants what was before, a client that asked for `prev_kv`.
// The record stays in the table until a compaction removes it, and no compaction step comes before the
// changes of a batch were handed out.
import { fromByteString } from '@cairn/core';
import { encodeTombstone, tombstoneEventRecord } from './record.ts';
import { newRevisionBuffer, writeRevision } from './revision-key.ts';
import type { StoreState } from './store-state.ts';
import type { DeletedKeys, RecordStore, StoreEvent } from './types.ts';

/** The revision of a record, if there is one. */
export interface RecordRevision {
  readonly main: number;
  readonly sub: number;
}

export const noRevision: RecordRevision = { main: 0, sub: 0 };

const lookupKey = newRevisionBuffer();

export class DeleteEvent implements StoreEvent {
  readonly mainRevision: number;
  readonly subRevision: number;
  readonly #records: RecordStore;
  readonly #key: string;
  readonly #previousMain: number;
  readonly #previousSub: number;

  constructor(
    records: RecordStore,
    key: string,
    { main, sub }: RecordRevision,
    previous: RecordRevision,
  ) {
    this.#records = records;
    this.#key = key;
    this.mainRevision = main;
    this.subRevision = sub;
    this.#previousMain = previous.main;
    this.#previousSub = previous.sub;
  }

  get kind(): 'delete' {
    return 'delete';
  }

  get record(): Uint8Array {
    const tombstone = encodeTombstone(fromByteString(this.#key));
    return tombstoneEventRecord(tombstone, this.mainRevision);
  }

  get previous(): Uint8Array | undefined {
    if (this.#previousMain === noRevision.main) return undefined;
    const key = writeRevision(lookupKey, this.#previousMain, this.#previousSub);
    const records = this.#records;
    // A copy: who encodes a batch holds the records of many events at the same time.
    return records.getOnce === undefined ? records.get(key) : records.getOnce(key)?.slice();
  }
}

export class Deletion implements DeletedKeys {
  readonly keys: readonly string[];
  readonly #state: StoreState;
  readonly #nodes: readonly number[];

  /** @param nodes the revisions of the keys that were live, beside `keys`. */
  constructor(state: StoreState, keys: readonly string[], nodes: readonly number[]) {
    this.#state = state;
    this.keys = keys;
    this.#nodes = nodes;
  }

  /** Copies, as they are all looked at together. */
  records(): Uint8Array[] {
    return this.#nodes.map((node) => this.#state.readOnce(node).slice());
  }
}
