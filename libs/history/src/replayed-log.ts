// The sequence of changes a store went through, as somebody trustworthy tells it (applied log
// entries, or a watch of everything from the first revision), and the store at any revision of it.
//
// Everything that says "the state at R" asks here, so records are computed from the changes alone:
// creation revision, version and previous record are ours, not the teller's.
import { compareKeys, inRange } from './keys.ts';
import { emptyStoreRevision, tombstone } from './store-model.ts';
import type { Change, KeyRange, KeyValue, Violation, WatchEvent } from './types.ts';

interface Version {
  readonly revision: number;
  /** undefined: deleted at this revision. */
  readonly kv: KeyValue | undefined;
}

export class ReplayedLog {
  /** Where the sequence contradicts itself; then nothing may be concluded from it. */
  readonly violations: readonly Violation[];
  readonly #changes = new Map<number, Change>();
  readonly #versions = new Map<string, Version[]>();
  readonly #keys: readonly string[];
  readonly #revisions: readonly number[];
  readonly lastRevision: number;

  /** @param changes from the first change of an empty store on, without a hole */
  constructor(changes: readonly Change[]) {
    const violations: Violation[] = [];
    let expected = emptyStoreRevision + 1;
    for (const change of changes) {
      if (change.revision !== expected) {
        const message = `the log goes from revision ${expected - 1} to ${change.revision}`;
        violations.push(contradiction(message, change.revision));
      }
      this.#changes.set(change.revision, {
        revision: change.revision,
        events: change.events.map((event) => this.#take(event, change.revision, violations)),
      });
      expected = change.revision + 1;
    }
    this.violations = violations;
    this.lastRevision = expected - 1;
    this.#keys = [...this.#versions.keys()].toSorted(compareKeys);
    this.#revisions = changes.map(({ revision }) => revision);
  }

  /** Events of one revision with the records before them; empty where nothing changed. */
  eventsAt(revision: number): readonly WatchEvent[] {
    return this.#changes.get(revision)?.events ?? [];
  }

  /** The record at `revision`, whatever changed it last before. */
  recordAt(key: string, revision: number): KeyValue | undefined {
    const versions = this.#versions.get(key) ?? [];
    let [low, high] = [0, versions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((versions[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return versions[low - 1]?.kv;
  }

  recordsAt(range: KeyRange, revision: number): readonly KeyValue[] {
    const keys = range.rangeEnd === '' ? [range.key] : this.#keys;
    return keys.flatMap((key) => {
      if (!inRange(key, range)) return [];
      return this.recordAt(key, revision) ?? [];
    });
  }

  /** All events from revision `from` to `to`, both included. */
  *eventsBetween(from: number, to: number): Iterable<WatchEvent> {
    const first = Math.max(from, this.#revisions[0] ?? 0);
    for (let revision = first; revision <= Math.min(to, this.lastRevision); revision++) {
      yield* this.eventsAt(revision);
    }
  }

  #take(event: WatchEvent, revision: number, violations: Violation[]): WatchEvent {
    const { key } = event.kv;
    let versions = this.#versions.get(key);
    if (versions === undefined) this.#versions.set(key, (versions = []));
    const last = versions.at(-1);
    if (last?.revision === revision) {
      violations.push(contradiction(`${key} changes twice at revision ${revision}`, revision));
    }
    const prevKv = last?.kv;
    if (event.type === 'delete') {
      if (prevKv === undefined) {
        violations.push(contradiction(`${key} is deleted but is not there`, revision));
      }
      versions.push({ revision, kv: undefined });
      return { type: 'delete', kv: tombstone(key, revision), prevKv };
    }
    const kv = {
      key,
      value: event.kv.value,
      createRevision: prevKv?.createRevision ?? revision,
      modRevision: revision,
      version: (prevKv?.version ?? 0) + 1,
      leaseId: event.kv.leaseId,
    };
    versions.push({ revision, kv });
    return { type: 'put', kv, prevKv };
  }
}

function contradiction(message: string, revision: number): Violation {
  return { rule: 'recorded', message, operations: [], watches: [], revision };
}
