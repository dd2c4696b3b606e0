// A read that names its revision, or that any member may answer from what it has, shows exactly the
// state at that revision: the replayed log's. A revision nobody has reached yet has no answer.
import { sameRange } from './answers.ts';
import type { ReplayedLog } from './replayed-log.ts';
import { rangeAnswer } from './store-model.ts';
import type { Operation, Violation } from './types.ts';

export function checkSerializable(
  operations: readonly Operation[],
  log: ReplayedLog,
): readonly Violation[] {
  return operations.flatMap(({ id, client, request, outcome }) => {
    if (request.type !== 'range' || outcome.kind !== 'ok') return [];
    const { answer } = outcome;
    if (answer.type !== 'range') return [];
    if (request.revision === 0 && !request.serializable) return [];
    const read = `operation ${id} of ${client} at revision ${request.revision}`;
    const violation = (message: string): Violation => ({
      rule: 'serializable',
      message: `${read} ${message}`,
      operations: [id],
      watches: [],
      revision: request.revision === 0 ? answer.revision : request.revision,
    });
    if (answer.revision > log.lastRevision) {
      return violation(`was answered at ${answer.revision}; the log ends at ${log.lastRevision}`);
    }
    if (request.revision > answer.revision) {
      return violation(`was answered by a store that was only at ${answer.revision}`);
    }
    const revision = request.revision === 0 ? answer.revision : request.revision;
    const expected = rangeAnswer(request, log.recordsAt(request, revision), answer.revision);
    if (sameRange(expected, answer)) return [];
    const seen = answer.kvs.map(({ key, value, modRevision }) => `${key}=${value}@${modRevision}`);
    const right = expected.kvs.map(
      ({ key, value, modRevision }) => `${key}=${value}@${modRevision}`,
    );
    return violation(
      `saw ${answer.count} keys [${seen.join(', ')}]; the state at ${revision} has ` +
        `${expected.count} [${right.join(', ')}]`,
    );
  });
}
