// Whether a downgrade of the cluster is announced, and to which version: etcd's row `downgrade` of its
// `cluster` table. It is part of the state, so every member tells the same.
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { fromByteString } from '@cairn/core';

export interface DowngradeInfo {
  readonly enabled: boolean;
  /** A minor release such as `3.6.0`; empty = none. */
  readonly targetVersion: string;
}

/** As etcd spells it. */
interface Row {
  readonly 'target-version': string;
  readonly enabled: boolean;
}

const rowKey = fromByteString('downgrade');

export class Downgrade {
  readonly #backend: Backend;
  #info: DowngradeInfo;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#info = load(backend);
  }

  get info(): DowngradeInfo {
    return this.#info;
  }

  set({ enabled, targetVersion }: DowngradeInfo): void {
    this.#info = enabled ? { enabled, targetVersion } : none;
    const row: Row = { 'target-version': this.#info.targetVersion, enabled };
    this.#backend.put(Table.cluster, rowKey, Buffer.from(JSON.stringify(row), 'utf8'));
  }
}

const none: DowngradeInfo = { enabled: false, targetVersion: '' };

function load(backend: Backend): DowngradeInfo {
  const value = backend.get(Table.cluster, rowKey);
  if (value === undefined) return none;
  const row = JSON.parse(Buffer.from(value).toString('utf8')) as Row;
  return { enabled: row.enabled, targetVersion: row['target-version'] };
}
