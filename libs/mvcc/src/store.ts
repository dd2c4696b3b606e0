// The store: opens over a record table, and hands each request to the part that answers it.
//
//   compactRevision ≤ currentRevision < main revision of the open writer
//   finishedCompactRev ≤ scheduledCompactRev = compactRevision
//
// Nothing but the records and two marks is stored. The key index is rebuilt when the store opens, by
// one ordered scan, and holds exactly what is in the table.
import { assert, toByteString } from '@cairn/core';
import { Compaction, readCompactionMarks } from './compaction.ts';
import { CompactedError, FutureRevisionError } from './errors.ts';
import { RecordHash } from './hash.ts';
import { readHistory } from './history.ts';
import { IndexLoader } from './index-loader.ts';
import { readRange, readSlice } from './range.ts';
import { findRecordKey } from './record.ts';
import type { Span } from './record.ts';
import { decodeRevisionKey } from './revision-key.ts';
import { noNode } from './revision-arena.ts';
import { StoreState } from './store-state.ts';
import type {
  HashResult,
  HashRun,
  HistorySlice,
  RangeQuery,
  RangeResult,
  RecordStore,
  SliceQuery,
  Store,
  StoreOptions,
  StoreWriter,
} from './types.ts';
import { TransactionWriter } from './writer.ts';

const historyScannedRecordsMaxDefault = 20_000;

class RecordTableStore implements Store {
  readonly #state: StoreState;
  readonly #compaction: Compaction;
  readonly #historyScannedRecordsMax: number;
  readonly #hashRuns = new Set<HashRun>();
  #writing = false;
  readonly #endWrite = (): void => {
    this.#writing = false;
  };

  constructor(records: RecordStore, options: StoreOptions) {
    this.#state = new StoreState(records);
    this.#compaction = new Compaction(this.#state);
    this.#historyScannedRecordsMax =
      options.historyScannedRecordsMax ?? historyScannedRecordsMaxDefault;
    this.#restore(options.onRestore);
  }

  get currentRevision(): number {
    return this.#state.currentRevision;
  }

  get compactRevision(): number {
    return this.#state.compactRevision;
  }

  get keyCount(): number {
    return this.#state.index.keyCount;
  }

  get compactedRecords(): number {
    return this.#compaction.removedRecords;
  }

  get compacting(): boolean {
    return this.#compaction.isRunning;
  }

  range(query: RangeQuery): RangeResult {
    return readRange(this.#state, query, this.#state.currentRevision);
  }

  newest(key: Uint8Array): Uint8Array | undefined {
    assert(!this.#writing, 'the changes of an open write transaction are not current');
    const { index } = this.#state;
    const head = index.head(toByteString(key));
    if (head === noNode || index.arena.isTombstone(head)) return undefined;
    return this.#state.read(head);
  }

  rangeSlice(
    query: SliceQuery,
    take: (record: Uint8Array) => void,
    isEnough: () => boolean,
  ): Uint8Array | undefined {
    return readSlice(this.#state, query, take, isEnough);
  }

  beginWrite(): StoreWriter {
    assert(!this.#writing, 'one write transaction at a time');
    this.#writing = true;
    return new TransactionWriter(this.#state, this.#endWrite);
  }

  compact(revision: number): void {
    assert(!this.#writing, 'no compaction inside a write transaction');
    const { compactRevision, currentRevision } = this.#state;
    if (revision <= compactRevision) throw new CompactedError(revision, compactRevision);
    if (revision > currentRevision) throw new FutureRevisionError(revision, currentRevision);
    this.#compaction.schedule(revision);
  }

  compactStep(recordsMax: number): boolean {
    assert(!this.#writing, 'no compaction inside a write transaction');
    assert(recordsMax > 0, 'a compaction step that may do nothing never ends');
    if (this.#hashRuns.size > 0) return !this.compacting;
    return this.#compaction.step(recordsMax);
  }

  history(
    fromRevision: number,
    toRevision: number,
    bytesMax: number,
    filter?: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array },
  ): HistorySlice {
    const scannedRecordsMax = this.#historyScannedRecordsMax;
    const request = { fromRevision, toRevision, bytesMax, scannedRecordsMax, filter };
    return readHistory(this.#state, request);
  }

  hashKv(revision: number): HashResult {
    const result = this.beginHash(revision).step(Infinity);
    assert(result !== undefined, 'a hash run without a limit ends');
    return result;
  }

  beginHash(revision: number): HashRun {
    const run = new RecordHash(this.#state, revision, (closed) => this.#hashRuns.delete(closed));
    this.#hashRuns.add(run);
    return run;
  }

  #restore(onRestore: StoreOptions['onRestore']): void {
    const state = this.#state;
    const { index, records } = state;
    const { scheduled, finished } = readCompactionMarks(records);
    const loader = new IndexLoader(index);
    let current = Math.max(state.currentRevision, scheduled, finished);
    const key: Span = { start: 0, end: 0 };
    records.visit((keyBytes, keyStart, keyEnd, bytes, start, end) => {
      const revision = decodeRevisionKey(keyBytes, keyStart, keyEnd);
      findRecordKey(bytes, start, end, key);
      loader.add(bytes, key, revision);
      current = Math.max(current, revision.main);
      onRestore?.(bytes.subarray(start, end), revision.tombstone);
    });
    loader.finish();
    state.currentRevision = current;
    state.compactRevision = Math.max(scheduled, finished);
    if (scheduled > finished) this.#compaction.resume();
  }
}

/** Restores everything there is in `records`, by one ordered scan. An empty table is revision 1. */
export function openStore(records: RecordStore, options: StoreOptions = {}): Store {
  return new RecordTableStore(records, options);
}
