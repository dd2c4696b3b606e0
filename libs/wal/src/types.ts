// The contract of the write-ahead log. It stores Raft's entries and hard state and knows nothing
// of what is inside them.

export interface WalEntry {
  readonly index: number;
  readonly term: number;
  readonly type: number;
  readonly data: Uint8Array;
}

export interface WalHardState {
  readonly term: number;
  readonly vote: bigint;
  readonly commit: number;
}

/** From here on the log counts; everything up to `index` is in the backend. */
export interface WalSnapshotMarker {
  readonly index: number;
  readonly term: number;
  /** Opaque to the WAL: the caller's encoded configuration. */
  readonly confState: Uint8Array;
}

export interface WalBatch {
  readonly hardState?: WalHardState;
  /** Contiguous. When the first index is not past the last one on disk, the tail from there on is replaced. */
  readonly entries: readonly WalEntry[];
  readonly mustSync: boolean;
}

export interface WalRecovery {
  /** As given to `createWal`. */
  readonly metadata: Uint8Array;
  readonly hardState: WalHardState;
  readonly marker: WalSnapshotMarker;
  /** Everything after the marker, contiguous. */
  readonly entries: WalEntry[];
  /** Set when a torn last record was cut off: what a log line should say. */
  readonly repaired:
    { readonly file: string; readonly offset: number; readonly bytes: number } | undefined;
}

export interface Wal {
  /**
   * Writes the batch with one write and, if `mustSync`, one sync. Calls may not overlap (asserted).
   * A rejected call means the log's state is unknown: the process must stop, never retry.
   */
  append(batch: WalBatch): Promise<void>;
  /** Durable when it resolves. Later `open`s start from the newest marker. */
  saveMarker(marker: WalSnapshotMarker): Promise<void>;
  /**
   * Removes segments that hold nothing after `index`. Never the one being written, and never past
   * the newest marker: `open` starts from there.
   */
  releaseBefore(index: number): Promise<void>;
  /** Of all batches since it was opened. */
  readonly writtenBytes: number;
  /** Seconds of each sync, for a histogram. */
  onSync(listener: (seconds: number) => void): void;
  close(): Promise<void>;
}

/**
 * The part of a file system that storage code needs. Two implementations: Node's, and one in memory
 * that can lose what was not synced.
 */
export interface FileSystem {
  makeDirectory(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes creations, removals and renames in this directory durable. */
  syncDirectory(path: string): Promise<void>;
  open(path: string, mode: 'create' | 'read' | 'readWrite'): Promise<OpenFile>;
}

export interface OpenFile {
  size(): Promise<number>;
  /** Fewer bytes than asked for only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same into memory that is there; returns how many bytes were read. */
  readInto(offset: number, target: Uint8Array): Promise<number>;
  /** Writes all bytes or rejects. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Data (and the size) durable; fdatasync. */
  sync(): Promise<void>;
  close(): Promise<void>;
  /**
   * The same calls, blocking the thread, where the file system has them. On a disk that answers within
   * a fraction of a millisecond this is faster and half as much work as another thread and back.
   */
  readonly blocking?: BlockingFile | undefined;
}

export interface BlockingFile {
  /** Writes all bytes or throws. */
  write(offset: number, bytes: Uint8Array): void;
  sync(): void;
}
