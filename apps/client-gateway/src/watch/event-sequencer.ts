// NATS may lose, repeat, delay and reorder what raft-nodes publish, and sources change over time. The
// sequencer makes one stream of it in which every revision comes exactly once and in order: what it
// has seen is dropped, and a revision it has not seen (a gap) is read from the raft-node before
// anything later is let through. A heartbeat, which is a batch without events, shows a lost tail.
//
// Invariant: everything up to `revision` was delivered; `revision` < every held batch's first
// revision; delivered batches adjoin.
import type { Logger } from '@cairn/telemetry';
import { assert } from '@cairn/core';
import { heldBatchesBytesMax } from '../limits.ts';
import type { History, HistoryRead } from '../node/history.ts';
import { ReopenDelay } from '../node/reopen-delay.ts';
import { firstEventAfter, isHeartbeat } from './event-batch.ts';
import type { EventBatch } from './event-batch.ts';

export interface SequencerMetrics {
  gap(): void;
  backfill(): void;
  duplicate(): void;
}

export interface EventSequencerOptions {
  readonly history: History;
  readonly logger: Logger;
  readonly metrics: SequencerMetrics;
  /** The next revisions, whole. */
  readonly deliver: (batch: EventBatch) => void;
  /** Revisions up to but not including `compactRevision` can no longer be read: they are skipped. */
  readonly skip: (compactRevision: number) => void;
}

type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'following' }
  | { readonly kind: 'filling'; readonly read: HistoryRead }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout };

export class EventSequencer {
  readonly #options: EventSequencerOptions;
  readonly #delay = new ReopenDelay();
  #state: State = { kind: 'stopped' };
  #revision = 0;
  /** Revisions up to this one are known to exist. */
  #target = 0;
  /** By first revision. */
  #held: EventBatch[] = [];
  #heldBytes = 0;

  constructor(options: EventSequencerOptions) {
    this.#options = options;
  }

  /** Everything up to it was delivered; 0 before `start`. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether later events wait for earlier ones. */
  get hasGap(): boolean {
    return this.#state.kind === 'filling' || this.#state.kind === 'waiting';
  }

  /** Begins behind `revision`; after a stop it may be any revision. */
  start(revision: number): void {
    assert(this.#state.kind === 'stopped', 'a sequencer that runs knows where it is');
    this.#revision = revision;
    this.#target = revision;
    this.#state = { kind: 'following' };
  }

  stop(): void {
    if (this.#state.kind === 'filling') this.#state.read.cancel();
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    this.#state = { kind: 'stopped' };
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Takes what a source says, in whatever order. */
  offer(batch: EventBatch): void {
    if (this.#state.kind === 'stopped') return;
    if (batch.isCompacted) {
      this.#reach(batch.compactRevision);
    } else if (batch.lastRevision <= this.#revision) {
      if (!isHeartbeat(batch)) this.#options.metrics.duplicate();
    } else if (batch.isOmitted || isHeartbeat(batch)) {
      this.#reach(batch.lastRevision);
    } else if (batch.firstRevision <= this.#revision + 1) {
      this.#deliver(batch);
      this.#deliverHeld();
      this.#settle();
    } else {
      this.#hold(batch);
      this.#reach(batch.firstRevision - 1);
    }
  }

  /** `revision` exists: whatever is missing up to it has to be read. */
  #reach(revision: number): void {
    this.#target = Math.max(this.#target, revision);
    if (this.#target <= this.#revision || this.#state.kind !== 'following') return;
    this.#options.metrics.gap();
    this.#fill();
  }

  #deliver(batch: EventBatch): void {
    const isWhole = batch.firstRevision === this.#revision + 1;
    const events = isWhole
      ? batch.events
      : batch.events.slice(firstEventAfter(batch.events, this.#revision));
    const firstRevision = this.#revision + 1;
    this.#revision = batch.lastRevision;
    this.#target = Math.max(this.#target, batch.lastRevision);
    this.#options.deliver({ ...batch, firstRevision, events });
  }

  #hold(batch: EventBatch): void {
    const bytes = batch.events.reduce((sum, event) => sum + event.sizeBytes, 0);
    if (this.#heldBytes + bytes > heldBatchesBytesMax) {
      this.#reach(batch.lastRevision); // read again later instead of kept
      return;
    }
    this.#heldBytes += bytes;
    const index = this.#held.findLastIndex((held) => held.firstRevision <= batch.firstRevision);
    this.#held.splice(index + 1, 0, batch);
  }

  #deliverHeld(): void {
    let used = 0;
    for (const batch of this.#held) {
      if (batch.firstRevision > this.#revision + 1) break;
      used += 1;
      if (batch.lastRevision > this.#revision) this.#deliver(batch);
    }
    if (used === 0) return;
    this.#held = this.#held.slice(used);
    this.#heldBytes = 0;
    for (const { events } of this.#held) {
      for (const event of events) this.#heldBytes += event.sizeBytes;
    }
  }

  /** After progress: a filled gap may have been the last one. */
  #settle(): void {
    const next = this.#held[0];
    if (next !== undefined) this.#target = Math.max(this.#target, next.firstRevision - 1);
    if (this.#target > this.#revision) {
      if (this.#state.kind === 'following') this.#fill();
      return;
    }
    if (this.#state.kind === 'filling') this.#state.read.cancel();
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    if (this.#state.kind !== 'stopped') this.#state = { kind: 'following' };
  }

  #fill(): void {
    this.#options.metrics.backfill();
    let isCurrent = true;
    const read = this.#options.history.backfill(
      {
        fromRevision: this.#revision + 1,
        toRevision: this.#target,
        key: new Uint8Array(0),
        rangeEnd: new Uint8Array(0),
      },
      {
        onBatch: (batch) => {
          if (isCurrent) this.#filled(batch);
        },
        onEnd: (error) => {
          if (isCurrent) this.#fillEnded(error);
        },
      },
    );
    this.#state = {
      kind: 'filling',
      read: {
        cancel: () => {
          isCurrent = false;
          read.cancel();
        },
      },
    };
  }

  #filled(batch: EventBatch): void {
    if (batch.isCompacted) {
      this.#skip(batch.compactRevision);
      return;
    }
    const adjoins = batch.firstRevision <= this.#revision + 1;
    if (batch.isOmitted || !adjoins || batch.lastRevision <= this.#revision) return;
    this.#delay.reset();
    this.#deliver(batch);
    this.#deliverHeld();
    this.#settle();
  }

  #skip(compactRevision: number): void {
    if (compactRevision <= this.#revision + 1) return;
    this.#options.logger.warn(
      { revision: this.#revision, compactRevision },
      'the events in between were compacted before this gateway could read them',
    );
    this.#options.skip(compactRevision);
    this.#revision = compactRevision - 1;
    this.#target = Math.max(this.#target, this.#revision);
    this.#held = this.#held.filter((batch) => batch.lastRevision > this.#revision);
  }

  /** The read is over and the gap is still there: once more from where it got to. */
  #fillEnded(error: Error | undefined): void {
    if (this.#target <= this.#revision) {
      this.#state = { kind: 'following' };
      this.#settle();
      return;
    }
    const delayMs = this.#delay.takeMs();
    if (error !== undefined) {
      this.#options.logger.debug({ err: error, delayMs }, 'reading missed revisions failed');
    }
    this.#state = {
      kind: 'waiting',
      timer: setTimeout(() => this.#fill(), delayMs),
    };
  }
}
