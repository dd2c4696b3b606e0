import { checkDurable } from './durable.ts';
import { checkLeases } from './leases.ts';
import { checkLinearizability } from './linearizability.ts';
import { ReplayedLog } from './replayed-log.ts';
import { checkSerializable } from './serializable.ts';
import type { Change, History, Verdict, Violation } from './types.ts';
import { checkIsCreate, checkPrevKv, checkReliable, checkResumable } from './watch-content.ts';
import {
  checkAtomic,
  checkBookmarkable,
  checkFiltered,
  checkOrdered,
  checkUnique,
} from './watch-order.ts';

export interface CheckOptions {
  /** How many operations the search for an order may carry out before it gives up. */
  readonly stepsMax?: number;
}

/**
 * Every guarantee at once. `changes` are all changes of the store from its first on, from a source
 * that is trusted more than any client: applied log entries, or a watch of everything.
 */
export function checkHistory(
  history: History,
  changes: readonly Change[],
  options: CheckOptions = {},
): Verdict {
  const log = new ReplayedLog(changes);
  const unusable = [...log.violations, ...checkRecorded(history)];
  if (unusable.length > 0) return { kind: 'violated', violations: unusable };
  const { operations } = history;
  const linearizable = checkLinearizability(history, { ...options, log });
  const violations = [
    ...checkDurable(operations, log),
    ...checkWatches(history, log),
    ...checkSerializable(operations, log),
    ...checkLeases(history, log),
    ...(linearizable.kind === 'violated' ? linearizable.violations : []),
  ];
  if (violations.length > 0) return { kind: 'violated', violations };
  return linearizable;
}

/** All guarantees of all watches of a history. */
export function checkWatches({ watches, operations }: History, log: ReplayedLog): Violation[] {
  return watches.flatMap((session) => [
    ...checkFiltered(session),
    ...checkOrdered(session),
    ...checkUnique(session),
    ...checkAtomic(session),
    ...checkBookmarkable(session),
    ...checkResumable(session, log),
    ...checkReliable(session, log),
    ...checkPrevKv(session, log, operations),
    ...checkIsCreate(session, log),
  ]);
}

/** A recorder's own mistakes, from which nothing may be concluded about the store. */
export function checkRecorded({ operations, watches }: History): readonly Violation[] {
  const ids = new Set<number>();
  const violations: Violation[] = [];
  for (const { id, request, outcome, calledAt, returnedAt } of operations) {
    if (ids.has(id)) violations.push(badRecord(`two operations have the id ${id}`, [id]));
    ids.add(id);
    if (returnedAt < calledAt) {
      violations.push(badRecord(`operation ${id} returned before it was called`, [id]));
    }
    if (outcome.kind === 'ok' && outcome.answer.type !== request.type) {
      violations.push(badRecord(`operation ${id} has the answer of another request`, [id]));
    }
  }
  if (new Set(watches.map(({ id }) => id)).size !== watches.length) {
    violations.push(badRecord('two watches have the same id', []));
  }
  return violations;
}

function badRecord(message: string, operations: readonly number[]): Violation {
  return { rule: 'recorded', message, operations, watches: [], revision: 0 };
}
