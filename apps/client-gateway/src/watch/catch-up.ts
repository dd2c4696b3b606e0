// Brings watchers that are behind back to the hub. What they missed comes from the recent events in
// memory, or, further back, from the raft-node. The work is cut into steps and a turn of the event
// loop does a bounded number of them, first come first served: ten thousand watchers that come back
// at once must not stop the gateway for anyone else. Watchers of one range that stand at one revision,
// as those of a slow client do, share what is read and encoded for the first of them.
//
// Invariant: a watcher here is in exactly one place: queued, waiting for a free read, reading, or
// parked in its session until its client has read what it was sent.
import type { Logger } from '@cairn/telemetry';
import {
  backfillsMax,
  catchUpEventsPerTurnMax,
  catchUpFragmentedBytesMax,
  catchUpResponseBytesMax,
} from '../limits.ts';
import type { History, HistoryRead } from '../node/history.ts';
import { ReopenDelay } from '../node/reopen-delay.ts';
import type { EventBatch, StoredEvent } from './event-batch.ts';
import { contains, toRequestRange } from './key-range.ts';
import type { WatchHub } from './watch-hub.ts';
import { EventsMessage } from './watch-response.ts';
import type { Watcher } from './watcher.ts';

/** What looking at one watcher costs, in events. */
const stepCost = 10;
const sharedStepsMax = 100;
const recentEventsPerStep = 1_000;

/** What watchers of one group and position get next. */
interface RecentStep {
  /** undefined = none of the events is theirs. */
  readonly message: EventsMessage | undefined;
  readonly upToRevision: number;
  readonly eventsRead: number;
}

export interface CatchUpOptions {
  readonly history: History;
  readonly logger: Logger;
  readonly onBackfill: () => void;
  /** Known only after both are made. */
  readonly hub: () => WatchHub;
}

