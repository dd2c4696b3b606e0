// Many watchers of one prefix. Every watcher must see every event, in order and once: nobody else
// writes, so the events' revisions follow each other without a gap, and each watcher's last revision
// plus one must be the next. The writer stays a bounded number of events ahead of the slowest watcher;
// otherwise the case would measure how a server reads history for watchers that it has lost.
import { bytesField, grpcFrame } from '../load/wire.ts';
import { MessageCall } from './http2/call.ts';
import type { Connection } from './http2/connection.ts';
import { FieldReader } from './fields.ts';
import type { WatchPlan, Workload } from './plan.ts';
import { PutSlot } from './put-slot.ts';
import { Recorder } from './recorder.ts';
import { connectAll, nextPut } from './slots.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';

const writersInFlight = 32;
const responseFields = new FieldReader();
const eventFields = new FieldReader();
const kvFields = new FieldReader();

export async function prepareWatch(
  plan: WatchPlan,
  onFailure: (error: Error) => void,
): Promise<Workload> {
  const [writer] = await connectAll([plan.endpoint], 1, onFailure);
  if (writer === undefined) throw new Error('there is no connection for the writer');
  const events = new EventCounter(plan.connections * plan.watchersPerConnection);
  const readers = await connectAll([plan.endpoint], plan.connections, onFailure);
  await Promise.all(readers.map((connection) => createWatchers(plan, connection, events)));
  const next = nextPut(plan.keyPrefix, plan.valueBytes);
  const slots = Array.from({ length: writersInFlight }, () => new PutSlot(writer, next));
  await writeEvents(slots, events, plan.warmUpEvents, plan.eventsAhead);
  return {
    run: async () => {
      const startedMs = performance.now();
      await writeEvents(slots, events, plan.events, plan.eventsAhead);
      const seconds = (performance.now() - startedMs) / 1_000;
      return { deliveriesPerSecond: (plan.events * events.watchers) / seconds };
    },
  };
}

/** How many watchers have seen each event of the current run. */
class EventCounter {
  readonly watchers: number;
  #firstRevision = 0;
  #seen: Int32Array = new Int32Array(0);
  #complete = 0;
  #onComplete: () => void = () => {};

  constructor(watchers: number) {
    this.watchers = watchers;
  }

  get complete(): number {
    return this.#complete;
  }

  begin(events: number, onComplete: () => void): void {
    this.#firstRevision = 0;
    this.#seen = new Int32Array(events);
    this.#complete = 0;
    this.#onComplete = onComplete;
  }

  onEvent(revision: number): void {
    // Whoever sees an event first sees the first event: watchers are checked for gaps one by one.
    if (this.#firstRevision === 0) this.#firstRevision = revision;
    const index = revision - this.#firstRevision;
    const seen = (this.#seen[index] ?? this.watchers) + 1;
    if (seen > this.watchers) throw new Error(`revision ${revision} is delivered too often`);
    this.#seen[index] = seen;
    if (seen < this.watchers) return;
    this.#complete++;
    this.#onComplete();
  }
}

class WatchCall extends MessageCall {
  readonly #events: EventCounter;
  readonly #onCreated: () => void;
  /** By watch id. 0 until the first event, which EventCounter checks. */
  readonly #lastRevision: Float64Array;
  #created = 0;

  constructor(events: EventCounter, watchers: number, onCreated: () => void) {
    super();
    this.#events = events;
    this.#lastRevision = new Float64Array(watchers);
    this.#onCreated = onCreated;
  }

  override onMessage(bytes: Buffer, start: number, end: number): void {
    let watchId = 0;
    const response = responseFields.read(bytes, start, end);
    while (response.next()) {
      switch (response.field) {
        case 2:
          watchId = response.value;
          break;
        case 3:
          if (++this.#created === this.#lastRevision.length) this.#onCreated();
          break;
        case 4:
        case 5:
          throw new Error(`watcher ${watchId} is cancelled`);
        case 11:
          this.#onEvent(watchId, modRevision(bytes, response.start, response.end));
          break;
        default:
      }
    }
  }

  override onEnd(grpcStatus: number, grpcMessage: string): void {
    throw new Error(`a watch ended with gRPC status ${grpcStatus} ${grpcMessage}`);
  }

  #onEvent(watchId: number, revision: number): void {
    const last = this.#lastRevision[watchId];
    if (last === undefined) throw new Error(`watch id ${watchId} is not expected`);
    if (last !== 0 && revision !== last + 1) {
      throw new Error(`watcher ${watchId} saw revision ${revision} after ${last}`);
    }
    this.#lastRevision[watchId] = revision;
    this.#events.onEvent(revision);
  }
}

function modRevision(bytes: Buffer, start: number, end: number): number {
  const event = eventFields.read(bytes, start, end);
  while (event.next()) {
    if (event.field !== 2) continue;
    const kv = kvFields.read(bytes, event.start, event.end);
    while (kv.next()) if (kv.field === 3) return kv.value;
  }
  throw new Error('an event has no revision');
}

function createWatchers(
  plan: WatchPlan,
  connection: Connection,
  events: EventCounter,
): Promise<void> {
  return new Promise((resolve) => {
    const call = new WatchCall(events, plan.watchersPerConnection, resolve);
    connection.open(call, '/etcdserverpb.Watch/Watch');
    const prefix = Buffer.from(plan.keyPrefix);
    const create = Buffer.concat([bytesField(1, prefix), bytesField(2, prefixEnd(prefix))]);
    const request = grpcFrame(bytesField(1, create));
    for (let each = 0; each < plan.watchersPerConnection; each++) {
      connection.send(call, request, false);
    }
  });
}

/** The first key behind all that begin with the prefix, whose last byte must not be 0xff. */
function prefixEnd(prefix: Uint8Array): Uint8Array {
  const end = Uint8Array.from(prefix);
  end[end.length - 1] = (end.at(-1) ?? 0) + 1;
  return end;
}

/** Resolves when all watchers have seen all events. */
function writeEvents(
  slots: readonly UnarySlot[],
  events: EventCounter,
  count: number,
  ahead: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const recorder = new Recorder(count);
    const idle: UnarySlot[] = [];
    let sent = 0;
    const fill = (): void => {
      while (sent < count && sent - events.complete < ahead) {
        const slot = idle.pop();
        if (slot === undefined) return;
        sent++;
        slot.send(schedule, performance.now());
      }
      if (recorder.finished < count || events.complete < count) return;
      try {
        recorder.percentilesMs([]);
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const schedule: Schedule = {
      recorder,
      onFree: (slot) => {
        idle.push(slot);
        fill();
      },
    };
    events.begin(count, fill);
    for (const slot of slots) idle.push(slot);
    fill();
  });
}
