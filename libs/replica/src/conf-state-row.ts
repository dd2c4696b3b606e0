// The configuration of the cluster as of the applied index: a row of the store, written in the same
// batch as the conf change that led to it. Whoever reads a picture of the store finds in it the
// configuration that belongs to it, however far the member has got meanwhile.
import { Table } from '@cairn/backend';
import type { Backend, BackendReader } from '@cairn/backend';
import { fromByteString } from '@cairn/core';
import type { ConfState } from '@cairn/raft';
import { decodeConfState, encodeConfState } from './conf-state-codec.ts';

const confStateKey = fromByteString('cairnConfState');

export function storeConfState(backend: Backend, state: ConfState): void {
  backend.put(Table.meta, confStateKey, encodeConfState(state));
}

/** undefined in the store of a member that has not founded anything and was not sent anything. */
export function loadConfState(backend: BackendReader): ConfState | undefined {
  const row = backend.get(Table.meta, confStateKey);
  return row === undefined ? undefined : decodeConfState(row);
}
