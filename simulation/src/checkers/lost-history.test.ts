import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation, OperationAnswer, OperationRequest, WatchSession } from '@cairn/history';
import { withoutLost } from './lost-history.ts';

const loss = { atUs: 100, keptRevision: 7 };

function operation(
  returnedAt: number,
  revision: number,
  request: OperationRequest = { type: 'put', key: 'k', value: 'v', leaseId: 0n },
): Operation {
  const answer = { type: request.type, revision, ttl: 1 } as unknown as OperationAnswer;
  const outcome = { kind: 'ok', answer } as const;
  return { id: 1, client: 'c', member: 'm', calledAt: 0, returnedAt, request, outcome };
}

function outcomeAfter(before: Operation): string | undefined {
  return withoutLost({ operations: [before], watches: [] }, loss).operations[0]?.outcome.kind;
}

test('what was acknowledged up to the kept revision holds, and all that comes after the loss', () => {
  assert.equal(outcomeAfter(operation(90, 7)), 'ok');
  assert.equal(outcomeAfter(operation(101, 8)), 'ok');
  assert.equal(outcomeAfter(operation(101, 3, { type: 'compact', revision: 2 })), 'ok');
});

test('what was acknowledged beyond it may be done or not, like what has no revision', () => {
  assert.equal(outcomeAfter(operation(90, 8)), 'unknown');
  assert.equal(outcomeAfter(operation(90, 3, { type: 'compact', revision: 2 })), 'unknown');
  assert.equal(outcomeAfter(operation(90, 3, { type: 'leaseRevoke', leaseId: 1n })), 'unknown');
});

test('a watch ends before the first that is lost, one that was opened later does not', () => {
  const progress = (revision: number) => ({ kind: 'progress', time: 50, revision }) as const;
  const watch = { openedAt: 10, responses: [progress(5), progress(8), progress(6)] };
  const ask = (one: object): number =>
    withoutLost({ operations: [], watches: [one as WatchSession] }, loss).watches[0]?.responses
      .length ?? -1;
  assert.equal(ask(watch), 1);
  assert.equal(ask({ ...watch, openedAt: 101 }), 3);
});