export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #reads = new Map<Watcher, HistoryRead>();
  readonly #delay = new ReopenDelay();
  readonly #retries = new Set<NodeJS.Timeout>();
  /** Of the recent events of `#sharedRevision`, by what is asked for. */
  readonly #shared = new Map<string, RecentStep>();
  #sharedRevision = 0;
  #queue: Watcher[] = [];
  #needRead: Watcher[] = [];
  #turnDue = false;
  #closed = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** An unsynced watcher whose `nextRevision` is its position. */
  add(watcher: Watcher): void {
    this.#queue.push(watcher);
    this.#scheduleTurn();
  }

  /** The watcher has ended. */
  drop(watcher: Watcher): void {
    // In the queues it is skipped when its turn comes, because of its state.
    this.#endRead(watcher);
  }

  close(): void {
    this.#closed = true;
    for (const read of this.#reads.values()) read.cancel();
    for (const timer of this.#retries) clearTimeout(timer);
    this.#reads.clear();
    this.#queue = [];
    this.#needRead = [];
    this.#shared.clear();
  }

  #scheduleTurn(): void {
    if (this.#turnDue || this.#closed) return;
    this.#turnDue = true;
    setImmediate(() => {
      this.#turnDue = false;
      this.#turn();
    });
  }

  #turn(): void {
    const queue = this.#queue;
    this.#queue = [];
    let budget = catchUpEventsPerTurnMax;
    let done = 0;
    while (done < queue.length && budget > 0) budget -= this.#step(queue[done++] as Watcher);
    // Those that have not had their turn come before those that have.
    this.#queue = [...queue.slice(done), ...this.#queue];
    if (this.#queue.length > 0) this.#scheduleTurn();
    else this.#shared.clear();
  }

  /** Answers what it cost. */
  #step(watcher: Watcher): number {
    const hub = this.#options.hub();
    if (watcher.state !== 'unsynced') return 1;
    if (!watcher.session.isWritable) {
      watcher.session.park(watcher);
      return 1;
    }
    if (watcher.nextRevision > hub.revision) {
      hub.join(watcher);
      return stepCost;
    }
    const isRecent =
      hub.recent.covers(watcher.nextRevision) &&
      // What the store had compacted when the watcher came, it gets as the raft-node tells it.
      watcher.nextRevision > watcher.options.compactRevision;
    if (!isRecent) {
      this.#needRead.push(watcher);
      this.#startReads();
      return stepCost;
    }
    const { message, upToRevision, eventsRead } = this.#recentStep(watcher);
    watcher.nextRevision = upToRevision + 1;
    if (message !== undefined) watcher.session.sendEvents(watcher, message);
    this.#queue.push(watcher);
    return stepCost + eventsRead;
  }

  #recentStep(watcher: Watcher): RecentStep {
    const { revision, recent } = this.#options.hub();
    if (this.#sharedRevision !== revision || this.#shared.size >= sharedStepsMax) {
      this.#shared.clear();
      this.#sharedRevision = revision;
    }
    const asked = `${watcher.nextRevision} ${watcher.groupKey}`;
    let step = this.#shared.get(asked);
    if (step === undefined) {
      const { events, upToRevision } = recent.read(
        watcher.nextRevision,
        recentEventsPerStep,
        watcher.options.fragment ? catchUpFragmentedBytesMax : catchUpResponseBytesMax,
      );
      const message = this.#messageFor(watcher, events, upToRevision);
      step = { message, upToRevision, eventsRead: events.length };
      this.#shared.set(asked, step);
    }
    return step;
  }

  /** Events that may be the watcher's, and up to which revision they are all. */
  #give(watcher: Watcher, events: readonly StoredEvent[], upToRevision: number): void {
    const message = this.#messageFor(watcher, events, upToRevision);
    watcher.nextRevision = Math.max(watcher.nextRevision, upToRevision + 1);
    if (message !== undefined) watcher.session.sendEvents(watcher, message);
  }

  #messageFor(
    watcher: Watcher,
    events: readonly StoredEvent[],
    upToRevision: number,
  ): EventsMessage | undefined {
    const { range, prevKv } = watcher.options;
    const wanted = events.filter(
      (event) =>
        event.revision >= watcher.nextRevision &&
        watcher.wants(event.isDelete) &&
        contains(range, event.key),
    );
    if (wanted.length === 0) return undefined;
    // As in etcd, the header of history tells where the store is, not where the events end.
    const hub = this.#options.hub();
    const header = hub.headerField(Math.max(hub.revision, upToRevision));
    return new EventsMessage(header, wanted, prevKv);
  }

  #startReads(): void {
    while (this.#reads.size < backfillsMax) {
      const watcher = this.#needRead.shift();
      if (watcher === undefined) return;
      if (watcher.state === 'unsynced') this.#read(watcher);
    }
  }

  #read(watcher: Watcher): void {
    this.#options.onBackfill();
    const read = this.#options.history.backfill(
      {
        fromRevision: watcher.nextRevision,
        toRevision: this.#options.hub().revision,
        ...toRequestRange(watcher.options.range),
      },
      {
        onBatch: (batch) => this.#received(watcher, batch),
        onEnd: (error) => this.#ended(watcher, error),
      },
    );
    this.#reads.set(watcher, read);
  }

  #received(watcher: Watcher, batch: EventBatch): void {
    if (!this.#reads.has(watcher)) return;
    if (batch.isCompacted) {
      this.#endRead(watcher);
      watcher.session.cancelCompacted(watcher, batch.compactRevision);
      return;
    }
    // Only what adjoins: anything else would be a gap that nobody sees any more.
    const adjoins = batch.firstRevision <= watcher.nextRevision && !batch.isOmitted;
    if (!adjoins || batch.lastRevision < watcher.nextRevision) return;
    this.#delay.reset();
    this.#give(watcher, batch.events, batch.lastRevision);
    if (watcher.session.isWritable) return;
    this.#endRead(watcher);
    watcher.session.park(watcher);
  }

  #ended(watcher: Watcher, error: Error | undefined): void {
    if (!this.#endRead(watcher)) return;
    if (error === undefined) {
      this.add(watcher);
      return;
    }
    this.#options.logger.debug({ err: error }, 'reading history for a watcher failed');
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.add(watcher);
    }, this.#delay.takeMs());
    this.#retries.add(timer);
  }

  /** Answers whether there was one. */
  #endRead(watcher: Watcher): boolean {
    const read = this.#reads.get(watcher);
    if (read === undefined) return false;
    this.#reads.delete(watcher);
    read.cancel();
    this.#startReads();
    return true;
  }
}
