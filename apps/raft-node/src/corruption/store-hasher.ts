// Checksums of what this member stores, in slices between turns of the event loop. What is hashed is fixed
// in the call: writes and compactions that come later change nothing. A snapshot that replaces the
// state ends the run, since there is nothing left to hash.
import { Table } from '@cairn/backend';
import type { BackendSnapshot } from '@cairn/backend';
import { crc32c, toByteString } from '@cairn/core';
import type { HashResult } from '@cairn/mvcc';
import { LeaderChangedError } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Turns } from '../turns.ts';

/** Some milliseconds of work. */
const recordsPerSlice = 5_000;

/** What two members that agree may store differently. */
const ownMetaKeys: ReadonlySet<string> = new Set([
  'consistent_index',
  'term',
  'storageVersion',
  'cairnSnapshotInstalled',
]);

export interface StoreHasherOptions {
  readonly replica: Replica;
  readonly turns: Turns;
  /** A run of this kind was finished and took so long. */
  readonly onHashed: (kind: 'records' | 'tables', seconds: number) => void;
}

export class StoreHasher {
  readonly #options: StoreHasherOptions;

  constructor(options: StoreHasherOptions) {
    this.#options = options;
  }

  /**
   * etcd's HashKV: the records of keys.
   * @param revision 0 = current
   * @throws CompactedError, FutureRevisionError, LeaderChangedError when a snapshot replaces the state
   */
  async hashRecords(revision: number): Promise<HashResult> {
    const { replica, turns } = this.#options;
    const beganMs = performance.now();
    const { store } = replica.machine;
    const run = store.beginHash(revision);
    try {
      for (;;) {
        await turns.next();
        this.#assertUnreplaced(store);
        const result = run.step(recordsPerSlice);
        if (result === undefined) continue;
        this.#finished('records', beganMs);
        return result;
      }
    } finally {
      run.close();
    }
  }

  /**
   * etcd's Hash: everything stored but what differs between members by nature.
   * @throws LeaderChangedError when a snapshot replaces the state
   */
  async hashTables(): Promise<number> {
    const { replica, turns } = this.#options;
    const beganMs = performance.now();
    const { store } = replica.machine;
    const snapshot = await replica.backend.snapshot();
    try {
      let sum = 0;
      let records = 0;
      for (const [name, table] of Object.entries(Table)) {
        sum = crc32c(Buffer.from(name), sum);
        for (const { key, value } of hashedRecords(snapshot, table)) {
          sum = crc32c(value, crc32c(key, sum));
          records += 1;
          if (records % recordsPerSlice > 0) continue;
          await turns.next();
          this.#assertUnreplaced(store);
        }
      }
      this.#assertUnreplaced(store);
      this.#finished('tables', beganMs);
      return sum;
    } finally {
      snapshot.close();
    }
  }

  /** What is being hashed must not have been closed: by a stop, or for a snapshot. */
  #assertUnreplaced(store: Replica['machine']['store']): void {
    const { replica } = this.#options;
    if (!replica.readable || replica.machine.store !== store) {
      throw new LeaderChangedError('the state was replaced while it was being hashed');
    }
  }

  #finished(kind: 'records' | 'tables', beganMs: number): void {
    this.#options.onHashed(kind, (performance.now() - beganMs) / 1_000);
  }
}

function* hashedRecords(
  snapshot: BackendSnapshot,
  table: Table,
): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
  for (const record of snapshot.scan(table, {})) {
    if (table === Table.meta && ownMetaKeys.has(toByteString(record.key))) continue;
    yield record;
  }
}
