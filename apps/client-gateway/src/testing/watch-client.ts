// A client on a Watch stream of a session, and the parts behind it on an in-memory log.
import {
  cairn,
  etcdserverpb,
  fromBigInt,
  mvccpb,
  toSafeNumber,
  toSignedBigInt,
} from '@cairn/proto';
import type { BusSettings } from '../watch/event-sources.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { Status } from '@cairn/api';
import type { Caller } from '../node/caller.ts';
import type { ReplySink } from '../node/node-link.ts';
import type { NodeStateView } from '../node/node-state.ts';
import type { RecentEvents } from '../watch/recent-events.ts';
import { watchService } from '../watch/service.ts';
import type { WatchService } from '../watch/service.ts';
import { WatchSystem } from '../watch/watch-system.ts';
import { EventLog } from './event-log.ts';
import type { Change } from './event-log.ts';
import { FakeStreamCall } from './fake-stream-call.ts';
import { LogHistory } from './log-history.ts';
import type { LogHistoryOptions } from './log-history.ts';
import { silentLogger, someState, stateView, systemClock } from './support.ts';

export interface WatchWorldOptions {
  readonly history?: LogHistoryOptions;
  readonly recent?: RecentEvents;
  readonly bufferBytesMax?: number;
  readonly progressIntervalMs?: number;
  readonly fragmentBytesMax?: number;
  readonly checkIntervalMs?: number;
  readonly lingerMs?: number;
  readonly bus?: BusSettings;
}

/** Everything about watching, without processes. */
export class WatchWorld {
  readonly log: EventLog = new EventLog();
  readonly history: LogHistory;
  readonly state: NodeStateView = stateView();
  readonly system: WatchSystem;
  readonly service: WatchService;
  /** What the node says to a watch of who may not have it. */
  refuseWatch: (request: Uint8Array, caller?: Caller) => Status | undefined = () => undefined;
  /** Ranges answered. */
  reads = 0;
  readonly counts = { gaps: 0, backfills: 0, duplicates: 0, reads: 0, slow: 0, watchers: 0 };

  constructor(options: WatchWorldOptions = {}) {
    const { counts } = this;
    this.history = new LogHistory(this.log, options.history);
    const link: Pick<NodeLink, 'submit' | 'state'> = {
      state: this.state,
      submit: (method, request, _deadline, sink, caller) => {
        setImmediate(() => this.#tell(method, request, sink, caller));
      },
    };
    this.system = new WatchSystem({
      link,
      history: this.history,
      clock: systemClock,
      logger: silentLogger,
      metrics: {
        sequencer: {
          gap: () => (counts.gaps += 1),
          backfill: () => (counts.backfills += 1),
          duplicate: () => (counts.duplicates += 1),
        },
        sessions: {
          get watcherCount(): number {
            return counts.watchers;
          },
          watcherAdded: () => (counts.watchers += 1),
          watchersRemoved: (count) => (counts.watchers -= count),
          eventsSent: () => {},
          becameSlow: () => (counts.slow += 1),
        },
        catchUpRead: () => (counts.reads += 1),
      },
      bus: options.bus,
      progressIntervalMs: options.progressIntervalMs ?? 600_000,
      fragmentBytesMax: options.fragmentBytesMax ?? 2 * 1024 * 1024,
      ...(options.recent === undefined ? {} : { recent: options.recent }),
      ...(options.bufferBytesMax === undefined ? {} : { bufferBytesMax: options.bufferBytesMax }),
      ...(options.checkIntervalMs === undefined
        ? {}
        : { checkIntervalMs: options.checkIntervalMs }),
      ...(options.lingerMs === undefined ? {} : { lingerMs: options.lingerMs }),
    });
    this.service = watchService({
      session: this.system.sessionOptions,
      metrics: { sessionOpened: () => {}, sessionClosed: () => {} },
    });
  }

  readonly #calls: FakeStreamCall[] = [];

  #tell(method: NodeMethod, request: Uint8Array, sink: ReplySink, caller?: Caller): void {
    const refusal = method === nodeMethod.watchOpen ? this.refuseWatch(request, caller) : undefined;
    if (refusal === undefined) sink.respond(this.#answer(method));
    else sink.fail(refusal.code, refusal.message);
  }

  #answer(method: NodeMethod): Uint8Array {
    const { revision, compactRevision } = this.log;
    if (method === nodeMethod.watchOpen) {
      const response = { revision, compact_revision: compactRevision };
      return cairn.v1.WatchOpenResponse.encode(response).finish();
    }
    this.reads += 1;
    return etcdserverpb.RangeResponse.encode({ header: { revision } }).finish();
  }

