// The log as it is written. Invariants:
//
//   durable ≤ written (of the newest segment); every older segment is durable as a whole
//   marker.index ≤ last index; each segment repeats the newest marker and hard state at its start,
//   so that any number of older segments can go once the marker has passed their entries
//
// One batch is one write and at most one sync. On a fast disk both block the thread (see
// `sync-pace.ts`), and `append` is done when it returns; on a slow one only small writes do. After any failure the state of the file is
// unknown: a sync that failed may have thrown the data away and report success when tried again. So
// the log is poisoned, and every later call is refused with the first failure as its cause.
import { AssertionFailure, assert } from '@cairn/core';
import { LogFailedError } from './log-failed-error.ts';
import type { SegmentPreparer } from './segment-preparer.ts';
import type { SyncPace } from './sync-pace.ts';
import type { TermRuns } from './term-runs.ts';
import type {
  FileSystem,
  OpenFile,
  Wal,
  WalBatch,
  WalEntry,
  WalHardState,
  WalSnapshotMarker,
} from './types.ts';
import {
  entryRecordBytes,
  hardStateRecordBytes,
  markerRecordBytes,
  type RecordWriter,
  type WriterPosition,
} from './v1/record-writer.ts';
import { recordBytes } from './v1/record.ts';
import { segmentFixedBytes } from './v1/payload.ts';
import { segmentName, type SegmentName } from './v1/segment-name.ts';

/** A larger write is a matter of milliseconds even on a fast disk. */
const blockingWriteBytesMax = 256 * 1024;
/**
 * Less than this goes into the kernel's cache at once, whatever the disk is like: no sync is under way
 * then, and copying it takes half as long as the hop to a pool thread and back.
 */
const smallWriteBytesMax = 64 * 1024;

const done: Promise<void> = Promise.resolve();

export interface LiveSegment {
  readonly name: SegmentName;
  /** The highest index of an entry in it, even one that was replaced later; 0 if it has none. */
  maxIndex: number;
}

export interface SegmentedWalState {
  readonly fileSystem: FileSystem;
  readonly directory: string;
  readonly segmentBytes: number;
  readonly sync: boolean;
  readonly metadata: Uint8Array;
  readonly preparer: SegmentPreparer;
  readonly pace: SyncPace;
  readonly writer: RecordWriter;
  readonly terms: TermRuns;
  /** Oldest first; at least one. */
  readonly segments: LiveSegment[];
  /** The newest segment. All of it up to `position` is durable. */
  readonly file: OpenFile;
  readonly position: WriterPosition;
  /** Where the first record of a batch stands in it, after what it began with. */
  readonly startBytes: number;
  readonly hardState: WalHardState;
  readonly marker: WalSnapshotMarker;
}

export class SegmentedWal implements Wal {
  readonly #options: SegmentedWalState;
  readonly #writer: RecordWriter;
  readonly #terms: TermRuns;
  readonly #segments: LiveSegment[];
  readonly #pace: SyncPace;
  readonly #listeners: ((seconds: number) => void)[] = [];
  #file: OpenFile;
  #position: WriterPosition;
  #durableBytes: number;
  /** How much of the newest segment is what each segment begins with. */
  #startBytes: number;
  #hardState: WalHardState;
  #marker: WalSnapshotMarker;
  #failure: Error | undefined = undefined;
  #appending = false;
  #closed = false;
  #writtenBytes = 0;
  /** The last of the calls that wait for the disk; undefined when nobody does. */
  #queue: Promise<void> | undefined = undefined;
  #releasing: Promise<void> = done;

