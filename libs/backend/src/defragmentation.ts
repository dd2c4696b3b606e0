// Writing a store anew while it is in use. The new store starts as a copy of the file, made on another
// thread; whatever is flushed to the old one meanwhile is kept in memory and written to the new one
// afterwards, in order. Flushes wait twice: while the copy opens the file, so that it is of a state that
// a pinned read keeps, and for the last of the layers and while the directories change places. Reads and
// commits never do.
import type { Store } from './lmdb-store.ts';
import type { AppliedPosition } from './types.ts';
import type { WriteLayer } from './write-layer.ts';

/** Makes the store that takes the place of a fragmented one. */
export interface StoreRebuild {
  /** Rejects when there is no room for a second store of so many bytes. */
  checkRoom(bytes: number): Promise<void>;
  /** Begins to write all that the file has, which stands for `position`, to a store in a place of its own. */
  begin(position: AppliedPosition): StoreBuild;
  /**
   * Puts what was built in the place of the store; not to be undone once it has begun. Answers what gives
   * the replaced file up, for when nobody reads from it any more.
   */
  install(): Promise<() => Promise<void>>;
  /** Removes what was built. */
  discard(): Promise<void>;
}

export interface StoreBuild {
  /** Until it resolves nothing may be written to the file; until `store` does, a read must be pinned. */
  readonly opened: Promise<void>;
  /** The store, durable. */
  readonly store: Promise<Store>;
  /** `store` rejects soon. */
  cancel(): void;
}

/** More than this is not kept for the new store: rather no defragmentation than no memory. */
const keptBytesMax = 512 * 1024 * 1024;
/** Layers keep coming while others are written. After so many rounds flushes have to wait. */
const catchUpRounds = 3;

export class Defragmentation {
  readonly #rebuild: StoreRebuild;
  readonly #ended: PromiseWithResolvers<void> = Promise.withResolvers();
  #layers: WriteLayer[] = [];
  #keptBytes = 0;
  #holding = false;
  #cancelled = false;
  #build: StoreBuild | undefined = undefined;

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
    if (this.#keptBytes > keptBytesMax) this.#build?.cancel();
  }

  /** The disk must not be filled: the log is on it, too, and a member without room stops. */
  checkRoom(bytes: number): Promise<void> {
    return this.#rebuild.checkRoom(bytes);
  }

  /** From now on no flush begins. @param settled when the one under way has ended */
  async hold(settled: Promise<void>): Promise<void> {
    this.#holding = true;
    await settled;
    this.#checkLimits();
  }

  /** A read is pinned, and flushes are held until `opened`. */
  begin(position: AppliedPosition): Pick<StoreBuild, 'opened' | 'store'> {
    this.#layers = [];
    this.#keptBytes = 0;
    const build = this.#rebuild.begin(position);
    this.#build = build;
    const store = build.store.catch((error: unknown) => {
      this.#checkLimits();
      throw error;
    });
    // If the file cannot be opened, that is the reason which is heard.
    store.catch(() => undefined);
    return { opened: build.opened.then(() => void (this.#holding = false)), store };
  }

  async catchUp(store: Store): Promise<void> {
    for (let round = 0; round < catchUpRounds && this.#layers.length > 0; round++) {
      await this.#writeKept(store);
    }
  }

  /** Afterwards the new store has everything, and flushes wait until `end`. */
  async finish(store: Store, settled: Promise<void>): Promise<void> {
    await this.hold(settled);
    await this.#writeKept(store);
  }

  install(): Promise<() => Promise<void>> {
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
    this.#build?.cancel();
    return this.#ended.promise;
  }

  async #writeKept(store: Store): Promise<void> {
    this.#checkLimits();
    const layers = this.#layers;
    this.#layers = [];
    this.#keptBytes = 0;
    for (const layer of layers) {
      this.#checkLimits();
      await store.write([...layer.writes()]);
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
