// Which lease-keeper the log has named primary. The index of the naming entry is the epoch: unique,
// ascending and the same on every member, so that anything older is recognised as stale at apply.
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { fromByteString } from '@cairn/core';

export interface LeasePrimary {
  /** Log index of the entry that named it; 0 = none was ever named. */
  readonly epoch: number;
  /** Term of that entry: a leader of a later term names a primary of its own. */
  readonly term: number;
  readonly keeperId: string;
  /** Where gateways reach it. */
  readonly address: string;
}

export const noLeasePrimary: LeasePrimary = { epoch: 0, term: 0, keeperId: '', address: '' };

const metaKey = fromByteString('cairnLeasePrimary');

export function loadLeasePrimary(backend: Backend): LeasePrimary {
  const value = backend.get(Table.meta, metaKey);
  if (value === undefined) return noLeasePrimary;
  return JSON.parse(Buffer.from(value).toString('utf8')) as LeasePrimary;
}

export function storeLeasePrimary(backend: Backend, primary: LeasePrimary): void {
  backend.put(Table.meta, metaKey, Buffer.from(JSON.stringify(primary), 'utf8'));
}
