// Reads from an event log in this process, with the manners of a raft-node far away: slices, turns
// of the event loop between them, and, when told so, breaks.
import type { BackfillRange, History, HistoryListener, HistoryRead } from '../node/history.ts';
import { decodeEventBatch } from '../watch/event-batch.ts';
import type { EventLog } from './event-log.ts';

export interface LogHistoryOptions {
  /** Revisions per batch. */
  readonly sliceRevisions?: number;
  /** Asked before every batch: true breaks the read. */
  readonly breaks?: () => boolean;
}

export class LogHistory implements History {
  readonly log: EventLog;
  readonly #options: LogHistoryOptions;
  readonly #followers = new Set<() => void>();
  backfills = 0;
  running = 0;

  constructor(log: EventLog, options: LogHistoryOptions = {}) {
    this.log = log;
    this.#options = options;
  }

  get followers(): number {
    return this.#followers.size;
  }

  /** The log has grown: whoever follows reads on. */
  advanced(): void {
    for (const follower of this.#followers) follower();
  }

  backfill(range: BackfillRange, listener: HistoryListener): HistoryRead {
    this.backfills += 1;
    this.running += 1;
    let next = range.fromRevision;
    let isOver = false;
    const end = (error: Error | undefined): void => {
      if (isOver) return;
      isOver = true;
      this.running -= 1;
      listener.onEnd(error);
    };
    const step = (): void => {
      if (isOver) return;
      if (this.#options.breaks?.() === true) {
        end(new Error('the read broke'));
        return;
      }
      const { log } = this;
      if (next <= log.compactRevision - 1) {
        listener.onBatch(decodeEventBatch(log.compacted()));
        end(undefined);
        return;
      }
      if (next > range.toRevision) {
        end(undefined);
        return;
      }
      const slice = this.#options.sliceRevisions ?? 10;
      const last = Math.min(next + slice - 1, range.toRevision);
      if (last <= log.revision) {
        const { key, rangeEnd } = range;
        listener.onBatch(decodeEventBatch(log.batch(next, last, { key, rangeEnd })));
        next = last + 1;
      }
      setImmediate(step);
    };
    setImmediate(step);
    return {
      cancel: () => {
        if (!isOver) this.running -= 1;
        isOver = true;
      },
    };
  }

  follow(fromRevision: number, listener: HistoryListener): HistoryRead {
    let next = fromRevision;
    let isDue = false;
    const run = (): void => {
      if (isDue) return;
      isDue = true;
      setImmediate(() => {
        isDue = false;
        if (!this.#followers.has(run) || next > this.log.revision) return;
        const last = this.log.revision;
        listener.onBatch(decodeEventBatch(this.log.batch(next, last)));
        next = last + 1;
      });
    };
    this.#followers.add(run);
    run();
    return { cancel: () => this.#followers.delete(run) };
  }
}
