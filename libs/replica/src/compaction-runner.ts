// Removes compacted records slice by slice between the turns of the loop, so that a large compaction
// delays nobody. What it removes belongs to no entry: the records are unreachable already, and after
// a crash the store finds out by itself how far it had come.
//
// Removing is much faster than writing the removals to disk: when too much of it waits there, the next
// slice waits too, or the whole member would have to.
import type { Backend } from '@cairn/backend';
import type { Store } from '@cairn/mvcc';

const recordsPerSlice = 1_000;
const pendingBytesMax = 16 * 1024 * 1024;

/** Told once: the records are gone and that is on disk, or why that will not be known. */
export type CompactionWaiter = (error: Error | undefined) => void;

export interface CompactionRunnerOptions {
  readonly store: Store;
  readonly backend: Backend;
  readonly schedule: (run: () => void) => void;
  readonly onFatal: (error: Error) => void;
  readonly nowMs: () => number;
  /** All that was to be removed is. */
  readonly onFinished: (durationMs: number) => void;
}

export class CompactionRunner {
  readonly #options: CompactionRunnerOptions;
  #waiters: CompactionWaiter[] = [];
  #state: 'idle' | 'scheduled' | 'stopped' = 'idle';
  /** Of the compaction under way; undefined = there is none. */
  #beganMs: number | undefined;

  constructor(options: CompactionRunnerOptions) {
    this.#options = options;
  }

  /** Goes on if there is anything to remove. */
  continue(): void {
    if (this.#state !== 'idle') return;
    if (!this.#options.store.compacting) return this.#finish();
    this.#beganMs ??= this.#options.nowMs();
    this.#state = 'scheduled';
    this.#options.schedule(() => void this.#slice());
  }

  /** For a physical compaction. */
  whenFinished(waiter: CompactionWaiter): void {
    this.#waiters.push(waiter);
  }

  /** Nothing is removed or written after this. */
  stop(reason: Error): void {
    this.#state = 'stopped';
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter(reason);
  }

  async #slice(): Promise<void> {
    const { store, backend } = this.#options;
    try {
      if (backend.pendingBytes() > pendingBytesMax) await backend.flush();
      if (this.#isStopped()) return;
      store.compactStep(recordsPerSlice);
      backend.commit(backend.applied);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#state = 'idle';
    this.continue();
  }

  #finish(): void {
    if (this.#beganMs !== undefined) {
      this.#options.onFinished(this.#options.nowMs() - this.#beganMs);
      this.#beganMs = undefined;
    }
    const waiters = this.#waiters;
    if (waiters.length === 0) return;
    this.#waiters = [];
    this.#options.backend.flush().then(
      () => {
        for (const waiter of waiters) waiter(undefined);
      },
      (error: unknown) => {
        for (const waiter of waiters) waiter(error as Error);
        this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    if (!this.#isStopped()) this.#options.onFatal(error as Error);
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }
}
