// Every acknowledged write is in the log, at the revision its client was told, with what it wrote.
import type { ReplayedLog } from './replayed-log.ts';
import type { Operation, OperationAnswer, OperationRequest, Violation } from './types.ts';

export function checkDurable(
  operations: readonly Operation[],
  log: ReplayedLog,
): readonly Violation[] {
  return operations.flatMap(({ id, client, request, outcome }) => {
    if (outcome.kind !== 'ok') return [];
    const { revision } = outcome.answer;
    const missing = firstMissing(request, outcome.answer, log, revision);
    if (missing === undefined) return [];
    return {
      rule: 'durable' as const,
      message: `operation ${id} of ${client} was acknowledged at revision ${revision}, but ${missing}`,
      operations: [id],
      watches: [],
      revision,
    };
  });
}

function firstMissing(
  request: OperationRequest,
  answer: OperationAnswer,
  log: ReplayedLog,
  revision: number,
): string | undefined {
  if (request.type === 'put') {
    const { key, value, leaseId } = request;
    const isThere = log.eventsAt(revision).some(({ type, kv }) => {
      return type === 'put' && kv.key === key && kv.value === value && kv.leaseId === leaseId;
    });
    return isThere ? undefined : `the log has no put of ${key}=${value} there`;
  }
  if (request.type === 'delete' && answer.type === 'delete') {
    const { deleted } = answer;
    if (deleted === 0) return undefined;
    const events = log.eventsAt(revision).filter(({ type }) => type === 'delete').length;
    return events >= deleted
      ? undefined
      : `the log has ${events} of its ${deleted} deletions there`;
  }
  if (request.type === 'txn' && answer.type === 'txn') {
    const branch = answer.succeeded ? request.success : request.failure;
    for (const [index, operation] of branch.entries()) {
      const part = answer.answers[index];
      if (part === undefined) return `its answer ${index} is missing`;
      const missing = firstMissing(operation, part, log, revision);
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
}
