// What a watch owes its client of what really happened: its responses beside the replayed log.
import { sameRecord } from './answers.ts';
import type { ReplayedLog } from './replayed-log.ts';
import type { KeyValue, Operation, Violation, WatchEvent, WatchSession } from './types.ts';
import { broken, eventsOf, wants } from './watch-order.ts';

/** The first event is the first that matches from where the watch starts; nothing older comes. */
export function checkResumable(session: WatchSession, log: ReplayedLog): readonly Violation[] {
  const start = startOf(session);
  if (start === undefined) return [];
  const [first] = eventsOf(session);
  const violations: Violation[] = [];
  if (first !== undefined) {
    const revision = first.kv.modRevision;
    const expected = firstMatch(session, log, start);
    if (revision < start) {
      const message = `starts at revision ${start}, but was sent ${first.kv.key} at ${revision}`;
      violations.push(...broken(session, 'resumable', message, revision));
    } else if (expected !== undefined && expected.kv.modRevision < revision) {
      const message =
        `starts at revision ${start}; its first event should be ${expected.kv.key} at ` +
        `${expected.kv.modRevision}, but is ${first.kv.key} at ${revision}`;
      violations.push(...broken(session, 'resumable', message, revision));
    }
  }
  return [...violations, ...canceledTooSoon(session, start)];
}

/** A watch is cancelled for compaction only when what it wants next is gone. */
function canceledTooSoon(session: WatchSession, start: number): readonly Violation[] {
  return session.responses.flatMap((response, index) => {
    if (response.kind !== 'canceled' || response.compactRevision === 0) return [];
    const next = Math.max(start, promisedBy(session, index) + 1);
    if (next < response.compactRevision) return [];
    const message =
      `wants revision ${next} next, but was cancelled because ${response.compactRevision} ` +
      'was compacted';
    return broken(session, 'resumable', message, response.compactRevision);
  });
}

/** From its first event, or its start, to what it was told of last: every matching change, as it was. */
export function checkReliable(session: WatchSession, log: ReplayedLog): readonly Violation[] {
  const violations: Violation[] = [];
  const seen = new Set<string>();
  for (const event of eventsOf(session)) {
    const { key, modRevision } = event.kv;
    seen.add(`${modRevision} ${key}`);
    const real = log.eventsAt(modRevision).find((other) => other.kv.key === key);
    const isReal = real?.type === event.type && sameContent(real, event);
    if (isReal) continue;
    const message = `was sent a ${event.type} of ${key} at ${modRevision} that never happened so`;
    violations.push(...broken(session, 'reliable', message, modRevision));
  }
  const [first] = eventsOf(session);
  const start = first?.kv.modRevision ?? startOf(session);
  if (start === undefined) return violations;
  const end = promisedBy(session, session.responses.length);
  for (const event of log.eventsBetween(start, end)) {
    const { key, modRevision } = event.kv;
    if (!wants(session, event) || seen.has(`${modRevision} ${key}`)) continue;
    if (modRevision === end && endsInFragment(session)) continue;
    const message = `was told of revision ${end}, but never of ${key} at ${modRevision}`;
    violations.push(...broken(session, 'reliable', message, modRevision));
  }
  return violations;
}

/** `prev_kv` is the record before the change; it may only be missing where it was compacted. */
export function checkPrevKv(
  session: WatchSession,
  log: ReplayedLog,
  operations: readonly Operation[],
): readonly Violation[] {
  return session.responses.flatMap((response) => {
    if (response.kind !== 'events') return [];
    return response.events.flatMap(({ kv: { key, modRevision }, prevKv }) => {
      const right = session.request.prevKv ? log.recordAt(key, modRevision - 1) : undefined;
      if (sameRecord(right, prevKv)) return [];
      if (prevKv === undefined && mayBeCompacted(operations, modRevision, response.time)) return [];
      const message =
        `was sent ${key} at ${modRevision} with the previous record ${show(prevKv)}; ` +
        `it was ${show(right)}`;
      return broken(session, 'prevKv', message, modRevision);
    });
  });
}

/** A put looks like a creation exactly when the key was not there. */
export function checkIsCreate(session: WatchSession, log: ReplayedLog): readonly Violation[] {
  return eventsOf(session).flatMap(({ type, kv }) => {
    if (type !== 'put') return [];
    const existed = log.recordAt(kv.key, kv.modRevision - 1) !== undefined;
    const looksCreated = kv.createRevision === kv.modRevision;
    if (looksCreated === !existed && looksCreated === (kv.version === 1)) return [];
    const message =
      `was sent ${kv.key} at ${kv.modRevision} with creation revision ${kv.createRevision} and ` +
      `version ${kv.version}; the key ${existed ? 'was there' : 'was not there'} before`;
    return broken(session, 'isCreate', message, kv.modRevision);
  });
}

/** The first revision the watch is owed; undefined when it was never created. */
function startOf({ request, responses }: WatchSession): number | undefined {
  const created = responses.find(({ kind }) => kind === 'created');
  if (created === undefined) return undefined;
  return request.startRevision === 0 ? created.revision + 1 : request.startRevision;
}

/** Up to which revision the first `count` responses say that everything was sent. */
function promisedBy({ responses }: WatchSession, count: number): number {
  return responses.slice(0, count).reduce((promised, response) => {
    if (response.kind === 'progress') return Math.max(promised, response.revision);
    if (response.kind !== 'events') return promised;
    return Math.max(promised, response.events.at(-1)?.kv.modRevision ?? 0);
  }, 0);
}

function endsInFragment({ responses }: WatchSession): boolean {
  const last = responses.findLast(({ kind }) => kind === 'events');
  return last?.kind === 'events' && last.fragment;
}

function firstMatch(
  session: WatchSession,
  log: ReplayedLog,
  start: number,
): WatchEvent | undefined {
  for (const event of log.eventsBetween(start, log.lastRevision)) {
    if (wants(session, event)) return event;
  }
  return undefined;
}

/** Creation revision and version are the affair of `isCreate`, as is the record before of `prevKv`. */
function sameContent(real: WatchEvent, { kv }: WatchEvent): boolean {
  return real.type === 'delete' || (real.kv.value === kv.value && real.kv.leaseId === kv.leaseId);
}

function mayBeCompacted(
  operations: readonly Operation[],
  modRevision: number,
  time: number,
): boolean {
  return operations.some(({ request, outcome, calledAt }) => {
    if (request.type !== 'compact' || outcome.kind === 'failed') return false;
    return request.revision >= modRevision && calledAt <= time;
  });
}

function show(kv: KeyValue | undefined): string {
  return kv === undefined ? 'missing' : `${kv.value} at ${kv.modRevision}, version ${kv.version}`;
}
