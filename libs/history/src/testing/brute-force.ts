// The definition of linearizability as a program: tries every order. For a handful of operations.
import { sameAnswer } from '../answers.ts';
import { StoreModel } from '../store-model.ts';
import type { Operation } from '../types.ts';

export function isLinearizable(operations: readonly Operation[]): boolean {
  const model = new StoreModel();
  const effective = operations.filter(({ outcome }) => outcome.kind !== 'failed');
  return canPlace(effective, model);
}

function canPlace(left: readonly Operation[], model: StoreModel): boolean {
  if (left.every(({ outcome }) => outcome.kind === 'unknown')) return true;
  return left.some((operation) => {
    const others = left.filter((other) => other !== operation);
    const isTooEarly = others.some((other) => {
      return other.outcome.kind === 'ok' && other.returnedAt < operation.calledAt;
    });
    if (isTooEarly) return false;
    const step = model.apply(operation.request);
    if (step === undefined) return false;
    const { outcome } = operation;
    const fits =
      outcome.kind !== 'ok' || sameAnswer(operation.request, step.answer, outcome.answer);
    const placed = fits && canPlace(others, model);
    model.undo(step);
    return placed;
  });
}
