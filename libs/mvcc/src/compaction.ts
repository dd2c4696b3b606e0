// Compaction in bounded steps. From the moment it is scheduled nobody can read below the compact
// revision, so the dead records may go in any number of steps, with writes and reads in between.
//
// It follows the key index and not the record table: leaves without anything dead cost one comparison,
// and what is alive is never read. Nothing about its progress is stored: after a restart it begins
// again and finds less to do. Only `finishedCompactRev = scheduledCompactRev` says that it is complete.
import { decodeRevisionKey, encodeRevisionKey } from './revision-key.ts';
import type { StoreState } from './store-state.ts';
import type { RecordStore } from './types.ts';

const scheduledMark = 'scheduledCompactRev';
const finishedMark = 'finishedCompactRev';

/** Looking at a key is that much cheaper than removing a record. */
const visitsPerRemoval = 16;

type Progress = { readonly kind: 'idle' } | { readonly kind: 'running'; readonly nextKey: string };

export class Compaction {
  readonly #state: StoreState;
  #progress: Progress = { kind: 'idle' };
  #removedRecords = 0;

  constructor(state: StoreState) {
    this.#state = state;
  }

  /** By all compactions of this process. */
  get removedRecords(): number {
    return this.#removedRecords;
  }

  get isRunning(): boolean {
    return this.#progress.kind === 'running';
  }

  /** Takes over from a compaction that is still running: what that one would remove, this one does. */
  schedule(revision: number): void {
    this.#state.compactRevision = revision;
    writeMark(this.#state.records, scheduledMark, revision);
    this.#progress = { kind: 'running', nextKey: '' };
  }

  /** Goes on with a compaction that was scheduled before a restart. */
  resume(): void {
    this.#progress = { kind: 'running', nextKey: '' };
  }

  /** True = nothing is left to do. */
  step(recordsMax: number): boolean {
    if (this.#progress.kind === 'idle') return true;
    const { index, records, compactRevision } = this.#state;
    const next = index.trim(
      this.#progress.nextKey,
      compactRevision,
      recordsMax * visitsPerRemoval,
      { removalsLeft: recordsMax },
      (main, sub, tombstone) => {
        this.#removedRecords += 1;
        records.delete(encodeRevisionKey(main, sub, tombstone));
      },
    );
    if (next !== undefined) {
      this.#progress = { kind: 'running', nextKey: next };
      return false;
    }
    writeMark(records, finishedMark, compactRevision);
    this.#progress = { kind: 'idle' };
    return true;
  }
}

function writeMark(records: RecordStore, name: string, revision: number): void {
  records.putMeta(name, encodeRevisionKey(revision, 0, false));
}

function readMark(records: RecordStore, name: string): number {
  const value = records.getMeta(name);
  return value === undefined ? -1 : decodeRevisionKey(value).main;
}

/** Both -1 when the store was never compacted. */
export function readCompactionMarks(records: RecordStore): {
  readonly scheduled: number;
  readonly finished: number;
} {
  return { scheduled: readMark(records, scheduledMark), finished: readMark(records, finishedMark) };
}
