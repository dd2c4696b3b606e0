// The twin: the same contract without files, for tests and simulations. Durability is played: a flush
// moves batches from "committed" to "durable", and `crash` gives back the store that a new process
// would find: the durable batches and, as they may have reached the disk unreported, some more.
import { assert, fromByteString, toByteString, type Random } from '@cairn/core';
import {
  consistentIndexKey,
  encodeUint64,
  isPositionKey,
  nothingApplied,
  termKey,
} from './applied-record.ts';
import { keyBytesMax } from './limits.ts';
import { toKeyRange, visitEach } from './merged-scan.ts';
import { OrderedTable } from './ordered-table.ts';
import {
  Table,
  type AppliedPosition,
  type Backend,
  type BackendRecord,
  type BackendSnapshot,
  type RecordVisitor,
  type ScanOptions,
} from './types.ts';
import { tables, type Write } from './write-layer.ts';

type Tables = readonly OrderedTable<Uint8Array>[];

interface Batch {
  readonly writes: readonly Write[];
  readonly position: AppliedPosition;
  readonly bytes: number;
}

export interface MemoryBackendOptions {
  /** A flush happens by itself after so many commits. Default: 64. Infinity: only `flush` flushes. */
  readonly flushAfterCommits?: number;
}

const pieceRecords = 64;

export class MemoryBackend implements Backend {
  #peeked = new Uint8Array(0);
  readonly #flushAfterCommits: number;
  readonly #failureListeners: ((error: Error) => void)[] = [];
  readonly #durable: Tables;
  readonly #current: Tables;
  #open: Write[] = [];
  #committed: Batch[] = [];
  #applied: AppliedPosition = nothingApplied;
  #flushed: AppliedPosition = nothingApplied;
  #failure: Error | undefined = undefined;
  #failNext: Error | undefined = undefined;
  /** Settled when flushes go on; undefined when they do. */
  #held: PromiseWithResolvers<void> | undefined = undefined;
  #closed = false;

  constructor(options: MemoryBackendOptions = {}, durable: Tables = emptyTables()) {
    this.#flushAfterCommits = options.flushAfterCommits ?? 64;
    this.#durable = durable;
    this.#current = durable.map((table) => table.clone());
  }

  get applied(): AppliedPosition {
    return this.#applied;
  }

  get flushed(): AppliedPosition {
    return this.#flushed;
  }

