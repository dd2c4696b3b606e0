// The vocabulary of the store. A "record" is always an encoded mvccpb.KeyValue, exactly the bytes
// etcd would store: ranges, events and hashes are copies of records, never re-encoded.

/** Where the records live: the backend's `key` and `meta` tables, seen from here. */
export interface RecordStore {
  /** @param key 17 bytes (8 BE main, '_', 8 BE sub), or 18 with a trailing 't' for a tombstone. */
  get(key: Uint8Array): Uint8Array | undefined;
  /**
   * The same for one who reads many records once and takes what he needs of each at once: the bytes are
   * the right ones only until the next call. Default: `get`.
   */
  getOnce?(key: Uint8Array): Uint8Array | undefined;
  put(key: Uint8Array, record: Uint8Array): void;
  delete(key: Uint8Array): void;
  /** Ascending; `from` inclusive, `to` exclusive, undefined = open. */
  scan(
    from: Uint8Array | undefined,
    to: Uint8Array | undefined,
  ): Iterable<{ readonly key: Uint8Array; readonly value: Uint8Array }>;
  /** Shows all records, ascending, before it returns. The visitor must not write. */
  visit(visitor: RecordVisitor): void;
  getMeta(name: string): Uint8Array | undefined;
  putMeta(name: string, value: Uint8Array): void;
}

/** A record as parts of two buffers, often the same one, that are valid during the call only. */
export type RecordVisitor = (
  keyBytes: Uint8Array,
  keyStart: number,
  keyEnd: number,
  recordBytes: Uint8Array,
  recordStart: number,
  recordEnd: number,
) => void;

export const SortOrder = { none: 0, ascend: 1, descend: 2 } as const;
export type SortOrder = (typeof SortOrder)[keyof typeof SortOrder];

export const SortTarget = { key: 0, version: 1, create: 2, mod: 3, value: 4 } as const;
export type SortTarget = (typeof SortTarget)[keyof typeof SortTarget];

/** The fields of etcd's RangeRequest that concern the store; zero means "not given". */
export interface RangeQuery {
  readonly key: Uint8Array;
  /** Empty = the one key; a single zero byte = every key from `key` on. */
  readonly rangeEnd: Uint8Array;
  readonly limit: number;
  /** ≤ 0 = the latest. */
  readonly revision: number;
  readonly sortOrder: SortOrder;
  readonly sortTarget: SortTarget;
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  readonly minModRevision: number;
  readonly maxModRevision: number;
  readonly minCreateRevision: number;
  readonly maxCreateRevision: number;
}

export interface RangeResult {
  readonly records: readonly Uint8Array[];
  /** All keys of the range at that revision, whatever limit and filters say. */
  readonly count: number;
  readonly more: boolean;
  /** The store's revision when it was read (not the revision asked for). */
  readonly revision: number;
}

/** A range in key order, without limit and filters, for one who reads it piece by piece. */
export interface SliceQuery {
  readonly key: Uint8Array;
  /** As in RangeQuery; not empty. */
  readonly rangeEnd: Uint8Array;
  /** The same for all pieces; not negative. */
  readonly revision: number;
  readonly keysOnly: boolean;
  /** There are so many that none is worth keeping at hand: see `RecordStore.getOnce`. */
  readonly once: boolean;
}

/**
 * One change of one key. `record` of a delete holds key and mod_revision only. Events of a writer are to
 * be looked at before the next compaction step: what a delete has removed is read when it is asked for.
 */
export interface StoreEvent {
  readonly kind: 'put' | 'delete';
  readonly mainRevision: number;
  readonly subRevision: number;
  readonly record: Uint8Array;
  /** The record that was current before; undefined for a create, or when it is compacted away. */
  readonly previous: Uint8Array | undefined;
}

/** What a transaction has deleted. To be looked at before the next compaction step. */
export interface DeletedKeys {
  /** Byte strings, in order; none = nothing changed. */
  readonly keys: readonly string[];
  /** Reads the records they had. */
  records(): readonly Uint8Array[];
}

