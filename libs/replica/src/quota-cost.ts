// What a write may add to the store, by etcd's estimate. It decides two things: how close to the quota
// a write is still taken, and, whatever the sizes, which transactions count as writing while there is
// no space: those that could put anything.
import type { etcdserverpb } from '@cairn/proto';

type Put = etcdserverpb.PutRequest.$Properties;
type Txn = etcdserverpb.TxnRequest.$Properties;

/** What a record takes besides key and value. */
const recordOverheadBytes = 256;
export const leaseCostBytes = 64;

export function putCostBytes({ key, value }: Put): number {
  return recordOverheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
}

/** Of the branch that puts more; 0 = neither puts anything. */
export function txnCostBytes({ success, failure }: Txn): number {
  return Math.max(operationsCostBytes(success ?? []), operationsCostBytes(failure ?? []));
}

function operationsCostBytes(operations: readonly etcdserverpb.RequestOp.$Properties[]): number {
  let bytes = 0;
  for (const { request_put: put, request_txn: txn } of operations) {
    if (put != null) bytes += putCostBytes(put);
    else if (txn != null) bytes += txnCostBytes(txn);
  }
  return bytes;
}
