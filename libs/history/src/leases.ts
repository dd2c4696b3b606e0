// A lease may live longer than it was asked to, never shorter; and what is gone stays gone.
//
// When a lease ran out inside the server nobody outside knows. What can be known: some answer already
// showed the deletion of its keys, and yet an earlier answer of the server had promised more time.
import { inRange } from './keys.ts';
import type { ReplayedLog } from './replayed-log.ts';
import type { History, Operation, OperationRequest, Violation, WatchEvent } from './types.ts';

interface Lease {
  readonly id: bigint;
  /** Grants and renewals that were answered: each promises life until `until`. */
  readonly promises: { readonly by: Operation; readonly until: number }[];
  /** When a revoke had been answered. */
  revoked: Operation | undefined;
}

export function checkLeases(history: History, log: ReplayedLog): readonly Violation[] {
  const leases = collect(history.operations);
  return [...expiredEarly(history, log, leases), ...usedAfterRevoke(history.operations, leases)];
}

function collect(operations: readonly Operation[]): ReadonlyMap<bigint, Lease> {
  const leases = new Map<bigint, Lease>();
  for (const operation of operations) {
    const { request, outcome, calledAt } = operation;
    if (outcome.kind !== 'ok') continue;
    if (
      request.type !== 'leaseGrant' &&
      request.type !== 'leaseKeepAlive' &&
      request.type !== 'leaseRevoke'
    ) {
      continue;
    }
    let lease = leases.get(request.leaseId);
    if (lease === undefined) {
      lease = { id: request.leaseId, promises: [], revoked: undefined };
      leases.set(request.leaseId, lease);
    }
    if (request.type === 'leaseRevoke') lease.revoked = operation;
    const { answer } = outcome;
    if ((answer.type === 'leaseGrant' || answer.type === 'leaseKeepAlive') && answer.ttl > 0) {
      lease.promises.push({ by: operation, until: calledAt + answer.ttl });
    }
  }
  return leases;
}

function expiredEarly(
  history: History,
  log: ReplayedLog,
  leases: ReadonlyMap<bigint, Lease>,
): readonly Violation[] {
  const firstSeen = new FirstSeen(history);
  const claimed = claimedRevisions(history.operations);
  const violations: Violation[] = [];
  const done = new Set<string>();
  for (const event of log.eventsBetween(0, log.lastRevision)) {
    const { key, modRevision } = event.kv;
    const leaseId = event.prevKv?.leaseId ?? 0n;
    const lease = leases.get(leaseId);
    if (event.type !== 'delete' || lease === undefined || claimed.has(modRevision)) continue;
    const seenAt = firstSeen.at(modRevision);
    if (mayBeDeletedBy(history.operations, event, leaseId, seenAt)) continue;
    const promise = lease.promises.find(({ by, until }) => {
      return by.returnedAt <= seenAt && seenAt < until;
    });
    const name = `${leaseId} ${modRevision}`;
    if (promise === undefined || done.has(name)) continue;
    done.add(name);
    violations.push({
      rule: 'leaseNeverEarly',
      message:
        `lease ${leaseId} of ${key} was gone at ${seenAt} (revision ${modRevision}), but operation ` +
        `${promise.by.id} had been promised life until ${promise.until} at least`,
      operations: [promise.by.id],
      watches: [],
      revision: modRevision,
    });
  }
  return violations;
}

function usedAfterRevoke(
  operations: readonly Operation[],
  leases: ReadonlyMap<bigint, Lease>,
): readonly Violation[] {
  return operations.flatMap((operation) => {
    const { id, client, request, outcome, calledAt } = operation;
    if (outcome.kind !== 'ok') return [];
    for (const leaseId of leasesUsed(operation)) {
      const revoked = leases.get(leaseId)?.revoked;
      if (revoked === undefined || revoked.returnedAt >= calledAt) continue;
      return {
        rule: 'leaseGone' as const,
        message:
          `operation ${id} (${request.type} of ${client}) used lease ${leaseId} after operation ` +
          `${revoked.id} had revoked it`,
        operations: [revoked.id, id],
        watches: [],
        revision: outcome.answer.revision,
      };
    }
    return [];
  });
}

/** Leases that an answered operation found alive. */
function leasesUsed({ request, outcome }: Operation): readonly bigint[] {
  if (outcome.kind !== 'ok') return [];
  const { answer } = outcome;
  if (request.type === 'put') return request.leaseId === 0n ? [] : [request.leaseId];
  if (request.type === 'leaseKeepAlive') {
    return answer.type === 'leaseKeepAlive' && answer.ttl > 0 ? [request.leaseId] : [];
  }
  if (request.type !== 'txn' || answer.type !== 'txn') return [];
  return (answer.succeeded ? request.success : request.failure).flatMap((part) => {
    return part.type === 'put' && part.leaseId !== 0n ? part.leaseId : [];
  });
}

function claimedRevisions(operations: readonly Operation[]): ReadonlySet<number> {
  const claimed = new Set<number>();
  for (const { request, outcome } of operations) {
    if (outcome.kind !== 'ok') continue;
    const isWrite =
      request.type === 'delete' || request.type === 'txn' || request.type === 'leaseRevoke';
    if (isWrite) claimed.add(outcome.answer.revision);
  }
  return claimed;
}

/** A client whose request has no known outcome may have deleted it. */
function mayBeDeletedBy(
  operations: readonly Operation[],
  { kv: { key } }: WatchEvent,
  leaseId: bigint,
  seenAt: number,
): boolean {
  return operations.some(({ request, outcome, calledAt }) => {
    return outcome.kind === 'unknown' && calledAt <= seenAt && deletes(request, key, leaseId);
  });
}

function deletes(request: OperationRequest, key: string, leaseId: bigint): boolean {
  switch (request.type) {
    case 'leaseRevoke':
      return request.leaseId === leaseId;
    case 'delete':
      return inRange(key, request);
    case 'txn':
      return [...request.success, ...request.failure].some((part) => deletes(part, key, leaseId));
    default:
      return false;
  }
}

/** When anybody first saw a store that had reached a revision. */
class FirstSeen {
  readonly #sightings: readonly { readonly revision: number; readonly time: number }[];

  constructor({ operations, watches }: History) {
    const sightings = [
      ...operations.flatMap(({ outcome, returnedAt }) => {
        return outcome.kind === 'ok' ? { revision: outcome.answer.revision, time: returnedAt } : [];
      }),
      ...watches.flatMap(({ responses }) => responses),
    ].toSorted((a, b) => b.revision - a.revision);
    // From the highest revision down, the earliest time of all that are at least as high.
    let time = Infinity;
    this.#sightings = sightings.map((sighting) => {
      time = Math.min(time, sighting.time);
      return { revision: sighting.revision, time };
    });
  }

  at(revision: number): number {
    let [low, high] = [0, this.#sightings.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sightings[middle]?.revision ?? 0) >= revision) low = middle + 1;
      else high = middle;
    }
    return this.#sightings[low - 1]?.time ?? Infinity;
  }
}
