import { assert } from '@cairn/core';
import type { PinnedRead, Store } from './lmdb-store.ts';
import { scanMerged } from './merged-scan.ts';
import type {
  AppliedPosition,
  BackendRecord,
  BackendSnapshot,
  ScanOptions,
  Table,
} from './types.ts';

export class LmdbSnapshot implements BackendSnapshot {
  readonly #store: Store;
  readonly #pinned: PinnedRead;
  readonly #onClose: () => void;
  readonly applied: AppliedPosition;
  readonly #closing: PromiseWithResolvers<void> = Promise.withResolvers();
  #closed = false;

  constructor(store: Store, onClose: () => void) {
    this.#store = store;
    this.#onClose = onClose;
    this.#pinned = store.pin();
    // Not `flushed`: LMDB may be one transaction ahead of what has been reported to this thread.
    this.applied = store.position(this.#pinned);
  }

  /** Resolves when the snapshot reads no more. */
  get closed(): Promise<void> {
    return this.#closing.promise;
  }

  get(table: Table, key: Uint8Array): Uint8Array | undefined {
    this.#checkOpen();
    return this.#store.get(table, key, this.#pinned);
  }

  scan(table: Table, options: ScanOptions): Iterable<BackendRecord> {
    return scanMerged(
      table,
      options,
      (range, limit) => {
        this.#checkOpen();
        return this.#store.read(table, range, limit, this.#pinned);
      },
      () => [],
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pinned.done();
    this.#onClose();
    this.#closing.resolve();
  }

  #checkOpen(): void {
    assert(!this.#closed, 'the snapshot is closed');
  }
}
