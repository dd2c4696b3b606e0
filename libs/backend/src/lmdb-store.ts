// LMDB, wrapped once. How it is used, and why:
//
// - `overlappingSync: false`. Then a commit is LMDB's own: data pages written, fdatasync, then the
//   meta page (136 bytes inside one sector, alternating between two) through an O_DSYNC descriptor.
//   Whatever is lost in a power cut, the older meta page and all pages it reaches are intact, because
//   a transaction never writes over pages that the last durable one can reach. lmdb-js's default, the
//   overlapping sync, commits first and syncs later, and trusts the system's boot id to tell whether
//   the unsynced state can be used; it would buy nothing here, since commits are few and large.
// - `eventTurnBatching: false`. Batches are made here; lmdb-js's own, around every turn of the event loop,
//   has a promise that nobody can reach and that rejects with a transaction that fails.
// - Writes go through `batch`: the calls only fill a buffer, LMDB's own work and the sync happen on a
//   thread of the pool. The writes of a batch are one transaction.
// - A key behind all others of its table is appended: LMDB then begins a new page where it would otherwise
//   leave two half full ones, and the revisions of keys, most of what there is, come in order.
// - A fixed, generous map: growing it later would remap under running reads. It costs address space.
// - Values are copied out: LMDB's memory is only stable inside a read transaction.
// - A transaction that the disk may have no room for is not begun: where a write fails, lmdb-js formats its
//   message into a buffer that can be too short, and the C library may end the process before it said why.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compareBytes, fromByteString } from '@cairn/core';
import { open, type Database, type RootDatabase } from 'lmdb';
import { consistentIndexKey, decodeUint64, nothingApplied, termKey } from './applied-record.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import type { StoredPiece } from './merged-scan.ts';
import type { KeyRange } from './ordered-table.ts';
import { intactValue, withChecksum } from './record-checksum.ts';
import { StoreFailedError } from './store-failed-error.ts';
import { Table, type AppliedPosition, type BackendRecord } from './types.ts';
import { tables, type Write } from './write-layer.ts';

const pieceBytesMax = 1024 * 1024;
/** A disk with less than this has no room for a transaction: its pages are more than its records. */
const fullDiskBytes = 8 * 1024 * 1024;
const noSpace = 'no space left';

/** The names of etcd's buckets. */
export const tableNames: Readonly<Record<Table, string>> = {
  [Table.key]: 'key',
  [Table.meta]: 'meta',
  [Table.lease]: 'lease',
  [Table.alarm]: 'alarm',
  [Table.members]: 'members',
  [Table.membersRemoved]: 'members_removed',
  [Table.auth]: 'auth',
  [Table.authUsers]: 'authUsers',
  [Table.authRoles]: 'authRoles',
  [Table.cluster]: 'cluster',
};

type Bytes = Database<Uint8Array, Uint8Array>;

/** A read transaction that keeps its picture; a few pages of the file cannot be reused meanwhile. */
export interface PinnedRead {
  done(): void;
}

interface PageCounts {
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

/** What lmdb-js's `getStats` returns; its own types leave it out. */
interface LmdbStats extends PageCounts {
  readonly root: PageCounts;
  readonly free: PageCounts;
  readonly lastPageNumber: number;
}

export class LmdbStore {
  readonly #root: RootDatabase<Uint8Array, Uint8Array>;
  readonly #tables: readonly Bytes[];
  readonly #file: string;
  /** By table, no key is greater. LMDB leaves out an append that is not one. */
  readonly #greatestKeys: (Uint8Array | undefined)[];
  #closed = false;
  /** Called, once, when a record is not what was written: nothing that is here may be served any more. */
  onCorrupt: ((error: CorruptBackendError) => void) | undefined = undefined;

