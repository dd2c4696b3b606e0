// A history's requests as etcd's messages, and etcd's answers as a history's.
import { toByteString } from '@cairn/core';
import type {
  Compare,
  DeleteAnswer,
  KeyValue,
  LeaseKeepAliveAnswer,
  OperationAnswer,
  OperationRequest,
  PutAnswer,
  RangeAnswer,
  TxnAnswer,
  TxnOperation,
  WatchEvent,
} from '@cairn/history';
import { GrpcCode, etcdserverpb, mvccpb, toSignedBigInt } from '@cairn/proto';
import { RpcError } from '../kit/index.ts';
import type { Ask, EtcdClient, Received, UnaryRpcs } from '../kit/index.ts';

const msPerSecond = 1_000;

type Message<Name extends keyof UnaryRpcs> = Ask<UnaryRpcs[Name]>;
type RangeMessage = etcdserverpb.IRangeResponse;
type Numeric = Parameters<typeof toSignedBigInt>[0] | null | undefined;

/** Sends one request and answers what came back; rejects as the client does. */
export async function send(
  client: EtcdClient,
  request: OperationRequest,
  timeoutMs: number,
): Promise<OperationAnswer> {
  const options = { timeoutMs };
  switch (request.type) {
    case 'put':
      return putAnswer(await client.call('Put', putMessage(request), options));
    case 'delete':
      return deleteAnswer(await client.call('DeleteRange', rangeOf(request), options));
    case 'range':
      return rangeAnswer(await client.call('Range', rangeMessage(request), options));
    case 'txn': {
      const { compares, success, failure } = request;
      const message = {
        compare: compares.map(compareMessage),
        success: success.map(operationMessage),
        failure: failure.map(operationMessage),
      };
      return txnAnswer(await client.call('Txn', message, options));
    }
    case 'compact': {
      const { header } = await client.call('Compact', { revision: request.revision }, options);
      return { type: 'compact', revision: number(header?.revision) };
    }
    case 'leaseGrant': {
      const message = { ID: request.leaseId, TTL: request.ttl / msPerSecond };
      const answer = await client.call('LeaseGrant', message, options);
      const ttl = number(answer.TTL) * msPerSecond;
      return { type: 'leaseGrant', revision: number(answer.header?.revision), ttl };
    }
    case 'leaseRevoke': {
      const message = { ID: request.leaseId };
      const { header } = await client.call('LeaseRevoke', message, options);
      return { type: 'leaseRevoke', revision: number(header?.revision) };
    }
    default:
      return keepAlive(client, request.leaseId, timeoutMs);
  }
}

async function keepAlive(
  client: EtcdClient,
  leaseId: bigint,
  timeoutMs: number,
): Promise<LeaseKeepAliveAnswer> {
  using stream = client.openStream('LeaseKeepAlive');
  stream.send({ ID: leaseId });
  const answer = await stream.poll(timeoutMs);
  if (answer === undefined) throw new RpcError(GrpcCode.deadlineExceeded, 'no answer in time');
  const ttl = number(answer.TTL) * msPerSecond;
  return { type: 'leaseKeepAlive', revision: number(answer.header?.revision), ttl };
}

function rangeOf({
  key,
  rangeEnd,
}: {
  readonly key: string;
  readonly rangeEnd: string;
}): Message<'DeleteRange'> {
  return { key, range_end: rangeEnd };
}

function putMessage({ key, value, leaseId }: OperationRequest & { type: 'put' }): Message<'Put'> {
  return { key, value, lease: leaseId };
}

function rangeMessage(request: OperationRequest & { type: 'range' }): Message<'Range'> {
  return {
    key: request.key,
    range_end: request.rangeEnd,
    revision: request.revision,
    limit: request.limit,
    keys_only: request.keysOnly,
    count_only: request.countOnly,
    serializable: request.serializable,
  };
}

function operationMessage(operation: TxnOperation): object {
  if (operation.type === 'put') return { request_put: putMessage(operation) };
  if (operation.type === 'delete') return { request_delete_range: rangeOf(operation) };
  return { request_range: rangeMessage(operation) };
}

const { CompareResult, CompareTarget } = etcdserverpb.Compare;
const results = {
  equal: CompareResult.EQUAL,
  notEqual: CompareResult.NOT_EQUAL,
  less: CompareResult.LESS,
  greater: CompareResult.GREATER,
} as const;
const targets = {
  version: [CompareTarget.VERSION, 'version'],
  create: [CompareTarget.CREATE, 'create_revision'],
  mod: [CompareTarget.MOD, 'mod_revision'],
  value: [CompareTarget.VALUE, 'value'],
  lease: [CompareTarget.LEASE, 'lease'],
} as const;

function compareMessage({ key, target, operator, operand }: Compare): object {
  const [code, field] = targets[target];
  return { key, target: code, result: results[operator], [field]: operand };
}

function putAnswer({ header }: etcdserverpb.IPutResponse): PutAnswer {
  return { type: 'put', revision: number(header?.revision) };
}

function deleteAnswer({ header, deleted }: etcdserverpb.IDeleteRangeResponse): DeleteAnswer {
  return { type: 'delete', revision: number(header?.revision), deleted: number(deleted) };
}

function rangeAnswer({ header, kvs, count, more }: RangeMessage): RangeAnswer {
  return {
    type: 'range',
    revision: number(header?.revision),
    kvs: (kvs ?? []).map(toKeyValue),
    count: number(count),
    more: more ?? false,
  };
}

function txnAnswer({ header, succeeded, responses }: etcdserverpb.ITxnResponse): TxnAnswer {
  return {
    type: 'txn',
    revision: number(header?.revision),
    succeeded: succeeded ?? false,
    answers: (responses ?? []).map((response) => {
      if (response.response_put) return putAnswer(response.response_put);
      if (response.response_delete_range) return deleteAnswer(response.response_delete_range);
      return rangeAnswer(response.response_range ?? {});
    }),
  };
}

export function toKeyValue(kv: mvccpb.IKeyValue): KeyValue {
  return {
    key: toByteString(kv.key ?? new Uint8Array()),
    value: toByteString(kv.value ?? new Uint8Array()),
    createRevision: number(kv.create_revision),
    modRevision: number(kv.mod_revision),
    version: number(kv.version),
    leaseId: kv.lease === null || kv.lease === undefined ? 0n : toSignedBigInt(kv.lease),
  };
}

export function toWatchEvent({
  type,
  kv,
  prev_kv,
}: Received<'Watch'>['events'][number]): WatchEvent {
  return {
    type: type === mvccpb.Event.EventType.DELETE ? 'delete' : 'put',
    kv: toKeyValue(kv ?? {}),
    prevKv: prev_kv === null || prev_kv === undefined ? undefined : toKeyValue(prev_kv),
  };
}

export function number(value: Numeric): number {
  return value === null || value === undefined ? 0 : Number(toSignedBigInt(value));
}
