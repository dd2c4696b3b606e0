// One watcher: what it wants, and how far it has got.
//
// Its position is where the next event may come from. While synced it moves with the hub and is not
// written anywhere; `nextRevision` is then only a lower bound (a watcher may start in the future).
// Whenever it leaves the hub the position is written down exactly, so nothing is lost or repeated.
import type { KeyRange } from './key-range.ts';
import { encodeWatchId } from './watch-response.ts';
import type { EncodedWatchId } from './watch-response.ts';
import type { WatchSession } from './watch-session.ts';

export interface WatcherOptions {
  readonly id: bigint;
  readonly range: KeyRange;
  readonly prevKv: boolean;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  /** Whether responses above the message limit are split. */
  readonly fragment: boolean;
  readonly progressNotify: boolean;
  /** The first revision whose events are wanted. */
  readonly startRevision: number;
  /** Progress may be told once this revision is reached. */
  readonly progressRevision: number;
  /** Up to this revision the store was compacted when the watcher was created. */
  readonly compactRevision: number;
}

export type WatcherState =
  /** In the hub's index: gets every event as it comes. */
  | 'synced'
  /** Reads, or waits to read, history from `nextRevision` on. */
  | 'unsynced'
  | 'ended';

export class Watcher {
  readonly options: WatcherOptions;
  readonly session: WatchSession;
  readonly encodedId: EncodedWatchId;
  state: WatcherState = 'unsynced';
  nextRevision: number;
  /** The number of the last delivery of the hub that this watcher got something from. */
  lastDelivery = 0;
  /** Whether nothing was sent since the last tick of progress. */
  wasQuiet = true;
  #groupKey: string | undefined;

  constructor(session: WatchSession, options: WatcherOptions) {
    this.session = session;
    this.options = options;
    this.encodedId = encodeWatchId(options.id);
    this.nextRevision = options.startRevision;
  }

  /** The same for all that get the same events in the same form. */
  get groupKey(): string {
    return (this.#groupKey ??= groupKeyOf(this.options));
  }

  wants(isDelete: boolean): boolean {
    return isDelete ? !this.options.noDelete : !this.options.noPut;
  }
}

function groupKeyOf({ range, prevKv, noPut, noDelete, fragment }: WatcherOptions): string {
  const form = [prevKv, noPut, noDelete, fragment].map(Number).join('');
  const end = range.kind === 'between' ? range.end : '';
  // The length keeps key and end apart, whatever bytes they hold.
  return `${form} ${range.kind} ${range.key.length} ${range.key}${end}`;
}
