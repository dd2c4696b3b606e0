// The parts of watching, put together: sources → sequencer → turn → hub ⇄ catch-up, and what a session needs
// of them. Between the sources and the hub there is one way for events, whatever the source is. While
// nobody watches there are no sources, and the hub stands at the revision that the node tells.
import { etcdErrors } from '@cairn/api';
import type { MonotonicClock } from '@cairn/core';
import type { Logger } from '@cairn/telemetry';
import type { History } from '../node/history.ts';
import type { NodeLink } from '../node/node-link.ts';
import { CatchUp } from './catch-up.ts';
import { DeliveryTurn } from './delivery-turn.ts';
import { EventSequencer } from './event-sequencer.ts';
import type { SequencerMetrics } from './event-sequencer.ts';
import { EventSources } from './event-sources.ts';
import type { BusSettings } from './event-sources.ts';
import { FollowSource } from './follow-source.ts';
import { HistoryCheck } from './history-check.ts';
import type { RecentEvents } from './recent-events.ts';
import type { WatchServiceOptions } from './service.ts';
import { WatchHub } from './watch-hub.ts';
import { WatcherDemand } from './watcher-demand.ts';
import { WatchOpener } from './watch-opener.ts';
import type { WatchSession, WatchSessionMetrics } from './watch-session.ts';

const sourceCheckIntervalMs = 1_000;
/** How long events are still heard after the last watcher has gone. */
const sourceLingerMs = 10_000;

export interface WatchMetrics {
  readonly sequencer: SequencerMetrics;
  readonly sessions: WatchSessionMetrics;
  catchUpRead(): void;
}

export interface WatchSystemOptions {
  readonly link: Pick<NodeLink, 'submit' | 'state'>;
  readonly history: History;
  readonly clock: MonotonicClock;
  readonly logger: Logger;
  readonly metrics: WatchMetrics;
  readonly bus: BusSettings | undefined;
  readonly progressIntervalMs: number;
  readonly fragmentBytesMax: number;
  /** Smaller ones for tests. */
  readonly recent?: RecentEvents;
  readonly bufferBytesMax?: number;
  readonly checkIntervalMs?: number;
  readonly lingerMs?: number;
}

export class WatchSystem {
  readonly hub: WatchHub;
  readonly sessionOptions: WatchServiceOptions['session'];
  readonly #sessions = new Set<WatchSession>();
  readonly #catchUp: CatchUp;
  readonly #sources: EventSources;
  readonly #demand: WatcherDemand;
  readonly #turn = new DeliveryTurn((batch) => this.hub.deliver(batch));

  constructor(options: WatchSystemOptions) {
    const { link, history, clock, logger, metrics } = options;
    const { state } = link;
    this.#catchUp = new CatchUp({
      history,
      logger,
      onBackfill: () => metrics.catchUpRead(),
      hub: () => this.hub,
    });
    this.hub = new WatchHub({
      state,
      catchUp: (watcher) => this.#catchUp.add(watcher),
      ...(options.recent === undefined ? {} : { recent: options.recent }),
    });
    const sequencer = new EventSequencer({
      history,
      logger,
      metrics: metrics.sequencer,
      deliver: (batch) => this.#turn.push(batch),
      skip: (compactRevision) => {
        this.#turn.flush();
        this.hub.skip(compactRevision);
      },
    });
    const historyCheck = new HistoryCheck({ link, logger, onReplaced: () => this.#beginAnew() });
    this.#sources = new EventSources({
      sequencer,
      follow: new FollowSource({ history, sequencer, logger }),
      state,
      clock,
      logger,
      bus: options.bus,
      checkIntervalMs: options.checkIntervalMs ?? sourceCheckIntervalMs,
      onNodeBehind: (revision) => historyCheck.begin(revision),
      onRest: (revision) => this.hub.restart(revision),
    });
    this.#demand = new WatcherDemand({
      lingerMs: options.lingerMs ?? sourceLingerMs,
      onWanted: (revision) => {
        this.hub.restart(revision);
        this.#sources.wake(revision);
      },
      onUnwanted: () => {
        this.#turn.clear();
        this.#sources.sleep();
      },
    });
    this.sessionOptions = {
      sessions: this.#sessions,
      hub: this.hub,
      demand: this.#demand,
      opener: new WatchOpener(link),
      state,
      drop: (watcher) => this.#catchUp.drop(watcher),
      metrics: metrics.sessions,
      progressIntervalMs: options.progressIntervalMs,
      fragmentBytesMax: options.fragmentBytesMax,
      ...(options.bufferBytesMax === undefined ? {} : { bufferBytesMax: options.bufferBytesMax }),
    };
  }

  /** As after a restart: clients open their watches again, and events are taken up where the node is. */
  #beginAnew(): void {
    for (const session of this.#sessions) session.end(etcdErrors.stopped);
    this.#demand.forget();
  }

  async close(): Promise<void> {
    this.#demand.close();
    this.#turn.clear();
    await this.#sources.close();
    this.#catchUp.close();
  }
}
