import { Table } from '@cairn/backend';
import type { Backend, BackendReader } from '@cairn/backend';
import { fromByteString } from '@cairn/core';
import type { RecordStore } from '@cairn/mvcc';

/** The store's view of the backend: its `key` table, and its positions in `meta`. */
export function recordStoreOf(backend: Backend): RecordStore {
  return {
    get: (key) => backend.get(Table.key, key),
    put: (key, record) => backend.put(Table.key, key, record),
    delete: (key) => backend.delete(Table.key, key),
    scan: (from, to) => scanKeys(backend, from, to),
    getMeta: (name) => backend.get(Table.meta, fromByteString(name)),
    putMeta: (name, value) => backend.put(Table.meta, fromByteString(name), value),
  };
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
