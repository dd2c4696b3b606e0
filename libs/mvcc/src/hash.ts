// etcd's HashKV: CRC-32C over the name of the key bucket and then key and value of every record up to
// a revision, in revision order. Two members with the same history get the same number, and so do a
// member of ours and one of etcd.
//
// Which records ≤ the compact revision count is the subtle part. etcd keeps only those that a
// compaction at the *hashed* revision would keep, and, when that set is empty, whatever is there;
// no tombstone among them counts (older versions do not store the one at the compact revision). "Whatever
// is there" would depend on how far the compaction got, so we count what a finished one leaves.
//
// A run may be stepped, with writes in between: revisions above the hashed one do not count. The
// store puts off the removals of a compaction meanwhile.
import { assert, crc32c, toByteString } from '@cairn/core';
import { CompactedError, FutureRevisionError } from './errors.ts';
import { recordKey } from './record.ts';
import type { RevisionKey } from './revision-key.ts';
import { decodeRevisionKey, encodeRevisionKey } from './revision-key.ts';
import { noNode } from './revision-arena.ts';
import type { StoreState } from './store-state.ts';
import type { HashResult, HashRun } from './types.ts';

/** "key", the name of the bucket. */
const bucketName = Uint8Array.of(0x6b, 0x65, 0x79);

export class RecordHash implements HashRun {
  readonly #state: StoreState;
  readonly #compactRevision: number;
  readonly #hashRevision: number;
  /** Of the records ≤ the compact revision, those count that are live at this revision. */
  readonly #keptAt: number;
  readonly #onClose: (run: RecordHash) => void;
  #crc = crc32c(bucketName);
  #from: Uint8Array | undefined;
  #open = true;

  /**
   * @param revision 0 = current; a negative one hashes no record
   * @throws CompactedError, FutureRevisionError
   */
  constructor(state: StoreState, revision: number, onClose: (run: RecordHash) => void) {
    if (revision > 0 && revision < state.compactRevision) {
      throw new CompactedError(revision, state.compactRevision);
    }
    if (revision > state.currentRevision) {
      throw new FutureRevisionError(revision, state.currentRevision);
    }
    this.#state = state;
    this.#onClose = onClose;
    this.#compactRevision = state.compactRevision;
    this.#hashRevision = revision === 0 ? state.currentRevision : revision;
    const anyKept =
      state.index.collect({ from: '', to: undefined }, this.#hashRevision, 1).length > 0;
    this.#keptAt = anyKept ? this.#hashRevision : this.#compactRevision;
  }

  step(recordsMax: number): HashResult | undefined {
    assert(this.#open, 'the hash run is closed');
    let left = recordsMax;
    if (this.#hashRevision > 0) {
      const to = encodeRevisionKey(this.#hashRevision + 1, 0, false);
      for (const { key, value } of this.#state.records.scan(this.#from, to)) {
        if (left-- <= 0) {
          this.#from = key.slice();
          return undefined;
        }
        if (this.#counts(decodeRevisionKey(key), value)) {
          this.#crc = crc32c(value, crc32c(key, this.#crc));
        }
      }
    }
    this.close();
    return {
      hash: this.#crc,
      compactRevision: this.#compactRevision,
      hashRevision: this.#hashRevision,
    };
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onClose(this);
  }

  #counts(revision: RevisionKey, record: Uint8Array): boolean {
    if (revision.main > this.#compactRevision) return true;
    const { index } = this.#state;
    const kept = index.arena.liveAt(index.head(toByteString(recordKey(record))), this.#keptAt);
    return (
      kept !== noNode &&
      index.arena.main(kept) === revision.main &&
      index.arena.sub(kept) === revision.sub
    );
  }
}
