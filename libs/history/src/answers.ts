// Whether what a client was answered is what the model says. Where the model does not know (a range
// at an older revision, the header inside a transaction) it does not judge.
import type { KeyValue, OperationAnswer, OperationRequest, RangeAnswer } from './types.ts';

export function sameAnswer(
  request: OperationRequest,
  expected: OperationAnswer,
  seen: OperationAnswer,
): boolean {
  return expected.revision === seen.revision && sameBody(request, expected, seen);
}

function sameBody(
  request: OperationRequest,
  expected: OperationAnswer,
  seen: OperationAnswer,
): boolean {
  if (expected.type === 'delete') {
    return seen.type === 'delete' && expected.deleted === seen.deleted;
  }
  if (expected.type === 'range') {
    if (seen.type !== 'range' || request.type !== 'range') return false;
    return request.revision !== 0 || sameRange(expected, seen);
  }
  if (expected.type === 'txn') {
    if (seen.type !== 'txn' || request.type !== 'txn') return false;
    if (expected.succeeded !== seen.succeeded) return false;
    if (expected.answers.length !== seen.answers.length) return false;
    const branch = expected.succeeded ? request.success : request.failure;
    return expected.answers.every((answer, index) => {
      const [operation, other] = [branch[index], seen.answers[index]];
      return operation !== undefined && other !== undefined && sameBody(operation, answer, other);
    });
  }
  return expected.type === seen.type;
}

export function sameRange(expected: RangeAnswer, seen: RangeAnswer): boolean {
  return (
    expected.count === seen.count &&
    expected.more === seen.more &&
    expected.kvs.length === seen.kvs.length &&
    expected.kvs.every((kv, index) => sameRecord(kv, seen.kvs[index]))
  );
}

export function sameRecord(a: KeyValue | undefined, b: KeyValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.key === b.key &&
    a.value === b.value &&
    a.createRevision === b.createRevision &&
    a.modRevision === b.modRevision &&
    a.version === b.version &&
    a.leaseId === b.leaseId
  );
}
