// What clients were told, checked when a run is over, against the one history of the store that its
// members have applied.
import { checkHistory } from '@cairn/history';
import type { Change, KeyValue } from '@cairn/history';
import type { SimulatedCluster } from '../cluster/cluster.ts';
import { SafetyViolation } from '../world/world.ts';
import { withoutLost } from './lost-history.ts';
import type { RevisionEvent, RevisionHistory } from './revision-history.ts';

/** The first promise that was broken. */
export function checkHistories(cluster: SimulatedCluster): Error | undefined {
  const { loss } = cluster;
  const told = cluster.recorder.history();
  const history = loss === undefined ? told : withoutLost(told, loss);
  const verdict = checkHistory(history, changesOf(cluster.checks.revisions));
  switch (verdict.kind) {
    case 'ok':
      return cluster.alarms.check(history.operations);
    case 'undecided':
      return new SafetyViolation('undecided', verdict.reason);
    case 'violated': {
      const [first] = verdict.violations;
      const more = verdict.violations.length - 1;
      const text = `${first?.message}${more > 0 ? ` (and ${more} more)` : ''}`;
      const about = [...(first?.operations ?? []), ...(first?.watches ?? [])];
      return new SafetyViolation(first?.rule ?? '?', `${text} [${about.join()}]`);
    }
  }
}

/** Revision 1 is the empty store. */
function changesOf(revisions: RevisionHistory): Change[] {
  const changes: Change[] = [];
  for (let revision = 2; revision <= revisions.lastRevision; revision++) {
    const events = revisions.eventsOf(revision) ?? [];
    changes.push({
      revision,
      events: events.map((event) => ({
        type: event.type,
        kv: toKeyValue(event, revision),
        prevKv: undefined,
      })),
    });
  }
  return changes;
}

function toKeyValue(event: RevisionEvent, revision: number): KeyValue {
  const isPut = event.type === 'put';
  return {
    key: event.key,
    value: isPut ? event.value : '',
    createRevision: isPut ? event.createRevision : 0,
    modRevision: revision,
    version: isPut ? event.version : 0,
    leaseId: isPut ? event.leaseId : 0n,
  };
}
