// The store of a member. Writes go into layers in memory and are done in a fraction of a microsecond;
// whole batches follow into LMDB in the background, each layer as one durable transaction together
// with the position it stands for. Reads look at the layers, newest first, and then at LMDB. What a
// crash takes from the layers is replayed from the write-ahead log. Invariants:
//
//   flushed ≤ applied; LMDB holds exactly the batches up to `flushed`, or one transaction more
//   a layer leaves memory only after LMDB has it durably
import { AssertionFailure, assert, toByteString } from '@cairn/core';
import { isPositionKey } from './applied-record.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { Defragmentation, type StoreRebuild } from './defragmentation.ts';
import { keyBytesMax } from './limits.ts';
import { LmdbSnapshot } from './lmdb-snapshot.ts';
import type { Store } from './lmdb-store.ts';
import { scanMerged, visitEach } from './merged-scan.ts';
import {
  Table,
  type AppliedPosition,
  type Backend,
  type BackendRecord,
  type BackendSnapshot,
  type RecordVisitor,
  type ScanOptions,
} from './types.ts';
import { WriteLayer, type Write } from './write-layer.ts';

/** What a flush did, for a histogram. */
export interface FlushReport {
  readonly seconds: number;
  readonly bytes: number;
}

export interface LmdbBackendSettings {
  /** How long a commit may wait in memory before it is written. */
  readonly flushIntervalMs: number;
  /** A layer of so many bytes, or so many writes, is written at once: one transaction's share. */
  readonly flushBytesMax: number;
  readonly flushWritesMax: number;
  readonly onFlush: ((report: FlushReport) => void) | undefined;
  readonly rebuild: StoreRebuild;
  /** Shows a table as the file has it: faster than LMDB. */
  readonly visitFile: ((table: Table, visitor: RecordVisitor) => void) | undefined;
  /** Nothing is written before it resolves; undefined = the file is proven already. */
  readonly proven: Promise<void> | undefined;
}

export class LmdbBackend implements Backend {
  #store: Store;
  readonly #settings: LmdbBackendSettings;
  readonly #failureListeners: ((error: Error) => void)[] = [];
  readonly #snapshots = new Set<LmdbSnapshot>();
  #active = new WriteLayer();
  /** Oldest first; the first one is being written while `#draining`. */
  #sealed: WriteLayer[] = [];
  #sealedBytes = 0;
  /** The drain under way, or the last one. */
  #draining: Promise<void> = Promise.resolve();
  #isDraining = false;
  /** The check of the file is under way: as at rest, but the first drain waits for it. */
  #isProving = false;
  #timer: NodeJS.Timeout | undefined = undefined;
  #drainSoon: NodeJS.Immediate | undefined = undefined;
  #applied: AppliedPosition;
  #flushed: AppliedPosition;
  #shown: AppliedPosition;
  #failure: Error | undefined = undefined;
  #closed = false;
  #defragmentation: Defragmentation | undefined = undefined;
  readonly #retired: Promise<void>[] = [];
  #sizes: { readonly sizeBytes: number; readonly inUseBytes: number } | undefined = undefined;

  constructor(store: Store, settings: LmdbBackendSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#applied = store.position();
    this.#flushed = this.#applied;
    this.#shown = this.#applied;
    store.onCorrupt = (error) => this.#fail(error);
    if (settings.proven !== undefined) {
      this.#isProving = true;
      this.#isDraining = true;
      this.#draining = this.#writeSealed(settings.proven);
    }
  }

  get applied(): AppliedPosition {
    return this.#applied;
  }

  get flushed(): AppliedPosition {
    return this.#flushed;
  }

  get(table: Table, key: Uint8Array): Uint8Array | undefined {
    this.#checkOpen();
    if (table === Table.meta) this.#showPosition();
    const write = this.#findWrite(table, key);
    return write === undefined ? this.#store.get(table, key) : write.value;
  }

  peek(table: Table, key: Uint8Array): Uint8Array | undefined {
    this.#checkOpen();
    if (table === Table.meta) this.#showPosition();
    const write = this.#findWrite(table, key);
    return write === undefined ? this.#store.peek(table, key) : write.value;
  }

