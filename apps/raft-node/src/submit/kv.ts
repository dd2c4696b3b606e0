// Requests of etcd's KV service. Writes are validated here, on the member that takes them, and then
// travel through the log as the bytes the client sent.
import {
  checkDeleteRange,
  checkPut,
  checkRange,
  checkTxn,
  decodeRequest,
  isTxnReadOnly,
  isTxnSerializable,
} from '@cairn/api';
import { encodeRangeResponse, etcdserverpb } from '@cairn/proto';
import { RequestKind, readTxn, toRangeQuery } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { answer, failure } from './outcome.ts';
import type { Reply } from './outcome.ts';
import { readLargeRange } from './large-range.ts';

export interface KvOptions {
  readonly replica: Replica;
  readonly txnOperationsMax: number;
}

export function range({ replica }: KvOptions, bytes: Uint8Array, reply: Reply): void {
  const request = decodeRequest(etcdserverpb.RangeRequest, bytes);
  checkRange(request);
  const query = toRangeQuery(request);
  readWhenCurrent(replica, request.serializable, reply, () => {
    readLargeRange(replica, query, reply, (result) => {
      const header = replica.context.header(result.revision);
      return encodeRangeResponse(header, result.records, result.more, result.count);
    });
  });
}

export function put({ replica }: KvOptions, bytes: Uint8Array, reply: Reply): void {
  checkPut(decodeRequest(etcdserverpb.PutRequest, bytes));
  propose(replica, RequestKind.put, bytes, reply);
}

export function deleteRange({ replica }: KvOptions, bytes: Uint8Array, reply: Reply): void {
  checkDeleteRange(decodeRequest(etcdserverpb.DeleteRangeRequest, bytes));
  propose(replica, RequestKind.deleteRange, bytes, reply);
}

export function txn(
  { replica, txnOperationsMax }: KvOptions,
  bytes: Uint8Array,
  reply: Reply,
): void {
  const request = decodeRequest(etcdserverpb.TxnRequest, bytes);
  checkTxn(request, txnOperationsMax);
  if (!isTxnReadOnly(request)) return propose(replica, RequestKind.txn, bytes, reply);
  readWhenCurrent(replica, isTxnSerializable(request), reply, () => {
    reply(answer(readTxn(replica.context, request)));
  });
}

export function compact({ replica }: KvOptions, bytes: Uint8Array, reply: Reply): void {
  decodeRequest(etcdserverpb.CompactionRequest, bytes);
  propose(replica, RequestKind.compaction, bytes, reply);
}

/** Puts a request into the log and answers with what its application says. */
export function propose(
  replica: Replica,
  kind: RequestKind,
  bytes: Uint8Array,
  reply: Reply,
): void {
  replica.propose(kind, bytes, (outcome) => {
    reply(outcome.kind === 'done' ? answer(outcome.response) : failure(outcome.error));
  });
}

/** Runs `read` at once (serializable) or when the state is known to be current (linearizable). */
export function readWhenCurrent(
  replica: Replica,
  serializable: boolean,
  reply: Reply,
  read: () => void,
): void {
  const run = (error: Error | undefined): void => {
    if (error !== undefined) return reply(failure(error));
    try {
      read();
    } catch (refusal) {
      reply(failure(refusal));
    }
  };
  if (serializable) run(undefined);
  else replica.readLinearizable(run);
}