  /** The data directory is wiped: the store begins again, and the node says so. */
  wipe(): void {
    this.log.wipe();
    this.state.update({ ...someState, revision: this.log.revision });
  }

  /** One transaction, and the events of it on their way. */
  write(...changes: readonly Change[]): number {
    const revision = this.log.write(...changes);
    this.history.advanced();
    return revision;
  }

  connect(metadata: Readonly<Record<string, string>> = {}): WatchClient {
    const call = new FakeStreamCall(metadata);
    this.#calls.push(call);
    this.service.stream['Watch']?.handle(call);
    return new WatchClient(call);
  }

  async close(): Promise<void> {
    for (const call of this.#calls) call.disconnect();
    await this.system.close();
  }
}

export interface SeenEvent {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly revision: number;
  readonly value: string;
  readonly previous: string | undefined;
}

export interface SeenResponse {
  readonly watchId: bigint;
  readonly revision: number;
  readonly created: boolean;
  readonly canceled: boolean;
  readonly compactRevision: number;
  readonly cancelReason: string;
  readonly fragment: boolean;
  readonly events: readonly SeenEvent[];
}

export type CreateFields = Omit<
  etcdserverpb.WatchCreateRequest.$Properties,
  'key' | 'range_end' | 'watch_id'
> & { readonly key?: string; readonly rangeEnd?: string; readonly watchId?: bigint };

export class WatchClient {
  readonly call: FakeStreamCall;
  readonly #decoded: SeenResponse[] = [];

  constructor(call: FakeStreamCall) {
    this.call = call;
  }

  get responses(): readonly SeenResponse[] {
    const { received } = this.call;
    while (this.#decoded.length < received.length) {
      this.#decoded.push(decodeResponse(received[this.#decoded.length] as Uint8Array));
    }
    return this.#decoded;
  }

  /** Of one watcher, in order. */
  events(watchId = 0n): SeenEvent[] {
    return this.responses
      .filter((response) => response.watchId === watchId)
      .flatMap((response) => response.events);
  }

  create({ key, rangeEnd, watchId, ...fields }: CreateFields): void {
    this.send({
      create_request: {
        ...fields,
        key: Buffer.from(key ?? '', 'latin1'),
        range_end: Buffer.from(rangeEnd ?? '', 'latin1'),
        ...(watchId === undefined ? {} : { watch_id: fromBigInt(watchId, 'signed') }),
      },
    });
  }

  cancel(watchId: bigint): void {
    this.send({ cancel_request: { watch_id: fromBigInt(watchId, 'signed') } });
  }

  progress(): void {
    this.send({ progress_request: {} });
  }

  send(request: etcdserverpb.WatchRequest.$Properties): void {
    this.call.deliver(etcdserverpb.WatchRequest.encode(request).finish());
  }
}

function decodeResponse(message: Uint8Array): SeenResponse {
  const response = etcdserverpb.WatchResponse.decode(message);
  return {
    watchId: toSignedBigInt(response.watch_id),
    revision: toSafeNumber(response.header?.revision ?? 0),
    created: response.created,
    canceled: response.canceled,
    compactRevision: toSafeNumber(response.compact_revision),
    cancelReason: response.cancel_reason,
    fragment: response.fragment,
    events: response.events.map(({ type, kv, prev_kv: previous }) => ({
      type: type === mvccpb.Event.EventType.DELETE ? 'delete' : 'put',
      key: Buffer.from(kv?.key ?? '').toString('latin1'),
      revision: toSafeNumber(kv?.mod_revision ?? 0),
      value: Buffer.from(kv?.value ?? '').toString(),
      previous:
        previous === null || previous === undefined
          ? undefined
          : Buffer.from(previous.value ?? '').toString(),
    })),
  };
}
