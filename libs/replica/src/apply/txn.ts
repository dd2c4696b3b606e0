// A transaction in three steps: choose the branch at every nesting level from the state before it,
// check everything on the chosen path that could fail, then execute. After the checks nothing can
// fail any more, so a transaction is applied whole or not at all.
//
// Ranges and answers are for the one member whose client waits: the others only write.
import { assert, emptyBytes } from '@cairn/core';
import { CompactedError, FutureRevisionError } from '@cairn/mvcc';
import type { RangeQuery } from '@cairn/mvcc';
import {
  encodeDeleteRangeResponse,
  encodePutResponse,
  encodeRangeResponse,
  encodeResponseOp,
  encodeTxnResponse,
} from '@cairn/proto';
import type { HeaderFields, etcdserverpb } from '@cairn/proto';
import { toRangeQuery } from '../range-query.ts';
import { comparesHold } from './compare.ts';
import type { ApplyContext, KeyWriter } from './context.ts';
import { checkPutAgainst, putInto } from './put.ts';

type TxnRequest = etcdserverpb.TxnRequest;
type RequestOp = etcdserverpb.RequestOp;

/** The branch taken at one level, with the branches of the transactions inside it in order. */
interface Path {
  readonly succeeded: boolean;
  readonly operations: readonly RequestOp[];
  readonly nested: readonly Path[];
}

/**
 * Applies a transaction that may write.
 * @throws what its puts and ranges throw; nothing has changed then
 */
export function applyTxn(
  context: ApplyContext,
  request: TxnRequest,
  isAwaited: boolean,
): Uint8Array {
  const path = choosePath(context, request);
  checkPath(context, path);
  const writer = context.beginWrite();
  const responses = isAwaited ? execute(context, writer, path) : executeWrites(writer, path);
  const revision = writer.end();
  if (!isAwaited) return emptyBytes;
  return encodeTxnResponse(context.header(revision), path.succeeded, responses);
}

/** A transaction of ranges only, answered from the current state without an entry in the log. */
export function readTxn(context: ApplyContext, request: TxnRequest): Uint8Array {
  const path = choosePath(context, request);
  checkPath(context, path);
  const responses = path.operations.map(({ request_range: range }) => {
    assert(range != null, 'a read-only transaction holds ranges only');
    const result = context.store.range(toRangeQuery(range as etcdserverpb.RangeRequest));
    const header = innerHeader(result.revision);
    const response = encodeRangeResponse(header, result.records, result.more, result.count);
    return encodeResponseOp('range', response);
  });
  const header = context.header(context.store.currentRevision);
  return encodeTxnResponse(header, path.succeeded, responses);
}

/** Nearly all transactions have none inside. */
const noPaths: Path[] = [];

function choosePath(context: ApplyContext, request: TxnRequest): Path {
  const succeeded = comparesHold(context.store, request.compare as etcdserverpb.Compare[]);
  const operations = (succeeded ? request.success : request.failure) as RequestOp[];
  let nested: Path[] = noPaths;
  for (const { request_txn: txn } of operations) {
    if (txn == null) continue;
    if (nested === noPaths) nested = [];
    nested.push(choosePath(context, txn as TxnRequest));
  }
  return { succeeded, operations, nested };
}

/** In the order of the operations, which decides which of several mistakes is told. */
function checkPath(context: ApplyContext, path: Path): void {
  let nextNested = 0;
  for (const operation of path.operations) {
    if (operation.request_put != null) {
      checkPutAgainst(context, operation.request_put as etcdserverpb.PutRequest);
    } else if (operation.request_range != null) {
      const range = operation.request_range as etcdserverpb.RangeRequest;
      checkRangeRevision(context, toRangeQuery(range));
    } else if (operation.request_txn != null) {
      checkPath(context, nestedPath(path, nextNested++));
    }
  }
}

/** Inside a transaction, unlike alone, a negative revision is a revision like any other. */
function checkRangeRevision({ store }: ApplyContext, { revision }: RangeQuery): void {
  const { currentRevision, compactRevision } = store;
  if (revision === 0) return;
  if (revision > currentRevision) throw new FutureRevisionError(revision, currentRevision);
  if (revision < compactRevision) throw new CompactedError(revision, compactRevision);
}

function nestedPath(path: Path, position: number): Path {
  const nested = path.nested[position];
  assert(nested !== undefined, 'every nested transaction has a path');
  return nested;
}

/** The same changes as {@link execute}, without what is only for the answer. */
function executeWrites(writer: KeyWriter, path: Path): readonly Uint8Array[] {
  let nextNested = 0;
  for (const operation of path.operations) {
    if (operation.request_put != null) {
      putInto(writer, operation.request_put as etcdserverpb.PutRequest);
    } else if (operation.request_delete_range != null) {
      const request = operation.request_delete_range as etcdserverpb.DeleteRangeRequest;
      writer.deleteRange(request.key, request.range_end);
    } else if (operation.request_txn != null) {
      executeWrites(writer, nestedPath(path, nextNested++));
    }
  }
  return none;
}

const none: readonly Uint8Array[] = [];

function execute(context: ApplyContext, writer: KeyWriter, path: Path): Uint8Array[] {
  let nextNested = 0;
  return path.operations.map((operation) => {
    if (operation.request_put != null) return executePut(context, writer, operation.request_put);
    if (operation.request_delete_range != null) {
      return executeDelete(context, writer, operation.request_delete_range);
    }
    if (operation.request_range != null) {
      return executeRange(context, writer, operation.request_range);
    }
    const inner = nestedPath(path, nextNested++);
    const responses = execute(context, writer, inner);
    return encodeResponseOp('txn', encodeTxnResponse(innerHeader(0), inner.succeeded, responses));
  });
}

function executePut(
  context: ApplyContext,
  writer: KeyWriter,
  put: etcdserverpb.PutRequest.$Properties,
): Uint8Array {
  const previous = putInto(writer, put as etcdserverpb.PutRequest);
  const header = innerHeader(revisionSoFar(context, writer));
  return encodeResponseOp('put', encodePutResponse(header, put.prev_kv ? previous : undefined));
}

function executeDelete(
  context: ApplyContext,
  writer: KeyWriter,
  request: etcdserverpb.DeleteRangeRequest.$Properties,
): Uint8Array {
  const {
    key,
    range_end: rangeEnd,
    prev_kv: wantPrevious,
  } = request as etcdserverpb.DeleteRangeRequest;
  const deleted = writer.deleteRange(key, rangeEnd);
  const header = innerHeader(revisionSoFar(context, writer));
  const previous = wantPrevious ? deleted.records() : [];
  const response = encodeDeleteRangeResponse(header, deleted.keys.length, previous);
  return encodeResponseOp('deleteRange', response);
}

function executeRange(
  context: ApplyContext,
  writer: KeyWriter,
  request: etcdserverpb.RangeRequest.$Properties,
): Uint8Array {
  const result = writer.store.range(toRangeQuery(request as etcdserverpb.RangeRequest));
  const header = innerHeader(revisionSoFar(context, writer));
  const response = encodeRangeResponse(header, result.records, result.more, result.count);
  return encodeResponseOp('range', response);
}

/** The revision that a read inside the transaction sees: one further once something changed. */
function revisionSoFar(context: ApplyContext, writer: KeyWriter): number {
  return context.store.currentRevision + (writer.store.changes > 0 ? 1 : 0);
}

/** The answers inside a transaction carry a revision and nothing else in their headers. */
function innerHeader(revision: number): HeaderFields {
  return { clusterId: 0n, memberId: 0n, revision, raftTerm: 0 };
}