  constructor(state: SegmentedWalState) {
    this.#options = state;
    this.#writer = state.writer;
    this.#terms = state.terms;
    this.#segments = state.segments;
    this.#pace = state.pace;
    this.#file = state.file;
    this.#position = state.position;
    this.#durableBytes = state.position.end;
    this.#startBytes = state.startBytes;
    this.#hardState = state.hardState;
    this.#marker = state.marker;
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  append(batch: WalBatch): Promise<void> {
    assert(!this.#appending, 'an append began before the one before it had ended');
    this.#checkOrder(batch.entries);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const bytes = batchBytes(batch);
    if (bytes === 0) return done;
    const { blocking } = this.#file;
    const inPlace = this.#pace.blocking ? blockingWriteBytesMax : smallWriteBytesMax;
    if (blocking === undefined || this.#queue !== undefined) return this.#queueAppend(batch, bytes);
    if (bytes > inPlace || this.#mustCut(bytes)) return this.#queueAppend(batch, bytes);
    try {
      this.#encode(batch, bytes);
      blocking.write(this.#position.end, this.#writer.bytes);
      this.#written(batch);
      if (!batch.mustSync || !this.#options.sync) return done;
      if (this.#pace.blocking) {
        const start = performance.now();
        blocking.sync();
        this.#synced(start);
        return done;
      }
    } catch (error) {
      return Promise.reject(this.#poison(error));
    }
    return this.#queueAsAppend(() => this.#sync());
  }

  saveMarker(marker: WalSnapshotMarker): Promise<void> {
    assert(marker.index >= this.#marker.index, 'a marker cannot go back');
    return this.#enqueue(async () => {
      const bytes = markerRecordBytes(marker);
      if (this.#mustCut(bytes)) await this.#cut();
      this.#writer.begin(this.#position, this.#durableBytes, bytes);
      this.#writer.marker(marker);
      await this.#file.write(this.#position.end, this.#writer.bytes);
      this.#position = this.#writer.position;
      await this.#sync();
      this.#marker = marker;
      // A snapshot past the end of the log, or of another history, replaces the log.
      if (this.#terms.termOf(marker.index) === marker.term) this.#terms.dropBefore(marker.index);
      else this.#terms.reset(marker.index, marker.term);
    });
  }

  releaseBefore(index: number): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#releasing = this.#releasing.then(() =>
      this.#release(Math.min(index, this.#marker.index)),
    );
    return this.#releasing;
  }

  onSync(listener: (seconds: number) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#releasing.catch(() => undefined);
    await this.#queue;
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#failure === undefined) await this.#sync();
    } finally {
      this.#failure ??= new Error('the write-ahead log is closed');
      await this.#file.close();
      await this.#options.preparer.discard();
    }
  }

  #queueAppend(batch: WalBatch, bytes: number): Promise<void> {
    return this.#queueAsAppend(() => this.#appendSlowly(batch, bytes));
  }

  #queueAsAppend(work: () => Promise<void>): Promise<void> {
    this.#appending = true;
    return this.#enqueue(work).finally(() => {
      this.#appending = false;
    });
  }

  async #appendSlowly(batch: WalBatch, bytes: number): Promise<void> {
    if (this.#mustCut(bytes)) await this.#cut();
    this.#encode(batch, bytes);
    await this.#file.write(this.#position.end, this.#writer.bytes);
    this.#written(batch);
    if (batch.mustSync) await this.#sync();
  }

  #encode(batch: WalBatch, bytes: number): void {
    const writer = this.#writer;
    writer.begin(this.#position, this.#durableBytes, bytes);
    for (const entry of batch.entries) writer.entry(entry);
    if (batch.hardState !== undefined) writer.hardState(batch.hardState);
  }

  #written(batch: WalBatch): void {
    this.#writtenBytes += this.#writer.bytes.length;
    this.#position = this.#writer.position;
    if (batch.hardState !== undefined) this.#hardState = batch.hardState;
    const segment = this.#segments.at(-1) as LiveSegment;
    for (const { index, term } of batch.entries) {
      this.#terms.set(index, term);
      if (index > segment.maxIndex) segment.maxIndex = index;
    }
    const { segmentBytes, preparer } = this.#options;
    if (this.#position.end > segmentBytes / 2) preparer.start();
  }

  async #sync(): Promise<void> {
    if (!this.#options.sync || this.#durableBytes === this.#position.end) return;
    const start = performance.now();
    await this.#file.sync();
    this.#synced(start);
  }

  #synced(startMs: number): void {
    const seconds = (performance.now() - startMs) / 1000;
    this.#durableBytes = this.#position.end;
    this.#pace.record(seconds);
    for (const listener of this.#listeners) listener(seconds);
  }

  /** A batch that does not fit goes to the next segment, or beyond the end of one still empty. */
  #mustCut(bytes: number): boolean {
    const { end } = this.#position;
    return end + bytes > this.#options.segmentBytes && end > this.#startBytes;
  }