  scan(table: Table, options: ScanOptions): Iterable<BackendRecord> {
    this.#checkOpen();
    if (table === Table.meta) this.#showPosition();
    return scanMerged(
      table,
      options,
      (range, limit) => this.#store.read(table, range, limit),
      () => [...this.#sealed, this.#active],
    );
  }

  visit(table: Table, visitor: RecordVisitor): void {
    this.#checkOpen();
    const { visitFile } = this.#settings;
    // The position is written with a layer, and so the file is behind it.
    const isInFile = table !== Table.meta && this.#isAtRest();
    if (isInFile && visitFile !== undefined) visitFile(table, visitor);
    else visitEach(this.scan(table, {}), visitor);
  }

  put(table: Table, key: Uint8Array, value: Uint8Array): void {
    this.#checkKey(table, key);
    this.#active.add(table, key, value);
  }

  delete(table: Table, key: Uint8Array): void {
    this.#checkKey(table, key);
    this.#active.add(table, key, undefined);
  }

  commit(position: AppliedPosition): void {
    const before = this.#applied;
    assert(position.index >= before.index && position.term >= before.term, 'applying went back');
    this.#applied = position;
    this.#active.commit(position);
    const { flushBytesMax, flushWritesMax } = this.#settings;
    const { committedBytes, committedWrites } = this.#active;
    if (committedBytes >= flushBytesMax || committedWrites >= flushWritesMax) {
      this.#seal();
      // Not here: whoever commits is in a hurry, and filling LMDB's buffer takes a millisecond.
      if (!this.#isDraining) this.#drainSoon ??= setImmediate(() => this.#drain());
    } else if (this.#timer === undefined && !this.#isDraining) {
      this.#startTimer();
    }
  }

  flush(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#seal();
    const last = this.#sealed.at(-1);
    if (last === undefined) return Promise.resolve();
    this.#drain();
    return last.durable.promise;
  }

  onFlushError(listener: (error: Error) => void): void {
    this.#failureListeners.push(listener);
  }

  async snapshot(): Promise<BackendSnapshot> {
    this.#checkOpen();
    await this.#settings.proven;
    await this.flush();
    return this.#pin();
  }

  #pin(): LmdbSnapshot {
    this.#checkOpen();
    const snapshot = new LmdbSnapshot(this.#store, () => this.#snapshots.delete(snapshot));
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  sizeBytes(): number {
    return this.#currentSizes().sizeBytes;
  }

  sizeInUseBytes(): number {
    return this.#currentSizes().inUseBytes;
  }

  pendingBytes(): number {
    return this.#sealedBytes + this.#active.committedBytes;
  }

  async defragment(): Promise<void> {
    this.#checkOpen();
    if (this.#defragmentation !== undefined) throw new Error('a defragmentation is under way');
    const running = new Defragmentation(this.#settings.rebuild);
    this.#defragmentation = running;
    try {
      await running.checkRoom(this.sizeInUseBytes());
      await this.#settings.proven;
      await this.flush();
      await running.hold(this.#draining);
      const snapshot = this.#pin();
      try {
        const { opened, store } = running.begin(snapshot.applied);
        await opened;
        this.#drain();
        await this.#changeOver(running, await store);
      } catch (error) {
        if (error instanceof CorruptBackendError) this.#fail(error);
        throw error;
      } finally {
        snapshot.close();
      }
    } catch (error) {
      if (this.#failure === undefined) await running.discard();
      throw error;
    } finally {
      this.#defragmentation = undefined;
      running.end();
      this.#drain();
    }
  }

  /** Writes what was committed, then closes. What was put after the last commit is lost. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#defragmentation?.cancel();
    if (this.#closed) return;
    try {
      if (this.#isProving) await this.#draining;
      if (this.#failure === undefined) await this.flush();
    } finally {
      this.#closed = true;
      clearTimeout(this.#timer);
      clearImmediate(this.#drainSoon);
      for (const snapshot of this.#snapshots) snapshot.close();
      await Promise.all([this.#store.close(), ...this.#retired]);
    }
  }

  async #changeOver(running: Defragmentation, store: Store): Promise<void> {
    try {
      await running.catchUp(store);
      await running.finish(store, this.#draining);
    } catch (error) {
      await store.close();
      throw error;
    }
    let giveUp: () => Promise<void>;
    try {
      giveUp = await running.install();
    } catch (error) {
      // Which of the two a restart finds is not known: nothing may be reported as durable any more.
      this.#fail(error);
      await store.close();
      throw error;
    }
    this.#retired.push(this.#retire(this.#store, giveUp));
    this.#store = store;
    store.onCorrupt = (error) => this.#fail(error);
    this.#sizes = undefined;
  }

  /** The old store lives for as long as a snapshot reads from it. */
  async #retire(store: Store, giveUp: () => Promise<void>): Promise<void> {
    await Promise.all([...this.#snapshots].map((snapshot) => snapshot.closed));
    await store.close();
    await giveUp();
  }

  /** True when the file has everything, and nobody writes to it. */
  #isAtRest(): boolean {
    const isWriting = this.#isDraining && !this.#isProving;
    const isWritten = this.#active.isEmpty && this.#sealed.length === 0 && !isWriting;
    return isWritten && this.#defragmentation === undefined;
  }

  /** What is said of a key in memory, newest first. A name is made only where one may be known. */
  #findWrite(table: Table, key: Uint8Array): Write | undefined {
    let name: string | undefined;
    for (let i = this.#sealed.length; i >= 0; i--) {
      const layer = this.#sealed[i] ?? this.#active;
      const writes = layer.table(table);
      if (!writes.mayHold(key)) continue;
      const write = writes.get((name ??= toByteString(key)));
      if (write !== undefined) return write;
    }
    return undefined;
  }

  /** The records of the position are written with a layer, but must be right whenever they are read. */
  #showPosition(): void {
    if (this.#shown === this.#applied) return;
    this.#active.showPosition(this.#applied);
    this.#shown = this.#applied;
  }

  #startTimer(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#seal();
      this.#drain();
    }, this.#settings.flushIntervalMs);
    this.#timer.unref();
  }

  #seal(): void {
    if (this.#active.position === undefined) return;
    const { sealed, next } = this.#active.seal();
    this.#sealed.push(sealed);
    this.#sealedBytes += sealed.committedBytes;
    this.#active = next;
  }

  #drain(): void {
    if (this.#isDraining || this.#failure !== undefined || this.#closed) return;
    clearTimeout(this.#timer);
    clearImmediate(this.#drainSoon);
    this.#timer = undefined;
    this.#drainSoon = undefined;
    this.#isDraining = true;
    this.#draining = this.#writeSealed();
  }

  async #writeSealed(proven?: Promise<void>): Promise<void> {
    try {
      await proven;
      this.#isProving = false;
      for (;;) {
        const [layer] = this.#sealed;
        if (layer === undefined || this.#defragmentation?.holding === true) break;
        await this.#write(layer);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isProving = false;
      this.#isDraining = false;
    }
    if (this.#active.position !== undefined && !this.#closed) this.#startTimer();
  }

  async #write(layer: WriteLayer): Promise<void> {
    const start = performance.now();
    await this.#store.write([...layer.writes()]);
    this.#defragmentation?.keep(layer);
    this.#sealed.shift();
    this.#sealedBytes -= layer.committedBytes;
    this.#flushed = layer.position ?? this.#flushed;
    this.#sizes = undefined;
    this.#settings.onFlush?.({
      seconds: (performance.now() - start) / 1000,
      bytes: layer.committedBytes,
    });
    layer.durable.resolve();
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error instanceof Error ? error : new Error(String(error));
    for (const layer of this.#sealed) layer.durable.reject(this.#failure);
    for (const listener of this.#failureListeners) listener(this.#failure);
  }

  #currentSizes(): { readonly sizeBytes: number; readonly inUseBytes: number } {
    this.#checkOpen();
    this.#sizes ??= this.#store.sizes();
    return this.#sizes;
  }

  #checkKey(table: Table, key: Uint8Array): void {
    if (key.length === 0 || key.length > keyBytesMax) {
      throw new AssertionFailure(`a key of ${key.length} bytes`);
    }
    assert(table !== Table.meta || !isPositionKey(key), 'the position is written by commit');
  }

  #checkOpen(): void {
    assert(!this.#closed, 'the store is closed');
  }
}
