// Removes compacted records slice by slice between the turns of the loop, so that a large compaction
// delays nobody. What it removes belongs to no entry: the records are unreachable already, and after
// a crash the store finds out by itself how far it had come.
import type { Backend } from '@cairn/backend';
import type { Store } from '@cairn/mvcc';

const recordsPerSlice = 1_000;

export class CompactionRunner {
  readonly #store: Store;
  readonly #backend: Backend;
  readonly #schedule: (run: () => void) => void;
  readonly #onFatal: (error: Error) => void;
  #waiters: (() => void)[] = [];
  #state: 'idle' | 'scheduled' | 'stopped' = 'idle';

  constructor(
    store: Store,
    backend: Backend,
    schedule: (run: () => void) => void,
    onFatal: (error: Error) => void,
  ) {
    this.#store = store;
    this.#backend = backend;
    this.#schedule = schedule;
    this.#onFatal = onFatal;
  }

  /** Goes on if there is anything to remove. */
  continue(): void {
    if (this.#state !== 'idle') return;
    if (!this.#store.compacting) return this.#finish();
    this.#state = 'scheduled';
    this.#schedule(() => this.#slice());
  }

  /** Called back once the records are removed and that is on disk (a physical compaction). */
  whenFinished(done: () => void): void {
    this.#waiters.push(done);
  }

  stop(): void {
    this.#state = 'stopped';
  }

  #slice(): void {
    if (this.#state === 'stopped') return;
    this.#state = 'idle';
    try {
      this.#store.compactStep(recordsPerSlice);
      this.#backend.commit(this.#backend.applied);
    } catch (error) {
      this.#onFatal(error as Error);
      return;
    }
    this.continue();
  }

  #finish(): void {
    const waiters = this.#waiters;
    if (waiters.length === 0) return;
    this.#waiters = [];
    this.#backend.flush().then(
      () => {
        for (const done of waiters) done();
      },
      (error: unknown) => this.#onFatal(error as Error),
    );
  }
}
