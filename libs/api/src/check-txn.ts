// What a transaction may not look like, whatever the store holds.
//
// All changes of a transaction share one revision, so no key may be changed twice: two puts of a
// key, or a put of a key that a delete of the same transaction covers. Deletes may overlap deletes.
// Only one branch of a transaction runs, so the two branches may touch the same keys, at the top and
// inside a nested transaction alike.
//
// etcd checks this with one pass bottom-up, and which transactions it lets through depends on that
// pass; two of its ways are visible to clients and kept (the test holds verdicts of a real server):
// a nested transaction's puts are held against the deletes of its parent and of nested transactions
// *before* it, not of those after it; and a range end of one zero byte, which means "everything from
// the key on" when it is deleted, covers no put here.
//
// One exception, where etcd panics on every member: a put that keeps the current value or lease
// (`ignore_value`, `ignore_lease`) of a key that such an open-ended delete has removed just before.
// It is refused like a put covered by any other delete.
import { toByteString } from '@cairn/core';
import type { etcdserverpb } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { checkDeleteRange, checkKey, checkPut, checkRange } from './check-kv.ts';
import { etcdErrors } from './etcd-errors.ts';

type Txn = etcdserverpb.TxnRequest.$Properties;
type Operation = etcdserverpb.RequestOp.$Properties;

/**
 * @param operationsMax for compares and for each branch (etcd: `--max-txn-ops`); what the largest
 *   of the three has used up is not available to nested transactions.
 * @throws ApiError
 */
export function checkTxn(txn: Txn, operationsMax: number): void {
  checkShape(txn, operationsMax);
  checkBranch(txn.success ?? []);
  checkBranch(txn.failure ?? []);
}

/** One operation alone is in nobody's way, unless it is a transaction. */
function checkBranch(operations: readonly Operation[]): void {
  if (operations.length > 1 || isGiven(operations[0]?.request_txn)) changesOf(operations);
}

function checkShape(txn: Txn, operationsMax: number): void {
  const compares = txn.compare ?? [];
  const success = txn.success ?? [];
  const failure = txn.failure ?? [];
  const operations = Math.max(compares.length, success.length, failure.length);
  if (operations > operationsMax) throw ApiError.of(etcdErrors.tooManyOperations);
  for (const compare of compares) checkKey(compare.key);
  for (const operation of success) checkOperation(operation, operationsMax - operations);
  for (const operation of failure) checkOperation(operation, operationsMax - operations);
}

function checkOperation(operation: Operation, operationsMax: number): void {
  if (isGiven(operation.request_range)) checkRange(operation.request_range);
  else if (isGiven(operation.request_put)) checkPut(operation.request_put);
  else if (isGiven(operation.request_delete_range))
    checkDeleteRange(operation.request_delete_range);
  else if (isGiven(operation.request_txn)) checkShape(operation.request_txn, operationsMax);
  else throw ApiError.of(etcdErrors.keyNotFound);
}

/** Keys as byte strings; `end` is exclusive. */
interface DeletedRange {
  readonly begin: string;
  readonly end: string;
}

const openEnd = '\0';

/** What some operations change, each key at most once. */
class Changes {
  /** True = the put keeps something of the key's current record. */
  readonly puts = new Map<string, boolean>();
  readonly deletes: DeletedRange[] = [];

  /** @throws ApiError when the key is put or deleted already */
  put(key: string, keepsCurrent: boolean): void {
    if (this.puts.has(key) || this.#covers(key, keepsCurrent)) {
      throw ApiError.of(etcdErrors.duplicateKey);
    }
    this.puts.set(key, keepsCurrent);
  }

  /** Takes in a nested transaction, of which one branch will run. */
  nest(success: Changes, failure: Changes): void {
    const putsBefore = new Set(this.puts.keys());
    for (const branch of [success, failure]) {
      for (const [key, keepsCurrent] of branch.puts) {
        if (putsBefore.has(key) || this.#covers(key, keepsCurrent)) {
          throw ApiError.of(etcdErrors.duplicateKey);
        }
        this.puts.set(key, keepsCurrent || this.puts.get(key) === true);
      }
    }
    for (const branch of [success, failure]) this.deletes.push(...branch.deletes);
  }

  #covers(key: string, keepsCurrent: boolean): boolean {
    return this.deletes.some(
      ({ begin, end }) => begin <= key && (key < end || (keepsCurrent && end === openEnd)),
    );
  }
}

function changesOf(operations: readonly Operation[]): Changes {
  const changes = new Changes();
  for (const { request_delete_range: deletion } of operations) {
    if (isGiven(deletion)) changes.deletes.push(deletedRange(deletion));
  }
  for (const { request_txn: nested } of operations) {
    if (!isGiven(nested)) continue;
    changes.nest(changesOf(nested.success ?? []), changesOf(nested.failure ?? []));
  }
  for (const { request_put: put } of operations) {
    if (!isGiven(put)) continue;
    changes.put(keyOf(put.key), put.ignore_value === true || put.ignore_lease === true);
  }
  return changes;
}

function deletedRange(deletion: etcdserverpb.DeleteRangeRequest.$Properties): DeletedRange {
  const begin = keyOf(deletion.key);
  const end = keyOf(deletion.range_end);
  // The next string after a key is that key with one zero byte more.
  return { begin, end: end === '' ? `${begin}\0` : end };
}

function keyOf(bytes: Uint8Array | null | undefined): string {
  return bytes === null || bytes === undefined ? '' : toByteString(bytes);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
