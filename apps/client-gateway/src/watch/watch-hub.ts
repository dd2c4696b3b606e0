// Where events meet watchers. The sequencer brings revisions in order; the hub hands each batch to
// the watchers that want it and keeps the last revisions for those that come a little late.
//
// Invariants: a synced watcher has been given everything up to the hub's revision; a watcher leaves
// (`unsync`) with its exact position, and joins only with a position behind the hub's revision. So
// whatever the watcher does, its positions adjoin: no gap, no duplicate.
import { assert } from '@cairn/core';
import type { NodeStateView } from '../node/node-state.ts';
import { firstEventAfter } from './event-batch.ts';
import type { EventBatch, StoredEvent } from './event-batch.ts';
import { HeaderBytes } from './header-bytes.ts';
import { RecentEvents } from './recent-events.ts';
import { EventsMessage } from './watch-response.ts';
import type { Watcher } from './watcher.ts';
import { WatcherIndex } from './watcher-index.ts';
import type { WatchedRange, WatcherGroup } from './watcher-index.ts';

export interface WatchHubOptions {
  readonly state: NodeStateView;
  /** Gives history to a watcher that is not synced, and brings it back by `join`. */
  readonly catchUp: (watcher: Watcher) => void;
  readonly recent?: RecentEvents;
}

export class WatchHub {
  readonly recent: RecentEvents;
  readonly #options: WatchHubOptions;
  readonly #index = new WatcherIndex();
  #revision = 0;
  #compactRevision = 0;
  #waiting: { readonly revision: number; readonly listener: () => void }[] = [];
  readonly #headers = new HeaderBytes();
  /** The delivery going on, or the last one. */
  #delivery = 0;
  /** The first revision of the delivery going on; undefined between deliveries. */
  #deliveringFrom: number | undefined;

  constructor(options: WatchHubOptions) {
    this.#options = options;
    this.recent = options.recent ?? new RecentEvents();
  }

  /** Synced watchers have everything up to it. */
  get revision(): number {
    return this.#revision;
  }

  /** The last compaction this hub has heard of. */
  get compactRevision(): number {
    return this.#compactRevision;
  }

  get syncedCount(): number {
    return this.#index.size;
  }

  /** While there is no watcher: events go on behind `revision`, wherever they were before. */
  restart(revision: number): void {
    assert(this.#index.size === 0, 'the hub restarts without watchers');
    this.recent.clear();
    this.#revision = revision;
    this.#wake();
  }

  /** A new watcher, or one whose position is not known to be behind the hub's. */
  admit(watcher: Watcher): void {
    if (watcher.nextRevision > this.#revision) this.join(watcher);
    else this.#options.catchUp(watcher);
  }

  /** The watcher has everything up to the hub's revision. */
  join(watcher: Watcher): void {
    watcher.state = 'synced';
    this.#index.add(watcher);
  }

  /** Takes a synced watcher out; it goes on from history once `admit`ted again. */
  unsync(watcher: Watcher): void {
    this.#index.delete(watcher);
    watcher.state = 'unsynced';
    const isBehind = this.#deliveringFrom !== undefined && watcher.lastDelivery !== this.#delivery;
    const position = isBehind ? (this.#deliveringFrom ?? 0) : this.#revision + 1;
    watcher.nextRevision = Math.max(watcher.nextRevision, position);
  }

  /** For good. */
  remove(watcher: Watcher): void {
    if (watcher.state === 'synced') this.#index.delete(watcher);
    watcher.state = 'ended';
  }

  /** The next revisions, from the sequencer. */
  deliver(batch: EventBatch): void {
    this.#compactRevision = Math.max(this.#compactRevision, batch.compactRevision);
    this.recent.append(batch);
    this.#revision = batch.lastRevision;
    this.#delivery += 1;
    this.#deliveringFrom = batch.firstRevision;
    const touched = this.#index.match(batch.events);
    for (const watched of touched) this.#deliverTo(watched);
    this.#deliveringFrom = undefined;
    this.#wake();
  }

  /** Calls `listener` once, when the hub has reached `revision`; at once if it has. */
  whenReached(revision: number, listener: () => void): void {
    if (revision <= this.#revision) listener();
    else this.#waiting.push({ revision, listener });
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ revision }) => revision <= this.#revision);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter(({ revision }) => revision > this.#revision);
    for (const { listener } of due) listener();
  }

  /** Revisions below `compactRevision` cannot be had any more: whoever needs them has to be told. */
  skip(compactRevision: number): void {
    this.#compactRevision = Math.max(this.#compactRevision, compactRevision);
    this.recent.clear();
    const synced = this.#index.all();
    for (const watcher of synced) this.unsync(watcher);
    this.#revision = compactRevision - 1;
    for (const watcher of synced) this.admit(watcher);
    this.#wake();
  }

  /** The header of a response with events, as a field of it. */
  headerField(revision: number): Uint8Array {
    return this.#headers.field(this.#options.state.current, revision);
  }

  #deliverTo(watched: WatchedRange): void {
    const events = watched.matched;
    watched.matched = [];
    for (const group of watched.groups.values()) {
      const last = events.at(-1) as StoredEvent;
      const wanted = filtered(events, group);
      if (wanted.length > 0) this.#deliverToGroup(group, wanted, last.revision);
    }
  }

  #deliverToGroup(
    group: WatcherGroup,
    events: readonly StoredEvent[],
    headerRevision: number,
  ): void {
    const header = this.headerField(headerRevision);
    const firstRevision = (events[0] as StoredEvent).revision;
    const message = new EventsMessage(header, events, group.prevKv);
    for (const watcher of group.watchers) {
      if (watcher.nextRevision <= firstRevision) {
        watcher.lastDelivery = this.#delivery;
        watcher.session.sendEvents(watcher, message);
        continue;
      }
      // A watcher that starts in the future, or at a revision within this batch.
      const own = events.slice(firstEventAfter(events, watcher.nextRevision - 1));
      if (own.length === 0) continue;
      watcher.lastDelivery = this.#delivery;
      watcher.session.sendEvents(watcher, new EventsMessage(header, own, group.prevKv));
    }
  }
}

function filtered(events: readonly StoredEvent[], group: WatcherGroup): readonly StoredEvent[] {
  if (!group.noPut && !group.noDelete) return events;
  return events.filter((event) => (event.isDelete ? !group.noDelete : !group.noPut));
}