  /**
   * Goes on in a new segment. In this order: the old one is durable before the new one can be seen,
   * and the new one is complete before it gets its name.
   */
  async #cut(): Promise<void> {
    const { fileSystem, directory, segmentBytes, metadata, preparer, sync } = this.#options;
    await this.#sync();
    const file = await preparer.take();
    const last = this.#segments.at(-1) as LiveSegment;
    const name = segmentName(last.name.sequence + 1, this.#terms.lastIndex + 1);
    const position = { end: 0, chain: this.#position.chain, salt: 0 };
    this.#writer.begin(position, 0, this.#newStartBytes());
    this.#writer.segment({
      sequence: name.sequence,
      firstIndex: name.firstIndex,
      segmentBytes,
      previousChain: this.#position.chain,
      metadata,
    });
    this.#writer.marker(this.#marker);
    this.#writer.hardState(this.#hardState);
    await file.write(0, this.#writer.bytes);
    if (sync) await file.sync();
    await fileSystem.rename(preparer.path, `${directory}/${name.file}`);
    if (sync) await fileSystem.syncDirectory(directory);
    await this.#file.close();
    this.#file = file;
    this.#position = this.#writer.position;
    this.#durableBytes = this.#position.end;
    this.#startBytes = this.#position.end;
    this.#segments.push({ name, maxIndex: 0 });
  }

  #newStartBytes(): number {
    const header = recordBytes(segmentFixedBytes + this.#options.metadata.length);
    return header + markerRecordBytes(this.#marker) + hardStateRecordBytes;
  }

  /** Oldest first and each removal made durable, so that a crash leaves no gap. */
  async #release(index: number): Promise<void> {
    const { fileSystem, directory, sync } = this.#options;
    for (;;) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined || oldest.maxIndex > index) return;
      try {
        await fileSystem.remove(`${directory}/${oldest.name.file}`);
        if (sync) await fileSystem.syncDirectory(directory);
      } catch (error) {
        throw this.#poison(error);
      }
      this.#segments.shift();
    }
  }

  #checkOrder(entries: readonly WalEntry[]): void {
    const [first] = entries;
    if (first === undefined) return;
    const { lastIndex } = this.#terms;
    if (first.index <= this.#marker.index) {
      throw new AssertionFailure(`entry ${first.index} is covered by the marker`);
    }
    if (first.index > lastIndex + 1) {
      throw new AssertionFailure(`entry ${first.index} does not follow ${lastIndex}`);
    }
    let index = first.index;
    for (const entry of entries) {
      if (entry.index !== index) {
        throw new AssertionFailure(`entry ${entry.index} stands where ${index} belongs`);
      }
      index++;
    }
  }

  /** Runs after everything queued before; a failure poisons the log. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    const before = this.#queue ?? done;
    const result = before.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return work();
    });
    const settle = async (): Promise<void> => {
      try {
        await result;
      } catch (error) {
        throw this.#poison(error);
      } finally {
        if (this.#queue === quiet) this.#queue = undefined;
      }
    };
    const settled = settle();
    const quiet = settled.catch(() => undefined);
    this.#queue = quiet;
    return settled;
  }

  #poison(error: unknown): Error {
    this.#failure ??= new LogFailedError(this.#options.directory, error);
    return this.#failure;
  }
}

function batchBytes(batch: WalBatch): number {
  let bytes = batch.hardState === undefined ? 0 : hardStateRecordBytes;
  for (const entry of batch.entries) bytes += entryRecordBytes(entry);
  return bytes;
}
