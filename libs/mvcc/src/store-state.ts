// What the parts of one store share: the records, the index over them, and the two revisions.
import { AssertionFailure } from '@cairn/core';
import { toByteString } from '@cairn/core';
import type { KeyRange } from './key-index.ts';
import { KeyIndex } from './key-index.ts';
import { newRevisionBuffer, writeRevision } from './revision-key.ts';
import type { RecordStore } from './types.ts';

export class StoreState {
  readonly records: RecordStore;
  readonly index: KeyIndex = new KeyIndex();
  currentRevision = 1;
  compactRevision = -1;
  readonly #lookupKey: Uint8Array = newRevisionBuffer();

  constructor(records: RecordStore) {
    this.records = records;
  }

  /** The record of a revision in the index that is not a tombstone. */
  read(node: number): Uint8Array {
    const { arena } = this.index;
    const key = writeRevision(this.#lookupKey, arena.main(node), arena.sub(node));
    return this.#found(node, this.records.get(key));
  }

  /** The same for one who reads many records once. */
  readOnce(node: number): Uint8Array {
    const { arena } = this.index;
    const { records } = this;
    const key = writeRevision(this.#lookupKey, arena.main(node), arena.sub(node));
    return this.#found(
      node,
      records.getOnce === undefined ? records.get(key) : records.getOnce(key),
    );
  }

  #found(node: number, record: Uint8Array | undefined): Uint8Array {
    if (record !== undefined) return record;
    const { arena } = this.index;
    throw new AssertionFailure(`no record at revision ${arena.main(node)}.${arena.sub(node)}`);
  }
}

/** True when the request names one key and no range. */
export function isSingleKey(rangeEnd: Uint8Array): boolean {
  return rangeEnd.length === 0;
}

/** [key, rangeEnd) as the index takes it; a rangeEnd of one zero byte is "no end". */
export function toKeyRange(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  const open = rangeEnd.length === 1 && rangeEnd[0] === 0;
  return { from: toByteString(key), to: open ? undefined : toByteString(rangeEnd) };
}
