import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { consistentIndexKey, encodeUint64, isPositionKey, termKey } from './applied-record.ts';
import { dataFileName, makeDirectory, syncDirectory } from './backend-directory.ts';
import { defaultMapSizeBytes } from './limits.ts';
import { LmdbStore } from './lmdb-store.ts';
import { Table, type AppliedPosition, type BackendRecord } from './types.ts';
import type { Write } from './write-layer.ts';

/** A record and the table that it belongs to, as a snapshot carries it. */
export interface TableRecord extends BackendRecord {
  readonly table: Table;
}

/** Between two transactions the event loop turns: some milliseconds of work each. */
const transactionBytes = 1024 * 1024;

/**
 * Writes a whole store into `directory`, replacing what is there; durable when it resolves. Meant for
 * a directory beside the real one (`receivingDirectory`) that `installBackendDirectory` then puts in
 * its place. The position in the records is ignored in favour of `position`.
 */
export async function createLmdbBackendFrom(
  directory: string,
  records: AsyncIterable<TableRecord> | Iterable<TableRecord>,
  position: AppliedPosition,
): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await makeDirectory(directory);
  const store = new LmdbStore(join(directory, dataFileName), defaultMapSizeBytes);
  try {
    let writes: Write[] = [];
    let bytes = 0;
    for await (const { table, key, value } of records) {
      if (table === Table.meta && isPositionKey(key)) continue;
      writes.push({ table, key, value });
      bytes += key.length + value.length;
      if (bytes < transactionBytes) continue;
      await store.write(writes);
      writes = [];
      bytes = 0;
    }
    const { index, term } = position;
    writes.push({ table: Table.meta, key: consistentIndexKey, value: encodeUint64(index) });
    writes.push({ table: Table.meta, key: termKey, value: encodeUint64(term) });
    await store.write(writes);
  } finally {
    await store.close();
  }
  await syncDirectory(directory);
  await syncDirectory(dirname(directory));
}