  get(table: Table, key: Uint8Array): Uint8Array | undefined {
    this.#checkOpen();
    return tableOf(this.#current, table).get(toByteString(key));
  }

  /** In memory that is written again by the next call, so that tests find who keeps the bytes. */
  peek(table: Table, key: Uint8Array): Uint8Array | undefined {
    const found = this.get(table, key);
    this.#peeked.fill(0xff);
    if (found === undefined) return undefined;
    if (found.length > this.#peeked.length) this.#peeked = new Uint8Array(found.length);
    this.#peeked.set(found);
    return this.#peeked.subarray(0, found.length);
  }

  scan(table: Table, options: ScanOptions): Iterable<BackendRecord> {
    this.#checkOpen();
    return scanTable(tableOf(this.#current, table), options);
  }

  visit(table: Table, visitor: RecordVisitor): void {
    visitEach(this.scan(table, {}), visitor);
  }

  put(table: Table, key: Uint8Array, value: Uint8Array): void {
    this.#write({ table, key, value });
  }

  delete(table: Table, key: Uint8Array): void {
    this.#write({ table, key, value: undefined });
  }

  commit(position: AppliedPosition): void {
    this.#checkOpen();
    const before = this.#applied;
    assert(position.index >= before.index && position.term >= before.term, 'applying went back');
    const meta = [
      { table: Table.meta, key: consistentIndexKey, value: encodeUint64(position.index) },
      { table: Table.meta, key: termKey, value: encodeUint64(position.term) },
    ];
    for (const write of meta) apply(this.#current, write);
    let bytes = 0;
    for (const { key, value } of this.#open) bytes += key.length + (value?.length ?? 0);
    this.#committed.push({ writes: [...this.#open, ...meta], position, bytes });
    this.#open = [];
    this.#applied = position;
    if (this.#committed.length < this.#flushAfterCommits) return;
    if (this.#failure === undefined && this.#held === undefined) this.#flushNow();
  }

  async flush(): Promise<void> {
    while (this.#held !== undefined) await this.#held.promise;
    if (this.#failure === undefined) this.#flushNow();
    if (this.#failure !== undefined) throw this.#failure;
  }

  onFlushError(listener: (error: Error) => void): void {
    this.#failureListeners.push(listener);
  }

  async snapshot(): Promise<BackendSnapshot> {
    this.#checkOpen();
    await this.flush();
    return new MemorySnapshot(
      this.#durable.map((table) => table.clone()),
      this.#flushed,
    );
  }

  sizeBytes(): number {
    return this.sizeInUseBytes();
  }

  sizeInUseBytes(): number {
    let bytes = 8192;
    for (const table of this.#durable) {
      for (const [name, value] of table.collect(everything, Infinity)) {
        bytes += name.length + value.length;
      }
    }
    return bytes;
  }

  pendingBytes(): number {
    let bytes = 0;
    for (const batch of this.#committed) bytes += batch.bytes;
    return bytes;
  }

  async defragment(): Promise<void> {
    this.#checkOpen();
    await this.flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    while (this.#held !== undefined) await this.#held.promise;
    if (this.#failure === undefined) this.#flushNow();
    this.#closed = true;
  }

  /** What a new process finds after a power cut. This backend is closed. */
  crash(random: Random): MemoryBackend {
    this.#closed = true;
    this.#held?.resolve();
    this.#held = undefined;
    const kept = this.#committed.slice(0, random.nextBelow(this.#committed.length + 1));
    const next = new MemoryBackend(
      { flushAfterCommits: this.#flushAfterCommits },
      this.#durable.map((table) => table.clone()),
    );
    const position = kept.at(-1)?.position ?? this.#flushed;
    for (const { writes } of kept) {
      for (const write of writes) {
        apply(next.#durable, write);
        apply(next.#current, write);
      }
    }
    next.#applied = position;
    next.#flushed = position;
    return next;
  }

  /** A flush has just failed, as on a full disk: so does every later one. */
  failFlushes(error: Error): void {
    this.#failure = error;
    for (const listener of this.#failureListeners) listener(error);
  }

  /** The next flush fails, whoever asks for it, and with it every later one. */
  failNextFlush(error: Error): void {
    this.#failNext = error;
  }

  /** The disk is slow: no flush ends before the function that is returned has been called. */
  holdFlushes(): () => void {
    const held = Promise.withResolvers<void>();
    this.#held = held;
    return () => {
      if (this.#held === held) this.#held = undefined;
      held.resolve();
    };
  }

  /**
   * One bit of a stored value changes without a word, as LMDB cannot tell either: what comparing members
   * finds. Answers whose it was; undefined if the table has no value to change.
   */
  flipBit(table: Table, random: Random): Uint8Array | undefined {
    const durable = tableOf(this.#durable, table);
    const stored = durable.collect(everything, Infinity).filter(([, value]) => value.length > 0);
    if (stored.length === 0) return undefined;
    const [name, value] = stored[random.nextBelow(stored.length)] as [string, Uint8Array];
    const flipped = value.slice();
    const at = random.nextBelow(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.nextBelow(8));
    durable.set(name, flipped);
    // A write that is not durable yet hides it, until that is lost.
    const current = tableOf(this.#current, table);
    if (current.get(name) === value) current.set(name, flipped);
    return fromByteString(name);
  }

  #write(write: Write): void {
    this.#checkOpen();
    const { key, table } = write;
    assert(key.length > 0 && key.length <= keyBytesMax, `a key of ${key.length} bytes`);
    assert(table !== Table.meta || !isPositionKey(key), 'the position is written by commit');
    this.#open.push(write);
    apply(this.#current, write);
  }

  #flushNow(): void {
    const failure = this.#failNext;
    this.#failNext = undefined;
    if (failure !== undefined) return this.failFlushes(failure);
    for (const { writes, position } of this.#committed) {
      for (const write of writes) apply(this.#durable, write);
      this.#flushed = position;
    }
    this.#committed = [];
  }

  #checkOpen(): void {
    assert(!this.#closed, 'the store is closed');
  }
}

class MemorySnapshot implements BackendSnapshot {
  readonly #tables: Tables;
  readonly applied: AppliedPosition;
  #closed = false;

  constructor(snapshotTables: Tables, applied: AppliedPosition) {
    this.#tables = snapshotTables;
    this.applied = applied;
  }

  get(table: Table, key: Uint8Array): Uint8Array | undefined {
    assert(!this.#closed, 'the snapshot is closed');
    return tableOf(this.#tables, table).get(toByteString(key));
  }

  scan(table: Table, options: ScanOptions): Iterable<BackendRecord> {
    assert(!this.#closed, 'the snapshot is closed');
    return scanTable(tableOf(this.#tables, table), options);
  }

  close(): void {
    this.#closed = true;
  }
}

const everything = { from: '', fromExclusive: false, to: undefined, reverse: false };

function emptyTables(): Tables {
  return tables.map(() => new OrderedTable<Uint8Array>());
}

function tableOf(all: Tables, table: Table): OrderedTable<Uint8Array> {
  return all[table] as OrderedTable<Uint8Array>;
}

function apply(all: Tables, { table, key, value }: Write): void {
  const name = toByteString(key);
  if (value === undefined) tableOf(all, table).delete(name);
  else tableOf(all, table).set(name, value);
}

/** In pieces, as the other one, so that a caller may write while it walks. */
function* scanTable(
  table: OrderedTable<Uint8Array>,
  options: ScanOptions,
): Generator<BackendRecord, void, undefined> {
  let range = toKeyRange(options);
  for (;;) {
    const piece = table.collect(range, pieceRecords);
    for (const [name, value] of piece) yield { key: fromByteString(name), value };
    const last = piece.at(-1)?.[0];
    if (last === undefined || piece.length < pieceRecords) return;
    range = range.reverse ? { ...range, to: last } : { ...range, from: last, fromExclusive: true };
  }
}
