// Who gets an event? Watchers of the same keys with the same options form one group: a thousand
// watchers on one prefix cost one lookup per event and one response per batch, not a thousand.
import { IntervalTree } from './interval-tree.ts';
import type { KeyRange } from './key-range.ts';
import type { StoredEvent } from './event-batch.ts';
import type { Watcher } from './watcher.ts';

/** Watchers that get the same events in the same form. */
export interface WatcherGroup {
  readonly prevKv: boolean;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly watchers: Set<Watcher>;
}

/** All watchers of one range of keys. */
export interface WatchedRange {
  readonly range: KeyRange;
  readonly groups: Map<number, WatcherGroup>;
  /** The matching events of the batch being delivered; empty between deliveries. */
  matched: StoredEvent[];
}

export class WatcherIndex {
  readonly #byKey = new Map<string, WatchedRange>();
  readonly #byRange = new IntervalTree<WatchedRange>();
  readonly #watchers = new Set<Watcher>();

  /** Watchers in the index. */
  get size(): number {
    return this.#watchers.size;
  }

  add(watcher: Watcher): void {
    const { range } = watcher.options;
    let watched = this.#find(range);
    if (watched === undefined) {
      watched = { range, groups: new Map(), matched: [] };
      if (range.kind === 'one') this.#byKey.set(range.key, watched);
      else this.#byRange.insert(range.key, endOf(range), watched);
    }
    groupFor(watched, watcher).watchers.add(watcher);
    this.#watchers.add(watcher);
  }

  /** The watcher must be in the index. */
  delete(watcher: Watcher): void {
    const { range } = watcher.options;
    const watched = this.#find(range);
    const group = watched?.groups.get(formOf(watcher));
    if (watched === undefined || group === undefined || !group.watchers.delete(watcher)) return;
    this.#watchers.delete(watcher);
    if (group.watchers.size > 0) return;
    watched.groups.delete(formOf(watcher));
    if (watched.groups.size > 0) return;
    if (range.kind === 'one') this.#byKey.delete(range.key);
    else this.#byRange.delete(range.key, endOf(range));
  }

  all(): Watcher[] {
    return [...this.#watchers];
  }

  /** Fills `matched` of every watched range with its events, and answers these ranges. */
  match(events: readonly StoredEvent[]): WatchedRange[] {
    const touched: WatchedRange[] = [];
    for (const event of events) {
      const take = (watched: WatchedRange): void => {
        if (watched.matched.length === 0) touched.push(watched);
        watched.matched.push(event);
      };
      const exact = this.#byKey.get(event.key);
      if (exact !== undefined) take(exact);
      this.#byRange.forEachAround(event.key, take);
    }
    return touched;
  }

  #find(range: KeyRange): WatchedRange | undefined {
    if (range.kind === 'one') return this.#byKey.get(range.key);
    return this.#byRange.get(range.key, endOf(range));
  }
}

function endOf(range: KeyRange): string | undefined {
  return range.kind === 'between' ? range.end : undefined;
}

function formOf({ options }: Watcher): number {
  return (options.prevKv ? 1 : 0) + (options.noPut ? 2 : 0) + (options.noDelete ? 4 : 0);
}

function groupFor(watched: WatchedRange, watcher: Watcher): WatcherGroup {
  const form = formOf(watcher);
  let group = watched.groups.get(form);
  if (group === undefined) {
    const { prevKv, noPut, noDelete } = watcher.options;
    group = { prevKv, noPut, noDelete, watchers: new Set() };
    watched.groups.set(form, group);
  }
  return group;
}
