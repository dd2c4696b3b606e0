// The guarantees of the API as functions from what clients saw to the violations found in it, each a
// sentence. Their names are those of etcd's documentation of its API guarantees.
import type {
  AcknowledgedWrite,
  AnsweredRead,
  ObservedEvent,
  WatchRecord,
} from './observations.ts';
import { eventsOf } from './observations.ts';

/** Events come in the order of their revisions. */
export function ordered(record: WatchRecord): string[] {
  return pairs(eventsOf(record))
    .filter(([before, after]) => after.revision < before.revision)
    .map(([before, after]) => `revision ${after.revision} came after ${before.revision}`);
}

/** No event comes twice, not even over a reconnect. */
export function unique(record: WatchRecord): string[] {
  const seen = new Set<string>();
  return eventsOf(record).flatMap(({ revision, key }) => {
    const name = `${revision} ${key}`;
    if (seen.has(name)) return [`revision ${revision} of ${key} came twice`];
    seen.add(name);
    return [];
  });
}

/** All events of a revision are in one message. */
export function atomic(record: WatchRecord): string[] {
  return record.flatMap(({ messages }) => {
    const lastRevisions = messages.filter(({ events }) => events.length > 0);
    return pairs(lastRevisions)
      .filter(([before, after]) => before.events.at(-1)?.revision === after.events[0]?.revision)
      .map(([, after]) => `revision ${after.events[0]?.revision} is spread over two messages`);
  });
}

/** Between the first and the last event seen, nothing of the history is missing or invented. */
export function reliable(record: WatchRecord, history: readonly ObservedEvent[]): string[] {
  const seen = eventsOf(record);
  const start = record[0]?.startRevision ?? 0;
  const last = seen.at(-1)?.revision ?? 0;
  const expected = history.filter(({ revision }) => revision >= start && revision <= last);
  return [
    ...missingFrom(seen, expected).map((event) => `${describe(event)} was never delivered`),
    ...missingFrom(expected, seen).map((event) => `${describe(event)} is not in the history`),
  ];
}

/** A watcher that starts at a revision gets nothing from before it. */
export function resumable(record: WatchRecord): string[] {
  return record.flatMap(({ startRevision, messages }) =>
    messages
      .flatMap(({ events }) => events)
      .filter(({ revision }) => revision < startRevision)
      .map(({ revision }) => `started at ${startRevision} and was given ${revision}`),
  );
}

/** After progress at a revision nothing from before it comes, and progress never goes back. */
export function bookmarkable(record: WatchRecord): string[] {
  return record.flatMap(({ messages }) => {
    const violations: string[] = [];
    let progress = 0;
    for (const { headerRevision, events } of messages) {
      const late = events.find(({ revision }) => revision <= progress);
      if (late !== undefined) {
        violations.push(`revision ${late.revision} came after progress at ${progress}`);
      }
      if (events.length > 0) continue;
      if (headerRevision < progress) {
        violations.push(`progress went back from ${progress} to ${headerRevision}`);
      }
      progress = headerRevision;
    }
    return violations;
  });
}

/** Every acknowledged write is in the history, at the revision it was acknowledged with. */
export function nothingAcknowledgedIsLost(
  writes: readonly AcknowledgedWrite[],
  history: readonly ObservedEvent[],
): string[] {
  const byRevision = new Map(history.map((event) => [`${event.revision} ${event.key}`, event]));
  return writes
    .filter(({ revision, key, value }) => byRevision.get(`${revision} ${key}`)?.value !== value)
    .map(({ revision, key }) => `the write of ${key} acknowledged at revision ${revision} is lost`);
}

/** No two writes are acknowledged with one revision. */
export function noRevisionIsUsedTwice(writes: readonly AcknowledgedWrite[]): string[] {
  const owners = new Map<number, string>();
  return writes.flatMap(({ revision, key }) => {
    const owner = owners.get(revision);
    owners.set(revision, key);
    return owner === undefined ? [] : [`revision ${revision} is of ${owner} and of ${key}`];
  });
}

/** A write that is sent after another was acknowledged has a higher revision. */
export function writesFollowRealTime(writes: readonly AcknowledgedWrite[]): string[] {
  const newest = newestAcknowledged(writes);
  return writes
    .toSorted((a, b) => a.sentAtMs - b.sentAtMs)
    .flatMap(({ key, revision, sentAtMs }) => {
      const before = newest(sentAtMs);
      return before < revision
        ? []
        : [`${key} was sent after revision ${before} was acknowledged and got ${revision}`];
    });
}

/** A linearizable read sees at least everything that was acknowledged before it was sent. */
export function readsAreFresh(
  reads: readonly AnsweredRead[],
  writes: readonly AcknowledgedWrite[],
): string[] {
  const newest = newestAcknowledged(writes);
  return reads
    .toSorted((a, b) => a.sentAtMs - b.sentAtMs)
    .flatMap(({ member, revision, sentAtMs }) => {
      const before = newest(sentAtMs);
      return before <= revision
        ? []
        : [`${member} answered from revision ${revision} after ${before} was acknowledged`];
    });
}

/** The history of one member is that of another. */
export function sameHistory(
  one: readonly ObservedEvent[],
  other: readonly ObservedEvent[],
): string[] {
  return [
    ...missingFrom(other, one).map((event) => `only the first has ${describe(event)}`),
    ...missingFrom(one, other).map((event) => `only the second has ${describe(event)}`),
  ];
}

/** Answers the newest revision acknowledged before a time; times must be asked in ascending order. */
function newestAcknowledged(writes: readonly AcknowledgedWrite[]): (timeMs: number) => number {
  const byAnswer = writes.toSorted((a, b) => a.answeredAtMs - b.answeredAtMs);
  let next = 0;
  let newest = 0;
  return (timeMs) => {
    for (;;) {
      const write = byAnswer[next];
      if (write === undefined || write.answeredAtMs >= timeMs) return newest;
      newest = Math.max(newest, write.revision);
      next++;
    }
  };
}

function missingFrom(
  present: readonly ObservedEvent[],
  expected: readonly ObservedEvent[],
): readonly ObservedEvent[] {
  const names = new Set(present.map(describe));
  return expected.filter((event) => !names.has(describe(event)));
}

function describe({ type, key, value, revision }: ObservedEvent): string {
  return `${type} ${key}=${value} at ${revision}`;
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.slice(1).map((item, index) => [items[index] as T, item] as const);
}
