// All batches that come in one turn of the event loop go to the hub as one. When events come faster
// than they can be handed to a thousand watchers, they wait in the socket, and a turn then brings many
// batches: one response with all their events costs little more than one with the first of them. When
// they come slowly nothing waits: the turn ends as soon as the sockets have been read.
import { mergedEventsBytesMax } from '../limits.ts';
import type { EventBatch, StoredEvent } from './event-batch.ts';

export class DeliveryTurn {
  readonly #deliver: (batch: EventBatch) => void;
  /** Adjoining, in order. */
  #batches: EventBatch[] = [];
  #bytes = 0;
  #isDue = false;

  constructor(deliver: (batch: EventBatch) => void) {
    this.#deliver = deliver;
  }

  /** `batch` begins where the last one ended. */
  push(batch: EventBatch): void {
    for (const event of batch.events) this.#bytes += event.sizeBytes;
    this.#batches.push(batch);
    if (this.#bytes >= mergedEventsBytesMax) this.flush();
    else this.#schedule();
  }

  /** Delivers now what has come. */
  flush(): void {
    const batches = this.#batches;
    if (batches.length === 0) return;
    this.clear();
    this.#deliver(batches.length === 1 ? (batches[0] as EventBatch) : merged(batches));
  }

  clear(): void {
    this.#batches = [];
    this.#bytes = 0;
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.flush();
    });
  }
}

function merged(batches: readonly EventBatch[]): EventBatch {
  const first = batches[0] as EventBatch;
  const last = batches.at(-1) as EventBatch;
  const events: StoredEvent[] = [];
  for (const batch of batches) {
    for (const event of batch.events) events.push(event);
  }
  return { ...last, firstRevision: first.firstRevision, events };
}