/** The one open write transaction; all its changes share one main revision. */
export interface StoreWriter {
  /** As the store would answer with this transaction's own changes applied. */
  range(query: RangeQuery): RangeResult;
  /** Answers the record it replaced. */
  put(key: Uint8Array, value: Uint8Array, lease: bigint): Uint8Array | undefined;
  deleteRange(key: Uint8Array, rangeEnd: Uint8Array): DeletedKeys;
  /** How many changes so far. */
  readonly changes: number;
  /** Makes the changes current. The revision is unchanged when there were none. */
  end(): { readonly revision: number; readonly events: readonly StoreEvent[] };
}

export interface HistorySlice {
  readonly events: readonly StoreEvent[];
  /** All events with main revision ≤ this are in this slice or an earlier one. */
  readonly upToRevision: number;
}

export interface HashResult {
  readonly hash: number;
  /** -1 while never compacted. */
  readonly compactRevision: number;
  readonly hashRevision: number;
}

/**
 * One HashKV in bounded steps, at the revision it was begun at, with writes in between. While a run
 * is open no compaction step removes anything: finish it or close it.
 */
export interface HashRun {
  /** Hashes at most `recordsMax` records more; the result when that was the last. */
  step(recordsMax: number): HashResult | undefined;
  close(): void;
}

/** The fields of a record. */
export interface KeyValue {
  readonly key: Uint8Array;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly version: number;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

export interface StoreOptions {
  /**
   * Called for every record while the store opens, in revision order, with a view that is valid during
   * the call only: whoever keeps something derived
   * from the records (which lease has which keys) needs no scan of its own.
   */
  readonly onRestore?: ((record: Uint8Array, tombstone: boolean) => void) | undefined;
  /** How many records a history slice looks at before it ends, however few match. Default 20,000. */
  readonly historyScannedRecordsMax?: number | undefined;
}

export interface Store {
  readonly currentRevision: number;
  /** -1 while never compacted. */
  readonly compactRevision: number;
  /** @throws CompactedError, FutureRevisionError */
  range(query: RangeQuery): RangeResult;
  /** The record of one key at the current revision; undefined = it does not exist. */
  newest(key: Uint8Array): Uint8Array | undefined;
  /**
   * Hands out the records of a range until `isEnough()`, which is asked after each. Answers the key to
   * go on from, undefined at the end. Costs what it hands out, however large the range is.
   * @throws CompactedError, FutureRevisionError
   */
  rangeSlice(
    query: SliceQuery,
    take: (record: Uint8Array) => void,
    isEnough: () => boolean,
  ): Uint8Array | undefined;
  /** Only one writer may be open at a time (asserted). */
  beginWrite(): StoreWriter;
  /**
   * Schedules a compaction: ranges and history below `revision` are refused at once, records are
   * removed by `compactStep`. Persists `scheduledCompactRev`.
   * @throws CompactedError, FutureRevisionError
   */
  compact(revision: number): void;
  /** Removes at most `recordsMax` dead records; true = the scheduled compaction is finished. */
  compactStep(recordsMax: number): boolean;
  /** True while a scheduled compaction has records left to remove. */
  readonly compacting: boolean;
  /** Records that compactions have removed since the store was opened. */
  readonly compactedRecords: number;
  /**
   * Events with fromRevision ≤ main ≤ toRevision, whole revisions, stopping once about `bytesMax`
   * bytes are collected; optionally only of one key range (rangeEnd as in RangeQuery). A slice may
   * be empty before the end is reached: go on from `upToRevision` + 1.
   * @throws CompactedError when fromRevision < compactRevision
   */
  history(
    fromRevision: number,
    toRevision: number,
    bytesMax: number,
    filter?: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array },
  ): HistorySlice;
  /** etcd's HashKV. revision 0 = current. @throws CompactedError, FutureRevisionError */
  hashKv(revision: number): HashResult;
  /** The same for stores too large to hash at one go. @throws as hashKv */
  beginHash(revision: number): HashRun;
  /** Number of keys in the index (live and deleted but not compacted). */
  readonly keyCount: number;
}