  /** Opens or creates the file. The caller has checked it: LMDB itself trusts what it maps. */
  constructor(file: string, mapSizeBytes: number) {
    this.#file = file;
    const encoding = { keyEncoding: 'binary', encoding: 'binary', cache: false } as const;
    try {
      this.#root = open({
        path: file,
        noSubdir: true,
        maxDbs: tables.length + 2,
        mapSize: mapSizeBytes,
        pageSize: pageBytes,
        overlappingSync: false,
        eventTurnBatching: false,
        noMemInit: false,
        compression: false,
        ...encoding,
      });
      this.#tables = tables.map((table) =>
        this.#root.openDB({ name: tableNames[table], ...encoding }),
      );
      this.#greatestKeys = this.#tables.map(greatestKey);
    } catch (error) {
      throw new CorruptBackendError({ file, problem: 'LMDB cannot open the file', cause: error });
    }
  }

  /** Without a copy: the bytes are the right ones only until the next read. */
  peek(table: Table, key: Uint8Array): Uint8Array | undefined {
    const database = this.#table(table) as ReadOptionsAccepted;
    const found = database.getBinaryFast(key);
    if (found === undefined) return found;
    // lmdb-js's own buffer is longer than it says.
    const stored = new Uint8Array(found.buffer, found.byteOffset, found.length);
    return intactValue(key, stored) ?? this.#refuse(table, key);
  }

  get(table: Table, key: Uint8Array, pinned?: PinnedRead): Uint8Array | undefined {
    const database = this.#table(table) as ReadOptionsAccepted;
    const found = database.getBinaryFast(key, readOptions(pinned));
    if (found === undefined) return undefined;
    const copy = Buffer.allocUnsafe(found.length);
    // Small values come in a buffer of lmdb-js's own, large ones as a view of LMDB's memory.
    if (Buffer.isBuffer(found)) found.copy(copy, 0, 0, copy.length);
    else copy.set(found);
    return intactValue(key, copy) ?? this.#refuse(table, key);
  }

  read(table: Table, range: KeyRange, limit: number, pinned?: PinnedRead): StoredPiece {
    const from = range.from === '' ? undefined : fromByteString(range.from);
    const to = range.to === undefined ? undefined : fromByteString(range.to);
    // A range to before the first key is empty; LMDB has no empty keys, and no way to say that.
    if (range.to === '') return { records: [], more: false };
    const bounds = range.reverse
      ? {
          start: to,
          exclusiveStart: to !== undefined,
          end: from,
          inclusiveEnd: !range.fromExclusive,
        }
      : { start: from, exclusiveStart: range.fromExclusive, end: to };
    const found = this.#table(table).getRange({
      ...bounds,
      reverse: range.reverse,
      limit,
      ...readOptions(pinned),
    } as Parameters<Bytes['getRange']>[0]);
    const records: BackendRecord[] = [];
    let bytes = 0;
    for (const { key, value: stored } of found) {
      const value = intactValue(key, stored) ?? this.#refuse(table, key);
      records.push({ key, value });
      bytes += value.length;
      if (bytes > pieceBytesMax) return { records, more: true };
    }
    return { records, more: records.length === limit };
  }

  /** One transaction, durable when it resolves. */
  async write(writes: readonly Write[]): Promise<void> {
    const needed = bytesOf(writes) + fullDiskBytes;
    const free = await freeBytes(this.#file);
    if (free < needed) {
      const reason = `${noSpace}, ${free} bytes are free and it may take ${needed}`;
      throw new StoreFailedError(this.#file, reason, undefined);
    }
    let spoken: Promise<boolean> | undefined;
    try {
      await this.#root.batch(() => {
        for (const { table, key, value } of writes) {
          const written =
            value === undefined
              ? this.#table(table).remove(key)
              : this.#put(table, key, withChecksum(key, value));
          // The promise of the batch speaks for all of them, which are one or a few.
          if (written !== spoken) written.catch(() => undefined);
          spoken = written;
        }
      });
    } catch (error) {
      const cause: unknown = await causeOf(error);
      const reason = cause instanceof Error ? cause.message : String(cause);
      // LMDB takes a write that ended early, as on a full disk, for an I/O error.
      const isFull = (await freeBytes(this.#file)) < needed;
      throw new StoreFailedError(this.#file, isFull ? `${reason}, ${noSpace}` : reason, error);
    }
    // Reads of this turn may still use a transaction from before.
    this.#root.resetReadTxn();
  }

  /** Where the stored state stands. */
  position(pinned?: PinnedRead): AppliedPosition {
    const index = this.get(Table.meta, consistentIndexKey, pinned);
    const term = this.get(Table.meta, termKey, pinned);
    if (index === undefined && term === undefined) return nothingApplied;
    const position = { index: decode(index), term: decode(term) };
    if (position.index === undefined || position.term === undefined) {
      throw new Error('the store does not say which entry it was written for');
    }
    return position as AppliedPosition;
  }

  pin(): PinnedRead {
    return this.#root.useReadTransaction();
  }

  sizes(): { readonly sizeBytes: number; readonly inUseBytes: number } {
    let inUsePages = 2;
    let lastPage = 1;
    for (const [i, database] of this.#tables.entries()) {
      const stats = database.getStats() as LmdbStats;
      inUsePages += pagesOf(stats);
      if (i > 0) continue;
      inUsePages += pagesOf(stats.root) + pagesOf(stats.free);
      lastPage = stats.lastPageNumber;
    }
    return { sizeBytes: (lastPage + 1) * pageBytes, inUseBytes: inUsePages * pageBytes };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#root.close();
  }

  #put(table: Table, key: Uint8Array, stored: Uint8Array): Promise<boolean> {
    const greatest = this.#greatestKeys[table];
    if (greatest !== undefined && compareBytes(key, greatest) <= 0) {
      return this.#table(table).put(key, stored);
    }
    this.#greatestKeys[table] = key;
    return (this.#table(table) as AppendAccepted).put(key, stored, appended);
  }

  #refuse(table: Table, key: Uint8Array): never {
    const error = damagedRecord(this.#file, table, key);
    this.onCorrupt?.(error);
    this.onCorrupt = undefined;
    throw error;
  }

  #table(table: Table): Bytes {
    // A closed environment is unmapped: a read would not fail but crash.
    if (this.#closed) throw new Error('the store is closed');
    return this.#tables[table] as Bytes;
  }
}

export function damagedRecord(file: string, table: Table, key: Uint8Array): CorruptBackendError {
  const name = Buffer.from(key).toString('hex');
  const problem = `table ${tableNames[table]}, record ${name}: it is not what was written`;
  return new CorruptBackendError({ file, problem });
}

/** What the backend uses of it; a test can make it fail. */
export type Store = Pick<
  LmdbStore,
  'get' | 'peek' | 'read' | 'write' | 'position' | 'pin' | 'sizes' | 'close' | 'onCorrupt'
>;

const appended = { append: true } as const;

function greatestKey(table: Bytes): Uint8Array | undefined {
  for (const key of table.getKeys({ reverse: true, limit: 1 })) return key;
  return undefined;
}

interface AppendAccepted {
  put(key: Uint8Array, value: Uint8Array, options: typeof appended): Promise<boolean>;
}

interface ReadOptionsAccepted {
  getBinaryFast(key: Uint8Array, options?: { transaction: PinnedRead }): Uint8Array | undefined;
}

function readOptions(pinned: PinnedRead | undefined): { transaction: PinnedRead } | undefined {
  return pinned === undefined ? undefined : { transaction: pinned };
}

function pagesOf(counts: PageCounts): number {
  return counts.treeBranchPageCount + counts.treeLeafPageCount + counts.overflowPages;
}

function bytesOf(writes: readonly Write[]): number {
  return writes.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
}

function decode(bytes: Uint8Array | undefined): number | undefined {
  return bytes && decodeUint64(bytes);
}

async function freeBytes(file: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dirname(file));
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

/** lmdb-js reports "commit failed" and hands the reason over in a promise of its own. */
async function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<never> };
  try {
    await commitError;
    return error;
  } catch (reason) {
    return reason;
  }
}
