// What clients were told before a majority of the disks was lost, as far as it can still be asked for. Up to the
// revision that is kept, everything holds as ever. What was acknowledged beyond it may be done or not: if it
// was on the one disk that is left, it is there (survivor.ts sees to that), and otherwise nobody knows of it.
// The same goes for what has no revision of its own: compactions and leases.
import type { History, Operation, WatchResponse, WatchSession } from '@cairn/history';

export interface Loss {
  /** All that was answered was answered before. */
  readonly atUs: number;
  readonly keptRevision: number;
}

const withoutRevision: ReadonlySet<string> = new Set([
  'compact',
  'leaseGrant',
  'leaseRevoke',
  'leaseKeepAlive',
]);

/** The history as it may be judged by what is left. */
export function withoutLost({ operations, watches }: History, loss: Loss): History {
  return {
    operations: operations.map((operation) => afterLoss(operation, loss)),
    watches: watches.map((watch) => (watch.openedAt > loss.atUs ? watch : watchKept(watch, loss))),
  };
}

function afterLoss(operation: Operation, { atUs, keptRevision }: Loss): Operation {
  const { outcome, request, returnedAt } = operation;
  if (returnedAt > atUs || outcome.kind !== 'ok') return operation;
  const isKept = outcome.answer.revision <= keptRevision && !withoutRevision.has(request.type);
  if (isKept) return operation;
  return { ...operation, outcome: { kind: 'unknown', error: 'its majority is lost' } };
}

/** As if its client had stopped to listen. */
function watchKept(watch: WatchSession, { keptRevision }: Loss): WatchSession {
  const lost = watch.responses.findIndex((response) => newestOf(response) > keptRevision);
  return lost < 0 ? watch : { ...watch, responses: watch.responses.slice(0, lost) };
}

function newestOf(response: WatchResponse): number {
  if (response.kind !== 'events') return response.revision;
  return Math.max(response.revision, ...response.events.map(({ kv }) => kv.modRevision));
}
