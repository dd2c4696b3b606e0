// Requests of the history as etcd's messages, and etcd's answers as answers of the history.
import { fromByteString, toByteString } from '@cairn/core';
import type {
  Compare,
  DeleteAnswer,
  KeyValue,
  OperationAnswer,
  OperationRequest,
  PutAnswer,
  RangeAnswer,
  TxnOperation,
} from '@cairn/history';
import { etcdserverpb, fromBigInt, toSafeNumber, toSignedBigInt } from '@cairn/proto';
import type { Int64, mvccpb } from '@cairn/proto';
import { nodeMethod } from '@cairn/client-gateway';
import type { NodeMethod } from '@cairn/client-gateway';

export interface Encoded {
  readonly method: NodeMethod;
  readonly bytes: Uint8Array;
}

type KvRequest = Exclude<OperationRequest, { readonly type: 'leaseKeepAlive' }>;
type RequestOp = etcdserverpb.RequestOp.$Properties;

const { CompareResult, CompareTarget } = etcdserverpb.Compare;

export function encodeOperation(request: KvRequest): Encoded {
  switch (request.type) {
    case 'put':
      return encoded(nodeMethod.put, etcdserverpb.PutRequest, putFields(request));
    case 'delete':
      return encoded(nodeMethod.deleteRange, etcdserverpb.DeleteRangeRequest, rangeOf(request));
    case 'range':
      return encoded(nodeMethod.range, etcdserverpb.RangeRequest, rangeFields(request));
    case 'txn':
      return encoded(nodeMethod.txn, etcdserverpb.TxnRequest, {
        compare: request.compares.map(compareFields),
        success: request.success.map(operationFields),
        failure: request.failure.map(operationFields),
      });
    case 'compact':
      return encoded(nodeMethod.compact, etcdserverpb.CompactionRequest, {
        revision: request.revision,
      });
    case 'leaseGrant':
      return encoded(nodeMethod.leaseGrant, etcdserverpb.LeaseGrantRequest, {
        ID: fromBigInt(request.leaseId, 'signed'),
        TTL: request.ttl / microsPerSecond,
      });
    case 'leaseRevoke':
      return encoded(nodeMethod.leaseRevoke, etcdserverpb.LeaseRevokeRequest, {
        ID: fromBigInt(request.leaseId, 'signed'),
      });
  }
}

/** The clock of the history counts microseconds. */
export const microsPerSecond = 1_000_000;

export function decodeAnswer(request: KvRequest, bytes: Uint8Array): OperationAnswer {
  switch (request.type) {
    case 'put':
      return putAnswer(etcdserverpb.PutResponse.decode(bytes));
    case 'delete':
      return deleteAnswer(etcdserverpb.DeleteRangeResponse.decode(bytes));
    case 'range':
      return rangeAnswer(etcdserverpb.RangeResponse.decode(bytes));
    case 'txn': {
      const { header, succeeded, responses } = etcdserverpb.TxnResponse.decode(bytes);
      const answers = responses.map(({ response_put, response_delete_range, response_range }) => {
        if (response_put) return putAnswer(response_put);
        if (response_delete_range) return deleteAnswer(response_delete_range);
        return rangeAnswer(response_range ?? {});
      });
      return { type: 'txn', revision: revisionOf(header), succeeded, answers };
    }
    case 'compact': {
      const { header } = etcdserverpb.CompactionResponse.decode(bytes);
      return { type: 'compact', revision: revisionOf(header) };
    }
    case 'leaseGrant': {
      const { header, TTL } = etcdserverpb.LeaseGrantResponse.decode(bytes);
      const ttl = toSafeNumber(TTL) * microsPerSecond;
      return { type: 'leaseGrant', revision: revisionOf(header), ttl };
    }
    case 'leaseRevoke': {
      const { header } = etcdserverpb.LeaseRevokeResponse.decode(bytes);
      return { type: 'leaseRevoke', revision: revisionOf(header) };
    }
  }
}

export function toKeyValue(kv: mvccpb.KeyValue.$Properties): KeyValue {
  return {
    key: toByteString(kv.key ?? none),
    value: toByteString(kv.value ?? none),
    createRevision: integer(kv.create_revision),
    modRevision: integer(kv.mod_revision),
    version: integer(kv.version),
    leaseId: toSignedBigInt(kv.lease ?? 0),
  };
}

const none = new Uint8Array(0);

function encoded<Fields>(
  method: NodeMethod,
  codec: { encode(fields: Fields): { finish(): Uint8Array } },
  fields: Fields,
): Encoded {
  return { method, bytes: codec.encode(fields).finish() };
}

function rangeOf({ key, rangeEnd }: { readonly key: string; readonly rangeEnd: string }): {
  readonly key: Uint8Array;
  readonly range_end: Uint8Array;
} {
  return { key: fromByteString(key), range_end: fromByteString(rangeEnd) };
}

function putFields(
  request: Extract<TxnOperation, { readonly type: 'put' }>,
): etcdserverpb.PutRequest.$Properties {
  return {
    key: fromByteString(request.key),
    value: fromByteString(request.value),
    lease: fromBigInt(request.leaseId, 'signed'),
  };
}

function rangeFields(
  request: Extract<TxnOperation, { readonly type: 'range' }>,
): etcdserverpb.RangeRequest.$Properties {
  return {
    ...rangeOf(request),
    revision: request.revision,
    limit: request.limit,
    keys_only: request.keysOnly,
    count_only: request.countOnly,
    serializable: request.serializable,
  };
}

function operationFields(operation: TxnOperation): RequestOp {
  switch (operation.type) {
    case 'put':
      return { request_put: putFields(operation) };
    case 'delete':
      return { request_delete_range: rangeOf(operation) };
    case 'range':
      return { request_range: rangeFields(operation) };
  }
}

const results = {
  equal: CompareResult.EQUAL,
  notEqual: CompareResult.NOT_EQUAL,
  less: CompareResult.LESS,
  greater: CompareResult.GREATER,
};

function compareFields(compare: Compare): etcdserverpb.Compare.$Properties {
  const fields = { key: fromByteString(compare.key), result: results[compare.operator] };
  const { operand } = compare;
  switch (compare.target) {
    case 'version':
      return { ...fields, target: CompareTarget.VERSION, version: Number(operand) };
    case 'create':
      return { ...fields, target: CompareTarget.CREATE, create_revision: Number(operand) };
    case 'mod':
      return { ...fields, target: CompareTarget.MOD, mod_revision: Number(operand) };
    case 'value':
      return { ...fields, target: CompareTarget.VALUE, value: fromByteString(String(operand)) };
    case 'lease':
      return { ...fields, target: CompareTarget.LEASE, lease: Number(operand) };
  }
}

function putAnswer({ header }: etcdserverpb.PutResponse.$Properties): PutAnswer {
  return { type: 'put', revision: revisionOf(header) };
}

function deleteAnswer(answer: etcdserverpb.DeleteRangeResponse.$Properties): DeleteAnswer {
  return { type: 'delete', revision: revisionOf(answer.header), deleted: integer(answer.deleted) };
}

function rangeAnswer(answer: etcdserverpb.RangeResponse.$Properties): RangeAnswer {
  return {
    type: 'range',
    revision: revisionOf(answer.header),
    kvs: (answer.kvs ?? []).map(toKeyValue),
    count: integer(answer.count),
    more: answer.more ?? false,
  };
}

function revisionOf(header: etcdserverpb.ResponseHeader.$Properties | null | undefined): number {
  return integer(header?.revision);
}

function integer(value: Int64 | null | undefined): number {
  return toSafeNumber(value ?? 0);
}
