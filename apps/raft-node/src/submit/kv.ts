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
import {
  NoSpaceError,
  RequestKind,
  decodeTxn,
  putCostBytes,
  readTxn,
  toRangeQuery,
  txnCostBytes,
} from '@cairn/replica';
import type { ProposalOutcome, Replica } from '@cairn/replica';
import type { Quota } from '../quota/quota.ts';
import type { Turns } from '../turns.ts';
import type { Call } from './call.ts';
import { answer, failure } from './outcome.ts';
import { readLargeRange } from './large-range.ts';
import type { FreePieces } from './pieces.ts';

const txnCodec = { decode: decodeTxn };
const nowMs = (): number => performance.now();

export interface KvOptions {
  readonly replica: Replica;
  readonly turns: Turns;
  readonly free: FreePieces;
  readonly txnOperationsMax: number;
  readonly quota: Quota;
}

export function range({ replica, turns, free }: KvOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.RangeRequest, call.request);
  checkRange(request);
  const query = toRangeQuery(request);
  readWhenCurrent(replica, request.serializable, call, () => {
    readLargeRange(
      { replica, turns, free, query, nowMs, reply: (outcome) => call.reply(outcome) },
      (result) => {
        const header = replica.context.header(result.revision);
        return encodeRangeResponse(header, result.records, result.more, result.count);
      },
    );
  });
}

export function put({ replica, quota }: KvOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.PutRequest, call.request);
  if (!quota.admits(putCostBytes(request))) return refuseForSpace(quota, call);
  checkPut(request);
  propose(replica, RequestKind.put, call.request, call, request);
}

export function deleteRange({ replica }: KvOptions, call: Call): void {
  checkDeleteRange(decodeRequest(etcdserverpb.DeleteRangeRequest, call.request));
  propose(replica, RequestKind.deleteRange, call.request, call);
}

export function txn({ replica, quota, txnOperationsMax }: KvOptions, call: Call): void {
  const request = decodeRequest(txnCodec, call.request);
  if (!quota.admits(txnCostBytes(request))) return refuseForSpace(quota, call);
  checkTxn(request, txnOperationsMax);
  if (!isTxnReadOnly(request))
    return propose(replica, RequestKind.txn, call.request, call, request);
  readWhenCurrent(replica, isTxnSerializable(request), call, () => {
    call.reply(answer(readTxn(replica.context, request)));
  });
}

export function compact({ replica }: KvOptions, call: Call): void {
  decodeRequest(etcdserverpb.CompactionRequest, call.request);
  propose(replica, RequestKind.compaction, call.request, call);
}

/** The first one to be refused raises the alarm, and is answered when everybody can know of it. */
export function refuseForSpace(quota: Quota, call: Call): void {
  quota.raise(() => call.reply(failure(new NoSpaceError('the store has reached its quota'))));
}

/**
 * Puts a request into the log and answers with what its application says.
 * @param message what `body` decodes to, if that need not be done again
 */
export function propose(
  replica: Replica,
  kind: RequestKind,
  body: Uint8Array,
  call: Pick<Call, 'timeoutMs' | 'reply'>,
  message?: object,
): void {
  const settle = (outcome: ProposalOutcome): void => {
    call.reply(outcome.kind === 'done' ? answer(outcome.response) : failure(outcome.error));
  };
  replica.propose(kind, body, settle, call.timeoutMs, message);
}

/** Runs `read` at once (serializable) or when the state is known to be current (linearizable). */
export function readWhenCurrent(
  replica: Replica,
  serializable: boolean,
  call: Call,
  read: () => void,
): void {
  const run = (error: Error | undefined): void => {
    if (error !== undefined) return call.reply(failure(error));
    try {
      read();
    } catch (refusal) {
      call.reply(failure(refusal));
    }
  };
  if (serializable) run(undefined);
  else replica.readLinearizable(run, call.timeoutMs);
}
