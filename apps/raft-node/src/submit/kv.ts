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
import { AuthError, nobody } from '@cairn/auth';
import type { Requester } from '@cairn/auth';
import { encodeRangeResponse, etcdserverpb } from '@cairn/proto';
import {
  NoSpaceError,
  RequestKind,
  checkTxnAllowed,
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
import type { Reply } from './outcome.ts';
import { readLargeRange } from './large-range.ts';
import type { FreePieces } from './pieces.ts';

const txnCodec = { decode: decodeTxn };
const nowMs = (): number => performance.now();

/** Requests that were asked here. */
export interface RequestCounts {
  ranges: number;
  txns: number;
}

export interface KvOptions {
  readonly replica: Replica;
  readonly turns: Turns;
  readonly free: FreePieces;
  readonly txnOperationsMax: number;
  readonly quota: Quota;
  readonly asked: RequestCounts;
}

export function range({ replica, turns, free, asked }: KvOptions, call: Call): void {
  asked.ranges += 1;
  const request = decodeRequest(etcdserverpb.RangeRequest, call.request);
  checkRange(request);
  const query = toRangeQuery(request);
  readWhenCurrent(replica, request.serializable, call, () => {
    replica.machine.access.checkRead(call.requester, request.key, request.range_end);
    const reply = underTheSameRights(replica, (outcome) => call.reply(outcome));
    readLargeRange({ replica, turns, free, query, nowMs, reply }, (result) => {
      const header = replica.context.header(result.revision);
      return encodeRangeResponse(header, result.records, result.more, result.count);
    });
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

export function txn({ replica, quota, txnOperationsMax, asked }: KvOptions, call: Call): void {
  asked.txns += 1;
  const request = decodeRequest(txnCodec, call.request);
  if (!quota.admits(txnCostBytes(request))) return refuseForSpace(quota, call);
  checkTxn(request, txnOperationsMax);
  if (!isTxnReadOnly(request))
    return propose(replica, RequestKind.txn, call.request, call, request);
  readWhenCurrent(replica, isTxnSerializable(request), call, () => {
    if (replica.machine.auth.isEnabled) checkTxnAllowed(replica.context, call.requester, request);
    call.reply(answer(readTxn(replica.context, request)));
  });
}

export function compact({ replica }: KvOptions, call: Call): void {
  decodeRequest(etcdserverpb.CompactionRequest, call.request);
  propose(replica, RequestKind.compaction, call.request, asClient(call));
}

/** Where an entry without a name is the cluster's own, a client without one is nobody. */
export function asClient(call: Call): Proposer {
  const requester = call.requester ?? nobody;
  const { timeoutMs, steps } = call;
  return { timeoutMs, requester, steps, reply: (outcome) => call.reply(outcome) };
}

/** A read that took several turns is answered only if rights are still what they were at its beginning. */
function underTheSameRights(replica: Replica, reply: Reply): Reply {
  if (!replica.machine.auth.isEnabled) return reply;
  const { revision } = replica.machine.auth;
  return (outcome) => {
    if (replica.machine.auth.revision === revision) return reply(outcome);
    if (outcome.kind === 'pieces') for (const piece of outcome.pieces) outcome.free.give(piece);
    reply(failure(new AuthError('authOldRevision')));
  };
}

/** Who is told what became of a proposal, and whose rights it is made with. */
export type Proposer = Pick<Call, 'timeoutMs' | 'reply' | 'steps'> & {
  readonly requester?: Requester | undefined;
};

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
  call: Proposer,
  message?: object,
): void {
  const settle = (outcome: ProposalOutcome): void => {
    call.reply(outcome.kind === 'done' ? answer(outcome.response) : failure(outcome.error));
  };
  const { timeoutMs, requester, steps } = call;
  steps?.begin('append');
  replica.propose(kind, body, settle, timeoutMs, message, requester, steps);
}

/** Runs `read` at once (serializable) or when the state is known to be current (linearizable). */
export function readWhenCurrent(
  replica: Replica,
  serializable: boolean,
  call: Call,
  read: () => void,
): void {
  const { steps } = call;
  const run = (error: Error | undefined): void => {
    steps?.begin('read');
    if (error !== undefined) return call.reply(failure(error));
    try {
      read();
    } catch (refusal) {
      call.reply(failure(refusal));
    }
  };
  if (serializable) return run(undefined);
  steps?.begin('read index');
  replica.readLinearizable(run, call.timeoutMs);
}
