// Hashes taken at the revisions of the last compactions. A check that asks all members for a current
// revision misses those that lag or are never quiet; at the revision of a compaction everybody has a
// hash of exactly the same records, whenever they got there, and it is still known long after.
//
// The hash is begun in the very turn in which the compaction is applied. Until it is finished the
// store removes nothing, so every member hashes the same records however far its removals had come.
import type { HashResult } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { StoreHasher } from './store-hasher.ts';

/** As many as etcd keeps. */
const keptMax = 10;

export interface CompactionHashesOptions {
  readonly replica: Replica;
  readonly hasher: Pick<StoreHasher, 'hashRecords'>;
  readonly logger: Logger;
}

export class CompactionHashes {
  readonly #options: CompactionHashesOptions;
  #hashes: readonly HashResult[] = [];
  #compactRevision: number;

  constructor(options: CompactionHashesOptions) {
    const { replica } = options;
    this.#options = options;
    this.#compactRevision = replica.machine.store.compactRevision;
    replica.listen({
      onApplied: () => this.#notice(),
      onInstalled: () => {
        // They were of a state that is gone.
        this.#hashes = [];
        this.#compactRevision = replica.machine.store.compactRevision;
      },
    });
  }

  /** Newest first. */
  get newestFirst(): readonly HashResult[] {
    return this.#hashes;
  }

  #notice(): void {
    const { replica, hasher, logger } = this.#options;
    const { store } = replica.machine;
    const revision = store.compactRevision;
    if (revision === this.#compactRevision) return;
    this.#compactRevision = revision;
    hasher.hashRecords(revision).then(
      (result) => {
        if (replica.machine.store === store) this.#keep(result);
      },
      (error: unknown) => {
        logger.warn({ revision, reason: String(error) }, 'no hash of this compaction');
      },
    );
  }

  #keep(result: HashResult): void {
    this.#hashes = [result, ...this.#hashes]
      .toSorted((a, b) => b.hashRevision - a.hashRevision)
      .slice(0, keptMax);
  }
}
