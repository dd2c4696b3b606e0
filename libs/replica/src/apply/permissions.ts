// What auth says to an entry that is about to be applied: the requester must be allowed everything that
// it could read or change, on every path, before anything of it happens. Called only while auth is on.
//
// What an answer would show counts as read: a previous value is data of the store, whoever replaced it.
// And a put with a lease gives everybody who may end that lease power over the key, and its owner power
// over nothing new; so it needs what ending the lease needs.
import type { Requester } from '@cairn/auth';
import { emptyBytes } from '@cairn/core';
import { toSignedBigInt } from '@cairn/proto';
import type { Int64, etcdserverpb } from '@cairn/proto';
import type { ApplyContext } from './context.ts';

type Asker = Requester | undefined;

/** @throws AuthError */
export function checkPutAllowed(
  context: ApplyContext,
  asker: Asker,
  { key, lease, prev_kv: wantsPrevious }: etcdserverpb.PutRequest.$Properties,
): void {
  const { access } = context.auth;
  access.checkWrite(asker, key ?? emptyBytes, emptyBytes);
  if (lease != null) checkLeaseAllowed(context, asker, lease);
  if (wantsPrevious === true) access.checkRead(asker, key ?? emptyBytes, emptyBytes);
}

/** @throws AuthError */
export function checkDeleteAllowed(
  { auth: { access } }: ApplyContext,
  asker: Asker,
  { key, range_end: rangeEnd, prev_kv: wantsPrevious }: etcdserverpb.DeleteRangeRequest.$Properties,
): void {
  access.checkWrite(asker, key ?? emptyBytes, rangeEnd ?? emptyBytes);
  if (wantsPrevious === true) access.checkRead(asker, key ?? emptyBytes, rangeEnd ?? emptyBytes);
}

/** @throws AuthError */
export function checkRangeAllowed(
  { auth: { access } }: ApplyContext,
  asker: Asker,
  { key, range_end: rangeEnd }: { key?: Uint8Array | null; range_end?: Uint8Array | null },
): void {
  access.checkRead(asker, key ?? emptyBytes, rangeEnd ?? emptyBytes);
}

/** Both branches, and those of every transaction inside them. @throws AuthError */
export function checkTxnAllowed(
  context: ApplyContext,
  asker: Asker,
  { compare, success, failure }: etcdserverpb.TxnRequest.$Properties,
): void {
  // Also a transaction of nothing is asked by somebody.
  context.auth.access.checkKnown(asker);
  for (const each of compare ?? []) checkRangeAllowed(context, asker, each);
  for (const operation of [...(success ?? []), ...(failure ?? [])]) {
    checkOperationAllowed(context, asker, operation);
  }
}

function checkOperationAllowed(
  context: ApplyContext,
  asker: Asker,
  operation: etcdserverpb.RequestOp.$Properties,
): void {
  const { request_put: put, request_delete_range: deletion } = operation;
  const { request_range: range, request_txn: txn } = operation;
  if (put != null) checkPutAllowed(context, asker, put);
  if (deletion != null) checkDeleteAllowed(context, asker, deletion);
  if (range != null) checkRangeAllowed(context, asker, range);
  if (txn != null) checkTxnAllowed(context, asker, txn);
}

/** Whoever ends or renews a lease decides about all its keys. @throws AuthError */
export function checkLeaseAllowed(context: ApplyContext, asker: Asker, lease: Int64): void {
  const { access } = context.auth;
  access.checkKnown(asker);
  const id = toSignedBigInt(lease);
  const { table } = context.leases;
  if (id !== 0n && table.get(id) !== undefined) access.checkWriteEach(asker, table.keys(id));
}
