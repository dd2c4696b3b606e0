// The port between the state machine and the disk. Two implementations: LMDB and memory.

/** etcd's buckets; the number is what snapshots and files carry, never renumber. */
export const Table = {
  key: 0,
  meta: 1,
  lease: 2,
  alarm: 3,
  members: 4,
  membersRemoved: 5,
  auth: 6,
  authUsers: 7,
  authRoles: 8,
  cluster: 9,
} as const;
export type Table = (typeof Table)[keyof typeof Table];

export interface BackendRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface ScanOptions {
  /** Inclusive; undefined = from the first key. */
  readonly from?: Uint8Array;
  /** Exclusive; undefined = to the last key. */
  readonly to?: Uint8Array;
  readonly reverse?: boolean;
}

/** How far the log has been applied. Stored in the same transaction as what was applied. */
export interface AppliedPosition {
  readonly index: number;
  readonly term: number;
}

/** A record as parts of two buffers, often the same one, that are valid during the call only. */
export type RecordVisitor = (
  keyBytes: Uint8Array,
  keyStart: number,
  keyEnd: number,
  valueBytes: Uint8Array,
  valueStart: number,
  valueEnd: number,
) => void;

/** Reading, in key order. Values must not be changed by the caller and stay valid until close. */
export interface BackendReader {
  get(table: Table, key: Uint8Array): Uint8Array | undefined;
  scan(table: Table, options: ScanOptions): Iterable<BackendRecord>;
}

/**
 * Writes are visible to readers at once and become durable later, batch by batch and in order.
 * After a crash the store holds exactly the batches up to some `commit`, never part of one.
 */
export interface Backend extends BackendReader {
  /** `get` for who looks at it at once: the bytes are the right ones only until the next call here. */
  peek(table: Table, key: Uint8Array): Uint8Array | undefined;
  /** Key and value belong to the store from here on: the caller must not change them. */
  put(table: Table, key: Uint8Array, value: Uint8Array): void;
  delete(table: Table, key: Uint8Array): void;
  /**
   * Shows all records of a table, in key order, before it returns. For tables that are read as a whole
   * at a start: nothing is made per record. The visitor must not write.
   */
  visit(table: Table, visitor: RecordVisitor): void;
  /** Ends a batch: everything put or deleted since the last commit belongs to `position`. */
  commit(position: AppliedPosition): void;
  /** The position of the last commit. */
  readonly applied: AppliedPosition;
  /** The position that survives a power loss now; the log may be dropped up to it. */
  readonly flushed: AppliedPosition;
  /** Resolves when everything committed before the call is durable. Rejects on an I/O error. */
  flush(): Promise<void>;
  /** Called once when a background flush fails: the process must stop. */
  onFlushError(listener: (error: Error) => void): void;
  /** A consistent picture of all tables as of the last commit, while writes go on. */
  snapshot(): Promise<BackendSnapshot>;
  /** Bytes of the file(s), free pages included; never 0. */
  sizeBytes(): number;
  /** Bytes without free pages; never 0. */
  sizeInUseBytes(): number;
  /** Committed but not yet durable bytes: the caller slows down when this grows. */
  pendingBytes(): number;
  /**
   * Gives free pages back to the file system: writes the store anew beside itself, while reads and
   * writes go on, and changes over. When it rejects, the store is as it was.
   */
  defragment(): Promise<void>;
  close(): Promise<void>;
}

export interface BackendSnapshot extends BackendReader {
  readonly applied: AppliedPosition;
  close(): void;
}
