// What runs on the thread of `store-rebuild.ts`.
import { constants, setPriority } from 'node:os';
import { createLmdbBackendFrom, type TableRecord } from './create-lmdb-backend.ts';
import { damagedRecord, tableNames } from './lmdb-store.ts';
import { LmdbTables } from './lmdb-table-visit.ts';
import { checksumBytes, intactValue } from './record-checksum.ts';
import { isCancelled, type RebuildOrder } from './store-rebuild.ts';
import { runOnStoreThread } from './store-thread.ts';
import { tables } from './write-layer.ts';

// On Linux this is the priority of this thread alone: its owner goes first, and it goes on beside it.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

await runOnStoreThread(async (given, onFirstStep) => {
  const order = given as RebuildOrder;
  using stored = new LmdbTables(order.file);
  onFirstStep();
  await createLmdbBackendFrom(order.directory, recordsOf(stored, order), order.position);
});

function* recordsOf(stored: LmdbTables, order: RebuildOrder): Generator<TableRecord> {
  for (const table of tables) {
    for (const leaf of stored.leaves(tableNames[table])) {
      if (isCancelled(order)) throw new Error('the store is not wanted any more');
      const records: TableRecord[] = [];
      leaf.visit((keys, keyStart, keyEnd, values, valueStart, valueEnd) => {
        // Copies: the next leaf comes into the same memory.
        const key = Uint8Array.from(keys.subarray(keyStart, keyEnd));
        const stored = Uint8Array.from(values.subarray(valueStart, valueEnd + checksumBytes));
        const value = intactValue(key, stored);
        if (value === undefined) throw damagedRecord(order.file, table, key);
        records.push({ table, key, value });
      });
      yield* records;
    }
  }
}
