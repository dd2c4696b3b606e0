// Which transactions need no log entry. A nested transaction is never taken for a read, even if it
// only reads: etcd sends it through Raft, and so its header shows.
import type { etcdserverpb } from '@cairn/proto';

type Txn = etcdserverpb.TxnRequest.$Properties;

/** Both branches only read. */
export function isTxnReadOnly(txn: Txn): boolean {
  return everyOperation(txn, ({ request_range: range }) => range !== null && range !== undefined);
}

/** Both branches only read, and every read may be answered from local state. */
export function isTxnSerializable(txn: Txn): boolean {
  return everyOperation(txn, ({ request_range: range }) => range?.serializable === true);
}

function everyOperation(
  txn: Txn,
  holds: (operation: etcdserverpb.RequestOp.$Properties) => boolean,
): boolean {
  return (txn.success ?? []).every(holds) && (txn.failure ?? []).every(holds);
}
