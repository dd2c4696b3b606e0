// A client that watches: from now on, from the past or from a revision that is still to come, all keys or
// one. When its watch ends it opens another one where the last ended, as client libraries do. Now and
// then it stops reading, asks how far the watch is, or leaves for no reason.
import { fromByteString } from '@cairn/core';
import type { Random } from '@cairn/core';
import type { WatchRequest, WatchResponse } from '@cairn/history';
import { etcdserverpb, mvccpb, toSafeNumber } from '@cairn/proto';
import type { Host } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { ClientStream } from './calls.ts';
import { toKeyValue } from './codec.ts';
import type { OpenWatch, Recorder } from './recorder.ts';

export interface WatchClientOptions {
  readonly name: string;
  readonly member: string;
  readonly world: World;
  readonly host: Host;
  readonly recorder: Recorder;
  readonly random: Random;
  readonly keys: number;
  readonly open: (stream: ClientStream) => void;
  readonly goesOn: () => boolean;
}

const { FilterType } = etcdserverpb.WatchCreateRequest;

export class WatchClient {
  readonly #options: WatchClientOptions;
  #stream: ClientStream | undefined;
  #watch: OpenWatch | undefined;
  /** What comes next, if it goes on where it was. */
  #nextRevision = 0;
  #seenRevision = 0;

  constructor(options: WatchClientOptions) {
    this.#options = options;
  }

  get request(): WatchRequest | undefined {
    return this.#watch?.session.request;
  }

  /** Everything up to here has come, as far as it can know. */
  get seenRevision(): number {
    return this.#seenRevision;
  }

  start(): void {
    this.#open(this.#draw());
    this.#fidget();
  }

  /** Asks how far its watch is. */
  askProgress(): void {
    this.#send({ progress_request: {} });
  }

  settle(): void {
    this.#stream?.startReading();
    this.askProgress();
  }

  #fidget(): void {
    const { random, goesOn } = this.#options;
    setTimeout(
      () => {
        if (!goesOn()) return;
        switch (random.nextBelow(8)) {
          case 0:
          case 1:
            this.askProgress();
            break;
          case 2:
            this.#stream?.stopReading();
            break;
          case 3:
            this.#leave();
            this.#open(random.nextBelow(3) === 0 ? this.#draw() : this.#resumed());
            break;
          default:
            this.#stream?.startReading();
        }
        this.#fidget();
      },
      20 + random.nextBelow(400),
    );
  }

  #draw(): WatchRequest {
    const { random, keys } = this.#options;
    const isOneKey = random.nextBelow(3) === 0;
    const starts = [0, 1, this.#nextRevision, this.#nextRevision + random.nextBelow(30)];
    return {
      key: isOneKey ? `k${random.nextBelow(keys)}` : 'k',
      rangeEnd: isOneKey ? '' : 'm',
      startRevision: starts[random.nextBelow(starts.length)] ?? 0,
      prevKv: random.nextBelow(2) === 0,
      noPut: random.nextBelow(10) === 0,
      noDelete: random.nextBelow(10) === 0,
      progressNotify: random.nextBelow(2) === 0,
      fragment: random.nextBelow(3) === 0,
    };
  }

  #resumed(): WatchRequest {
    const request = this.#watch?.session.request ?? this.#draw();
    return { ...request, startRevision: this.#nextRevision };
  }

  #open(request: WatchRequest): void {
    const { recorder, name, member, open, world } = this.#options;
    const watch = recorder.openWatch(name, member, request);
    this.#watch = watch;
    this.#seenRevision = 0;
    const stream = new ClientStream({
      onMessage: (message) => {
        if (this.#stream === stream) this.#receive(watch, message);
      },
      onEnd: (reason) => {
        if (this.#stream !== stream) return;
        world.line(() => `watch ${watch.session.id} ended: ${reason}`);
        this.#reopenSoon();
      },
    });
    this.#stream = stream;
    world.line(() => `watch ${watch.session.id} ${JSON.stringify(request)}`);
    open(stream);
    this.#send({
      create_request: {
        key: fromByteString(request.key),
        range_end: fromByteString(request.rangeEnd),
        start_revision: request.startRevision,
        prev_kv: request.prevKv,
        progress_notify: request.progressNotify,
        fragment: request.fragment,
        filters: [
          ...(request.noPut ? [FilterType.NOPUT] : []),
          ...(request.noDelete ? [FilterType.NODELETE] : []),
        ],
      },
    });
  }

  #send(request: etcdserverpb.WatchRequest.$Properties): void {
    this.#stream?.request(etcdserverpb.WatchRequest.encode(request).finish());
  }

  #leave(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    if (this.#watch !== undefined) this.#options.recorder.closeWatch(this.#watch);
    stream?.leave();
  }

  #reopenSoon(): void {
    this.#leave();
    setTimeout(() => this.#open(this.#resumed()), 5 + this.#options.random.nextBelow(50));
  }

  #receive(watch: OpenWatch, message: Uint8Array): void {
    const { world } = this.#options;
    const response = decode(message, world.nowUs);
    watch.responses.push(response);
    world.trace.mix(response.revision);
    world.line(() => `watch ${watch.session.id} ${describe(response)}`);
    switch (response.kind) {
      case 'created':
        this.#nextRevision = watch.session.request.startRevision;
        if (this.#nextRevision === 0) this.#nextRevision = response.revision + 1;
        this.#seenRevision = Math.max(this.#seenRevision, this.#nextRevision - 1);
        return;
      case 'events': {
        const last = response.events.at(-1)?.kv.modRevision ?? 0;
        // A part of a revision is not seen before the rest of it is.
        const upTo = response.fragment ? last - 1 : last;
        this.#nextRevision = Math.max(this.#nextRevision, upTo + 1);
        this.#seenRevision = Math.max(this.#seenRevision, upTo);
        return;
      }
      case 'progress':
        this.#nextRevision = Math.max(this.#nextRevision, response.revision + 1);
        this.#seenRevision = Math.max(this.#seenRevision, response.revision);
        return;
      case 'canceled':
        this.#nextRevision = Math.max(this.#nextRevision, response.compactRevision);
        this.#reopenSoon();
    }
  }
}

function decode(message: Uint8Array, time: number): WatchResponse {
  const response = etcdserverpb.WatchResponse.decode(message);
  const revision = toSafeNumber(response.header?.revision ?? 0);
  if (response.canceled) {
    const compactRevision = toSafeNumber(response.compact_revision);
    return { kind: 'canceled', time, revision, compactRevision, reason: response.cancel_reason };
  }
  if (response.created) return { kind: 'created', time, revision };
  if (response.events.length === 0) return { kind: 'progress', time, revision };
  const events = response.events.map(({ type, kv, prev_kv: previous }) => ({
    type: type === mvccpb.Event.EventType.DELETE ? ('delete' as const) : ('put' as const),
    kv: toKeyValue(kv ?? {}),
    prevKv: previous === null || previous === undefined ? undefined : toKeyValue(previous),
  }));
  return { kind: 'events', time, revision, events, fragment: response.fragment };
}

function describe(response: WatchResponse): string {
  if (response.kind !== 'events') return JSON.stringify(response);
  const events = response.events.map(({ type, kv }) => `${type} ${kv.key}@${kv.modRevision}`);
  return `${events.join(', ')}${response.fragment ? ' …' : ''}`;
}
