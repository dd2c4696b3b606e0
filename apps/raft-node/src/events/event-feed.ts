// Everything that is said about applied revisions: to followers on gRPC streams, and by the leader
// to NATS. Revisions are said in order and without a hole; when nothing happens, a heartbeat says
// so, so that whoever lost the last message finds out. What nobody would hear is not even encoded:
// followers are known, and the bus knows whether somebody listens to it. It finds out by what is
// published, so while nobody listens the heartbeats go on whatever happens.
import type { AppliedBatch, Replica } from '@cairn/replica';
import { encodeBatches, encodeHeartbeat, encodeOmitted, positionOf } from './event-batch.ts';
import type { BatchPosition, EncodedBatch } from './event-batch.ts';

export interface EventSubscriber {
  onBatch(batch: EncodedBatch): void;
  onHeartbeat(bytes: Uint8Array, revision: number): void;
  /** The whole state was replaced; revisions in between were not said. */
  onJump(): void;
  /** Nothing will be said any more. */
  onClose(): void;
}

/** NATS, or nothing. A message that cannot be sent is dropped: it is only a hint. */
export interface EventPublisher {
  publish(message: Uint8Array): boolean;
  readonly hasAudience: boolean;
  readonly payloadBytesMax: number;
}

const heartbeatEveryMs = 500;

interface Waiter {
  readonly revision: number;
  readonly applied: () => void;
}

export class EventFeed {
  readonly #replica: Replica;
  readonly #publisher: EventPublisher | undefined;
  readonly #subscribers = new Set<EventSubscriber>();
  readonly #timer: NodeJS.Timeout;
  #revision: number;
  #saidSinceHeartbeat = false;
  readonly #waiters = new Set<Waiter>();

  constructor(replica: Replica, publisher: EventPublisher | undefined) {
    this.#replica = replica;
    this.#publisher = publisher;
    this.#revision = replica.machine.store.currentRevision;
    replica.listen({
      onApplied: (batch) => this.#applied(batch),
      onInstalled: (revision) => this.#installed(revision),
    });
    this.#timer = setInterval(() => this.#heartbeat(), heartbeatEveryMs);
  }

  /** The last revision that was said. */
  get revision(): number {
    return this.#revision;
  }

  subscribe(subscriber: EventSubscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Resolves once `revision` is applied here, or when `signal` aborts. */
  whenApplied(revision: number, signal: AbortSignal): Promise<void> {
    if (revision <= this.#revision || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const aborted = (): void => {
        this.#waiters.delete(waiter);
        resolve();
      };
      const waiter: Waiter = {
        revision,
        applied: () => {
          signal.removeEventListener('abort', aborted);
          resolve();
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const subscriber of this.#subscribers) subscriber.onClose();
    this.#subscribers.clear();
  }

  #applied({ events, revision }: AppliedBatch): void {
    if (revision === this.#revision) return;
    const first = this.#revision + 1;
    this.#revision = revision;
    this.#saidSinceHeartbeat = true;
    const publishes = this.#publisher?.hasAudience === true && this.#leads();
    if (publishes || this.#subscribers.size > 0) {
      const position = positionOf(this.#replica);
      for (const batch of encodeBatches(events, first, revision, position)) {
        if (publishes) this.#publish(batch, position);
        for (const subscriber of this.#subscribers) subscriber.onBatch(batch);
      }
    }
    this.#resolveWaiters();
  }

  #publish(batch: EncodedBatch, position: BatchPosition): void {
    const publisher = this.#publisher;
    if (publisher === undefined) return;
    const fits = batch.bytes.length <= publisher.payloadBytesMax;
    publisher.publish(fits ? batch.bytes : encodeOmitted(batch, position));
  }

  #installed(revision: number): void {
    this.#revision = revision;
    for (const subscriber of this.#subscribers) subscriber.onJump();
    this.#resolveWaiters();
  }

  #heartbeat(): void {
    const quiet = !this.#saidSinceHeartbeat;
    this.#saidSinceHeartbeat = false;
    const asks = this.#publisher?.hasAudience === false && this.#leads();
    if (!quiet && !asks) return;
    const bytes = encodeHeartbeat(this.#revision, positionOf(this.#replica));
    if (this.#leads()) this.#publisher?.publish(bytes);
    if (!quiet) return;
    for (const subscriber of this.#subscribers) subscriber.onHeartbeat(bytes, this.#revision);
  }

  #resolveWaiters(): void {
    for (const waiter of this.#waiters) {
      if (waiter.revision > this.#revision) continue;
      this.#waiters.delete(waiter);
      waiter.applied();
    }
  }

  #leads(): boolean {
    return this.#replica.role === 'leader';
  }
}
