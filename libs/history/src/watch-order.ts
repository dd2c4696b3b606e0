// What a watch owes its client whatever else happened: guarantees that its own responses prove broken.
import { inRange } from './keys.ts';
import type { Rule, Violation, WatchEvent, WatchResponse, WatchSession } from './types.ts';

/** Only what was asked for: keys of the range, and none of the kinds that were filtered out. */
export function checkFiltered(session: WatchSession): readonly Violation[] {
  const { request } = session;
  return eventsOf(session).flatMap((event) => {
    if (wants(session, event)) return [];
    const what = inRange(event.kv.key, request) ? `a ${event.type}` : `key ${event.kv.key}`;
    return broken(session, 'filtered', `was sent ${what}, not asked for`, event.kv.modRevision);
  });
}

/** Revisions never go back. */
export function checkOrdered(session: WatchSession): readonly Violation[] {
  let last = 0;
  return eventsOf(session).flatMap(({ kv: { key, modRevision } }) => {
    const before = last;
    last = Math.max(last, modRevision);
    if (modRevision >= before) return [];
    const message = `was sent ${key} at revision ${modRevision} after revision ${before}`;
    return broken(session, 'ordered', message, modRevision);
  });
}

/** A key changes once in a revision, and that is told once. */
export function checkUnique(session: WatchSession): readonly Violation[] {
  const seen = new Set<string>();
  return eventsOf(session).flatMap(({ kv: { key, modRevision } }) => {
    const name = `${modRevision} ${key}`;
    if (seen.has(name)) {
      const message = `was sent ${key} at revision ${modRevision} twice`;
      return broken(session, 'unique', message, modRevision);
    }
    seen.add(name);
    return [];
  });
}

/** One revision comes in one response, unless it was split into fragments that say so. */
export function checkAtomic(session: WatchSession): readonly Violation[] {
  let last = 0;
  let continues = false;
  return session.responses.flatMap((response) => {
    if (response.kind !== 'events') return [];
    const first = response.events[0]?.kv.modRevision ?? 0;
    const isSplit = first !== 0 && first === last && !continues;
    last = response.events.at(-1)?.kv.modRevision ?? last;
    continues = response.fragment;
    if (!isSplit) return [];
    return broken(session, 'atomic', `was sent revision ${first} in two responses`, first);
  });
}

/** After progress at R nothing up to R comes any more, and progress never goes back. */
export function checkBookmarkable(session: WatchSession): readonly Violation[] {
  let progress = 0;
  let lastEvent = 0;
  const check = (response: WatchResponse): readonly Violation[] => {
    if (response.kind === 'progress') {
      const { revision } = response;
      const floor = Math.max(progress, lastEvent);
      progress = Math.max(progress, revision);
      if (revision >= floor) return [];
      const message = `was told of progress at revision ${revision} after revision ${floor}`;
      return broken(session, 'bookmarkable', message, revision);
    }
    if (response.kind !== 'events') return [];
    return response.events.flatMap(({ kv: { key, modRevision } }) => {
      lastEvent = Math.max(lastEvent, modRevision);
      if (modRevision > progress) return [];
      const message = `was sent ${key} at revision ${modRevision} after progress at ${progress}`;
      return broken(session, 'bookmarkable', message, modRevision);
    });
  };
  return session.responses.flatMap(check);
}

export function wants({ request }: WatchSession, { type, kv }: WatchEvent): boolean {
  if (!inRange(kv.key, request)) return false;
  return type === 'put' ? !request.noPut : !request.noDelete;
}

export function eventsOf({ responses }: WatchSession): readonly WatchEvent[] {
  return responses.flatMap((response) => (response.kind === 'events' ? response.events : []));
}

export function broken(
  { id, client, member }: WatchSession,
  rule: Rule,
  message: string,
  revision: number,
): readonly [Violation] {
  const watch = `watch ${id} of ${client}${member === '' ? '' : ` at ${member}`}`;
  return [{ rule, message: `${watch} ${message}`, operations: [], watches: [id], revision }];
}
