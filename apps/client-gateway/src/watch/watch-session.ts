// One Watch stream of a client, with any number of watchers.
//
// Requests are carried out in the order they came, although a create has to ask the raft-node where
// it starts. What is sent and not yet read by the client is bounded: above the bound all watchers of
// this session leave the hub with their positions, and come back through history when the client has
// read. Nobody else is slowed, and nothing is left out.
import {
  ApiError,
  decodeStreamMessage,
  etcdErrors,
  statusText,
  watchCancelReasons,
} from '@cairn/api';
import type { Status } from '@cairn/api';
import type { StreamCall } from '@cairn/edge';
import { etcdserverpb, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import { watchBufferBytesMax, watchRequestsWaitingMax, watchersMax } from '../limits.ts';
import type { NodeStateView } from '../node/node-state.ts';
import { isEmptyRange, toKeyRange } from './key-range.ts';
import { ProgressTicker } from './progress-ticker.ts';
import type { WatchHub } from './watch-hub.ts';
import type { WatchOpener, WatchOpening } from './watch-opener.ts';
import { encodeControl, noWatchId } from './watch-response.ts';
import type { ControlFields, EventsMessage } from './watch-response.ts';
import { Watcher } from './watcher.ts';
import type { WatcherDemand } from './watcher-demand.ts';

export interface WatchSessionMetrics {
  readonly watcherCount: number;
  watcherAdded(): void;
  watchersRemoved(count: number): void;
  eventsSent(count: number): void;
  becameSlow(): void;
}

export interface WatchSessionOptions {
  readonly call: StreamCall;
  readonly onClosed: () => void;
  /** Holds this session as long as it lasts. */
  readonly sessions: Set<WatchSession>;
  readonly hub: WatchHub;
  readonly demand: Pick<WatcherDemand, 'add' | 'remove'>;
  readonly opener: Pick<WatchOpener, 'open' | 'openFor'>;
  readonly state: NodeStateView;
  /** The watcher has ended: no more history for it. */
  readonly drop: (watcher: Watcher) => void;
  readonly metrics: WatchSessionMetrics;
  readonly progressIntervalMs: number;
  /** A response of a watcher that asked for fragments stays below this if it can. */
  readonly fragmentBytesMax: number;
  readonly bufferBytesMax?: number;
}

type CreateRequest = etcdserverpb.WatchCreateRequest;
type OpeningListener = (opening: WatchOpening) => void;
type OpenedAt = Extract<WatchOpening, { kind: 'open' }>;

type Operation =
  | { readonly kind: 'create'; readonly request: CreateRequest; opening: WatchOpening | undefined }
  | { readonly kind: 'cancel'; readonly watchId: bigint }
  | { readonly kind: 'progress' };

const { FilterType } = etcdserverpb.WatchCreateRequest;

export class WatchSession {
  readonly #options: WatchSessionOptions;
  readonly #watchers = new Map<bigint, Watcher>();
  readonly #parked = new Set<Watcher>();
  readonly #ticker: ProgressTicker;
  readonly #bufferBytesMax: number;
  #operations: Operation[] = [];
  #nextId = 0n;
  #progressWaiting = false;
  /** The revision that a later progress request waits for. */
  #progressAgain: number | undefined;
  #slow = false;
  #paused = false;
  #over = false;

  constructor(options: WatchSessionOptions) {
    this.#options = options;
    this.#bufferBytesMax = options.bufferBytesMax ?? watchBufferBytesMax;
    this.#ticker = new ProgressTicker(options.progressIntervalMs, () => this.#tick());
    const { call } = options;
    options.sessions.add(this);
    call.onMessage((message) => this.#receive(message));
    call.onDrain(() => this.#drained());
    call.onClose(() => this.#closed());
  }

  /** False while too much waits for the client: history has to wait too. */
  get isWritable(): boolean {
    return !this.#slow;
  }

  /** Keeps an unsynced watcher until the client has read. */
  park(watcher: Watcher): void {
    this.#parked.add(watcher);
  }

  sendEvents(watcher: Watcher, message: EventsMessage): void {
    watcher.wasQuiet = false;
    this.#options.metrics.eventsSent(message.eventCount);
    if (!watcher.options.fragment) {
      this.#send(message.forWatcher(watcher.encodedId));
      return;
    }
    for (const part of message.fragmentsForWatcher(
      watcher.encodedId,
      this.#options.fragmentBytesMax,
    )) {
      this.#send(part);
    }
  }

  /** The watcher's next revision is gone. */
  cancelCompacted(watcher: Watcher, compactRevision: number): void {
    const watchId = watcher.options.id;
    this.#remove(watcher);
    this.#sendControl(0, { watchId, canceled: true, compactRevision });
  }

  /** Nothing is sent after this. */
  end({ code, message }: Status): void {
    this.#leave();
    this.#options.call.end(code, message);
  }

  #receive(message: Uint8Array): void {
    let operation;
    try {
      operation = decodeOperation(message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.end(error);
      return;
    }
    if (operation === undefined) return;
    this.#operations.push(operation);
    if (operation.kind === 'create') {
      this.#open(operation.request, (opening) => {
        operation.opening = opening;
        this.#carryOut();
      });
    }
    this.#carryOut();
    this.#balance();
  }

  #open({ key, range_end: rangeEnd }: CreateRequest, listener: OpeningListener): void {
    const { call, opener, state } = this.#options;
    if (state.isAuthEnabled) opener.openFor(call, toKeyRange(key, rangeEnd), listener);
    else opener.open(listener);
  }

  /** Reads on from the client exactly while there is room for its requests and their answers. */
  #balance(): void {
    const isFull = this.#slow || this.#operations.length >= watchRequestsWaitingMax;
    if (isFull === this.#paused || this.#over) return;
    this.#paused = isFull;
    if (isFull) this.#options.call.pause();
    else this.#options.call.resume();
  }

  #carryOut(): void {
    let done = 0;
    for (const operation of this.#operations) {
      if (this.#over) return;
      if (operation.kind === 'create') {
        if (operation.opening === undefined) break;
        this.#create(operation.request, operation.opening);
      } else if (operation.kind === 'cancel') {
        this.#cancel(operation.watchId);
      } else {
        this.#progress();
      }
      done += 1;
    }
    if (done === 0) return;
    this.#operations = this.#operations.slice(done);
    this.#balance();
  }

  #create(request: CreateRequest, opening: WatchOpening): void {
    if (opening.kind === 'failed') {
      this.end(opening.status);
      return;
    }
    if (opening.kind === 'refused') {
      this.#refuse(this.#knownRevision(), statusText(opening.status));
      return;
    }
    const range = toKeyRange(request.key, request.range_end);
    const startRevision = toClampedNumber(request.start_revision);
    const askedId = toSignedBigInt(request.watch_id);
    if (startRevision < 0) this.#refuse(opening.revision, watchCancelReasons.compacted);
    else if (isEmptyRange(range)) this.#refuse(opening.revision, watchCancelReasons.emptyRange);
    else if (this.#watchers.has(askedId) && askedId !== 0n) {
      this.#refuse(opening.revision, watchCancelReasons.duplicateId);
    } else if (this.#options.metrics.watcherCount >= watchersMax) {
      this.#refuse(opening.revision, etcdErrors.tooManyRequests.message);
    } else {
      this.#add(
        new Watcher(this, {
          id: askedId === 0n ? this.#takeId() : askedId,
          range,
          prevKv: request.prev_kv,
          noPut: request.filters.includes(FilterType.NOPUT),
          noDelete: request.filters.includes(FilterType.NODELETE),
          fragment: request.fragment,
          progressNotify: request.progress_notify,
          startRevision: startRevision === 0 ? opening.revision + 1 : startRevision,
          progressRevision: startRevision === 0 ? opening.revision : startRevision,
          compactRevision: opening.compactRevision,
        }),
        opening,
      );
    }
  }

  #refuse(revision: number, reason: string): void {
    this.#sendControl(revision, {
      watchId: noWatchId,
      created: true,
      canceled: true,
      cancelReason: reason,
    });
  }

  /** Counts up from 0 past the ids in use, and never gives one out again. */
  #takeId(): bigint {
    while (this.#watchers.has(this.#nextId)) this.#nextId += 1n;
    const id = this.#nextId;
    this.#nextId += 1n;
    return id;
  }

  #add(watcher: Watcher, { revision, compactRevision }: OpenedAt): void {
    const { id, startRevision, progressNotify } = watcher.options;
    this.#sendControl(revision, { watchId: id, created: true });
    if (startRevision < compactRevision) {
      this.#sendControl(0, { watchId: id, canceled: true, compactRevision });
      return;
    }
    this.#watchers.set(id, watcher);
    this.#options.metrics.watcherAdded();
    if (progressNotify) this.#ticker.start();
    this.#options.demand.add(revision);
    this.#options.hub.admit(watcher);
  }

  #cancel(watchId: bigint): void {
    const watcher = this.#watchers.get(watchId);
    if (watcher === undefined) return;
    this.#remove(watcher);
    this.#sendControl(this.#knownRevision(), { watchId, canceled: true });
  }

  #remove(watcher: Watcher): void {
    this.#watchers.delete(watcher.options.id);
    this.#parked.delete(watcher);
    this.#options.hub.remove(watcher);
    this.#options.drop(watcher);
    this.#options.metrics.watchersRemoved(1);
    this.#options.demand.remove(1);
  }

  /**
   * A client that asks after a write of its own expects to hear of that write, so the answer waits
   * until the hub has what the raft-node had when the question came.
   */
  #progress(): void {
    if (this.#watchers.size === 0) return;
    const revision = this.#knownRevision();
    // Questions that come while one waits are answered together, after it: the wait of the first
    // must not grow with every further one.
    if (this.#progressWaiting) {
      this.#progressAgain = revision;
      return;
    }
    this.#progressWaiting = true;
    this.#options.hub.whenReached(revision, () => this.#answerProgress());
  }

  #answerProgress(): void {
    const again = this.#progressAgain;
    this.#progressAgain = undefined;
    this.#progressWaiting = again !== undefined;
    if (this.#over) return;
    const isSynced = [...this.#watchers.values()].every((watcher) => this.#hasProgress(watcher));
    if (isSynced && this.#watchers.size > 0) {
      this.#sendControl(this.#options.hub.revision, { watchId: noWatchId });
    }
    if (again !== undefined) this.#options.hub.whenReached(again, () => this.#answerProgress());
  }

  #tick(): void {
    for (const watcher of this.#watchers.values()) {
      if (!watcher.options.progressNotify) continue;
      if (watcher.wasQuiet && this.#hasProgress(watcher)) {
        this.#sendControl(this.#options.hub.revision, { watchId: watcher.options.id });
      }
      watcher.wasQuiet = true;
    }
  }

  #hasProgress({ state, options }: Watcher): boolean {
    return state === 'synced' && this.#options.hub.revision >= options.progressRevision;
  }

  #knownRevision(): number {
    return Math.max(this.#options.hub.revision, this.#options.state.current?.revision ?? 0);
  }

  #sendControl(revision: number, fields: ControlFields): void {
    this.#send(encodeControl(this.#options.state.current, revision, fields));
  }

  #send(message: Uint8Array): void {
    if (this.#over) return;
    const { call } = this.#options;
    if (call.send(message) || this.#slow || call.bufferedBytes <= this.#bufferBytesMax) return;
    this.#slow = true;
    this.#options.metrics.becameSlow();
    for (const watcher of this.#watchers.values()) {
      if (watcher.state !== 'synced') continue;
      this.#options.hub.unsync(watcher);
      this.#parked.add(watcher);
    }
    this.#balance();
  }

  #drained(): void {
    if (!this.#slow) return;
    this.#slow = false;
    const parked = [...this.#parked];
    this.#parked.clear();
    for (const watcher of parked) this.#options.hub.admit(watcher);
    this.#balance();
  }

  #closed(): void {
    this.#leave();
    this.#options.sessions.delete(this);
    this.#options.onClosed();
  }

  /** Gives up all watchers. */
  #leave(): void {
    this.#over = true;
    this.#ticker.stop();
    for (const watcher of this.#watchers.values()) {
      this.#options.hub.remove(watcher);
      this.#options.drop(watcher);
    }
    this.#options.metrics.watchersRemoved(this.#watchers.size);
    this.#options.demand.remove(this.#watchers.size);
    this.#watchers.clear();
    this.#parked.clear();
    this.#operations = [];
  }
}

/** undefined = a request without content, which etcd ignores. @throws ApiError */
function decodeOperation(message: Uint8Array): Operation | undefined {
  const request = decodeStreamMessage(etcdserverpb.WatchRequest, message);
  const { create_request: create, cancel_request: cancel, progress_request: progress } = request;
  if (create !== null && create !== undefined) {
    return { kind: 'create', request: create as CreateRequest, opening: undefined };
  }
  if (cancel !== null && cancel !== undefined) {
    return { kind: 'cancel', watchId: toSignedBigInt(cancel.watch_id ?? 0) };
  }
  return progress !== null && progress !== undefined ? { kind: 'progress' } : undefined;
}
