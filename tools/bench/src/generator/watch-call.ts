// The answers of one Watch stream, checked. Every watcher must see every event once and in order: nobody
// else writes, so revisions follow each other without a gap, and each watcher's last one plus one must
// be the next.
import { FieldReader } from './fields.ts';
import { MessageCall } from './http2/call.ts';

const responseFields = new FieldReader();
const eventFields = new FieldReader();
const kvFields = new FieldReader();

/** How many watchers have seen each event of the current run. */
export class EventCounter {
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

export class WatchCall extends MessageCall {
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
