import { Table } from '@cairn/backend';
import type { Backend, BackendReader } from '@cairn/backend';
import { fromByteString } from '@cairn/core';
import type { RecordStore } from '@cairn/mvcc';
import { RecordCache } from './record-cache.ts';

/** The store's view of the backend: its `key` table, and its positions in `meta`. */
export function recordStoreOf(backend: Backend): RecordStore {
  const cache = new RecordCache();
  return {
    get: (key) => {
      if (key.length !== recordKeyBytes) return backend.get(Table.key, key);
      const main = uint64At(key, 0);
      const sub = uint64At(key, subOffset);
      const cached = cache.get(main, sub);
      if (cached !== undefined) return cached;
      const record = backend.get(Table.key, key);
      if (record !== undefined) cache.add(main, sub, record);
      return record;
    },
    getOnce: (key) => {
      if (key.length !== recordKeyBytes) return backend.peek(Table.key, key);
      const cached = cache.get(uint64At(key, 0), uint64At(key, subOffset));
      return cached ?? backend.peek(Table.key, key);
    },
    put: (key, record) => {
      backend.put(Table.key, key, record);
      if (key.length !== recordKeyBytes) return;
      cache.add(uint64At(key, 0), uint64At(key, subOffset), record);
    },
    delete: (key) => {
      backend.delete(Table.key, key);
      if (key.length !== recordKeyBytes) return;
      cache.delete(uint64At(key, 0), uint64At(key, subOffset));
    },
    scan: (from, to) => scanKeys(backend, from, to),
    visit: (visitor) => backend.visit(Table.key, visitor),
    getMeta: (name) => backend.get(Table.meta, fromByteString(name)),
    putMeta: (name, value) => backend.put(Table.meta, fromByteString(name), value),
  };
}

/** The key of a record is its revision; that of a tombstone is longer, and nobody reads those. */
const recordKeyBytes = 17;
const subOffset = 9;

function uint64At(key: Uint8Array, offset: number): number {
  return uint32At(key, offset) * 2 ** 32 + uint32At(key, offset + 4);
}

function uint32At(key: Uint8Array, offset: number): number {
  return (
    (((key[offset] as number) << 24) |
      ((key[offset + 1] as number) << 16) |
      ((key[offset + 2] as number) << 8) |
      (key[offset + 3] as number)) >>>
    0
  );
}

function scanKeys(
  reader: BackendReader,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
): Iterable<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
  return reader.scan(Table.key, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
}
