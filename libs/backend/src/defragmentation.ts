// Writing a store anew while it is in use. The new store starts as a copy of a snapshot; whatever is
// flushed to the old one meanwhile is kept in memory and written to the new one afterwards, in order.
// Some of it may be in the snapshot already: layers hold absolute values, so writing one twice, and
// all that follow it, leaves the same. Only for the last of them, and while the directories change
// places, do flushes wait; reads and commits never do.
import { isPositionKey } from './applied-record.ts';
import type { TableRecord } from './create-lmdb-backend.ts';
import type { Store } from './lmdb-store.ts';
import { Table, type AppliedPosition, type BackendSnapshot } from './types.ts';
import { tables, type WriteLayer } from './write-layer.ts';

/** Makes the store that takes the place of a fragmented one. */
export interface StoreRebuild {
  /** Rejects when there is no room for a second store of so many bytes. */
  checkRoom(bytes: number): Promise<void>;
  /** A durable store with exactly these records, in a place of its own. */
  build(records: AsyncIterable<TableRecord>, position: AppliedPosition): Promise<Store>;
  /** Puts what was built in the place of the store. Not to be undone once it has begun. */
  install(): Promise<void>;
  /** Removes what was built. */
  discard(): Promise<void>;
}

/** More than this is not kept for the new store: rather no defragmentation than no memory. */
const keptBytesMax = 512 * 1024 * 1024;
/** Layers keep coming while others are written. After so many rounds flushes have to wait. */
const catchUpRounds = 3;
const recordsPerTurn = 256;

export class Defragmentation {
  readonly #rebuild: StoreRebuild;
  readonly #ended: PromiseWithResolvers<void> = Promise.withResolvers();
  #layers: WriteLayer[] = [];
  #keptBytes = 0;
  #holding = false;
  #cancelled = false;

  constructor(rebuild: StoreRebuild) {
    this.#rebuild = rebuild;
  }

  /** Whether flushes have to wait. */
  get holding(): boolean {
    return this.#holding;
  }

  /** The layer is durable in the old store. */
  keep(layer: WriteLayer): void {
    this.#layers.push(layer);
    this.#keptBytes += layer.committedBytes;
  }

  /** The disk must not be filled: the log is on it, too, and a member without room stops. */
  checkRoom(bytes: number): Promise<void> {
    return this.#rebuild.checkRoom(bytes);
  }

  async build(snapshot: BackendSnapshot): Promise<Store> {
    return await this.#rebuild.build(this.#records(snapshot), snapshot.applied);
  }

  async catchUp(store: Store): Promise<void> {
    for (let round = 0; round < catchUpRounds && this.#layers.length > 0; round++) {
      await this.#writeKept(store);
    }
  }

  /** From now on no flush begins; `settled` is when the one under way has ended. */
  async finish(store: Store, settled: Promise<void>): Promise<void> {
    this.#holding = true;
    await settled;
    await this.#writeKept(store);
  }

  install(): Promise<void> {
    return this.#rebuild.install();
  }

  discard(): Promise<void> {
    return this.#rebuild.discard();
  }

  end(): void {
    this.#holding = false;
    this.#ended.resolve();
  }

  /** Ends it soon, one way or the other. */
  cancel(): Promise<void> {
    this.#cancelled = true;
    return this.#ended.promise;
  }

  async #writeKept(store: Store): Promise<void> {
    const layers = this.#layers;
    this.#layers = [];
    this.#keptBytes = 0;
    for (const layer of layers) {
      this.#checkLimits();
      await store.write([...layer.writes()]);
    }
  }

  async *#records(snapshot: BackendSnapshot): AsyncGenerator<TableRecord> {
    let count = 0;
    for (const table of tables) {
      for (const { key, value } of snapshot.scan(table, {})) {
        if (table === Table.meta && isPositionKey(key)) continue;
        yield { table, key, value };
        if (++count % recordsPerTurn !== 0) continue;
        this.#checkLimits();
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
    }
  }

  #checkLimits(): void {
    if (this.#cancelled) throw new Error('the store was closed during its defragmentation');
    if (this.#keptBytes > keptBytesMax) {
      throw new Error(
        'too much was written during the defragmentation; try again in a quieter hour',
      );
    }
  }
}
