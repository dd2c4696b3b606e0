// Everything that is said about applied revisions: to followers on gRPC streams, and by the leader
// to NATS. Revisions are said in order and without a hole; when nothing happens, a heartbeat says
// so, so that whoever lost the last message finds out.
import type { AppliedBatch, Replica } from '@cairn/replica';
import { encodeBatches, encodeHeartbeat, encodeOmitted } from './event-batch.ts';
import type { BatchPosition, EncodedBatch } from './event-batch.ts';

export interface EventSubscriber {
  onBatch(batch: EncodedBatch): void;
  onHeartbeat(bytes: Uint8Array, revision: number): void;
  /** The whole state was replaced; revisions in between were not said. */
  onJump(): void;
}

/** NATS, or nothing. A message that cannot be sent is dropped: it is only a hint. */
export interface EventPublisher {
  publish(message: Uint8Array): boolean;
  readonly payloadBytesMax: number;
}

const heartbeatEveryMs = 500;

export class EventFeed {
  readonly #replica: Replica;
  readonly #publisher: EventPublisher | undefined;
  readonly #subscribers = new Set<EventSubscriber>();
  readonly #timer: NodeJS.Timeout;
  #revision: number;
  #saidSinceHeartbeat = false;
  #waiters: { readonly revision: number; readonly resolve: () => void }[] = [];

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

  position(): BatchPosition {
    const { store } = this.#replica.machine;
    return { raftTerm: this.#replica.term, compactRevision: store.compactRevision };
  }

  subscribe(subscriber: EventSubscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Resolves once `revision` is applied here, or when `signal` aborts. */
  whenApplied(revision: number, signal: AbortSignal): Promise<void> {
    if (revision <= this.#revision || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ revision, resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #applied({ events, revision }: AppliedBatch): void {
    if (revision === this.#revision) return;
    const first = this.#revision + 1;
    this.#revision = revision;
    this.#saidSinceHeartbeat = true;
    const publishes = this.#publisher !== undefined && this.#leads();
    if (publishes || this.#subscribers.size > 0) {
      const position = this.position();
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
    if (!quiet) return;
    const bytes = encodeHeartbeat(this.#revision, this.position());
    if (this.#leads()) this.#publisher?.publish(bytes);
    for (const subscriber of this.#subscribers) subscriber.onHeartbeat(bytes, this.#revision);
  }

  #resolveWaiters(): void {
    if (this.#waiters.length === 0) return;
    const due = this.#waiters.filter(({ revision }) => revision <= this.#revision);
    this.#waiters = this.#waiters.filter(({ revision }) => revision > this.#revision);
    for (const { resolve } of due) resolve();
  }

  #leads(): boolean {
    return this.#replica.role === 'leader';
  }
}
