import { emptyBytes } from '@cairn/core';
import { LeaseNotFoundError } from '@cairn/lease';
import { decodeRecord } from '@cairn/mvcc';
import type { RangeQuery } from '@cairn/mvcc';
import { encodePutResponse, toSignedBigInt } from '@cairn/proto';
import type { etcdserverpb } from '@cairn/proto';
import { KeyNotFoundError } from '../errors.ts';
import { oneKeyQuery } from '../range-query.ts';
import type { ApplyContext, KeyWriter } from './context.ts';

/** @throws LeaseNotFoundError, KeyNotFoundError; nothing has changed then */
export function applyPut(
  context: ApplyContext,
  request: etcdserverpb.PutRequest,
  isAwaited: boolean,
): Uint8Array {
  checkPutAgainst(context, request);
  const writer = context.beginWrite();
  const previous = putInto(writer, request);
  const revision = writer.end();
  if (!isAwaited) return emptyBytes;
  return encodePutResponse(context.header(revision), request.prev_kv ? previous : undefined);
}

/** What must hold before a put may change anything. */
export function checkPutAgainst(context: ApplyContext, request: etcdserverpb.PutRequest): void {
  const lease = toSignedBigInt(request.lease);
  if (lease !== 0n && context.leases.table.get(lease) === undefined) {
    throw new LeaseNotFoundError(lease);
  }
  if (request.ignore_value || request.ignore_lease) {
    const query: RangeQuery = { ...oneKeyQuery(request.key), countOnly: true };
    if (context.store.range(query).count === 0) throw new KeyNotFoundError('key not found');
  }
}

/** Answers the record that was replaced. */
export function putInto(
  writer: KeyWriter,
  request: etcdserverpb.PutRequest,
): Uint8Array | undefined {
  let value = request.value;
  let lease = toSignedBigInt(request.lease);
  if (request.ignore_value || request.ignore_lease) {
    const [record] = writer.store.range(oneKeyQuery(request.key)).records;
    if (record === undefined) throw new KeyNotFoundError('key not found');
    const current = decodeRecord(record);
    if (request.ignore_value) value = current.value;
    if (request.ignore_lease) lease = current.lease;
  }
  return writer.put(request.key, value, lease);
}
