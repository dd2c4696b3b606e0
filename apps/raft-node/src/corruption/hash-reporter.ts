// The answering side of a comparison of members: what this one's records hash to.
import { CompactedError, FutureRevisionError } from '@cairn/mvcc';
import type { HashResult } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import type { CompactionHashes } from './compaction-hashes.ts';
import type { HashReport } from './member-hash.ts';
import type { StoreHasher } from './store-hasher.ts';

export interface HashReporterOptions {
  readonly replica: Replica;
  readonly hasher: Pick<StoreHasher, 'hashRecords'>;
  /** undefined = this member does not keep them. */
  readonly compactions: CompactionHashes | undefined;
}

export class HashReporter {
  readonly #options: HashReporterOptions;

  constructor(options: HashReporterOptions) {
    this.#options = options;
  }

  /** @param revision 0 = only the hashes of past compactions */
  async report(revision: number): Promise<HashReport> {
    const { replica, compactions } = this.#options;
    return {
      memberId: replica.memberId,
      atRevision: revision === 0 ? 'unknown' : await this.#hashAt(revision),
      compactions: compactions?.newestFirst ?? [],
    };
  }

  async #hashAt(revision: number): Promise<HashResult | 'behind' | 'unknown'> {
    const { replica, hasher } = this.#options;
    if (!replica.readable) return 'unknown';
    let isCurrent = false;
    if (replica.machine.store.currentRevision < revision) isCurrent = await this.#catchUp();
    if (!replica.readable) return 'unknown';
    try {
      return await hasher.hashRecords(revision);
    } catch (error) {
      if (error instanceof CompactedError) return 'unknown';
      // Whoever asks had applied it before we were asked, so it is committed.
      if (error instanceof FutureRevisionError) return isCurrent ? 'behind' : 'unknown';
      throw error;
    }
  }

  /** Whether everything that is committed now has been applied. */
  #catchUp(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#options.replica.readLinearizable((error) => resolve(error === undefined));
    });
  }
}
