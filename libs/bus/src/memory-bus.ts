// The twin of NATS inside one process, for tests and simulation: same contract, same losses. It can
// be taken away and brought back, and it can be told to lose or repeat messages.
import { eventsSubject } from './subject.ts';
import { defaultPayloadBytesMax } from './types.ts';
import type {
  BusOptions,
  BusStatus,
  EventPublisher,
  EventSubscriber,
  SubscriberOptions,
} from './types.ts';

/** How often a message reaches one subscriber: 0 = lost, 2 = twice. */
export type DeliveryFault = (message: Uint8Array) => number;

interface Listener {
  readonly subject: string;
  listening: boolean;
  readonly onMessage: (message: Uint8Array) => void;
  readonly onStatus: (status: BusStatus) => void;
}

export class MemoryBus {
  readonly #subscribers = new Set<Listener>();
  readonly #publishers = new Set<Listener>();
  readonly #payloadBytesMax: number;
  #reachable = true;
  #fault: DeliveryFault = () => 1;

  constructor(options: { readonly payloadBytesMax?: number } = {}) {
    this.#payloadBytesMax = options.payloadBytesMax ?? defaultPayloadBytesMax;
  }

  /** While false, nobody is connected. */
  setReachable(reachable: boolean): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    for (const listener of [...this.#publishers, ...this.#subscribers]) this.#tell(listener);
  }

  setFault(fault: DeliveryFault): void {
    this.#fault = fault;
  }

  readonly connectPublisher = (options: BusOptions): EventPublisher => {
    const listener = toListener(options, () => {});
    this.#publishers.add(listener);
    queueMicrotask(() => this.#tell(listener));
    const hasAudience = (): boolean => this.#hasAudience(listener);
    return {
      payloadBytesMax: this.#payloadBytesMax,
      get hasAudience(): boolean {
        return hasAudience();
      },
      publish: (message) => this.#publish(listener, message),
      close: () => {
        this.#publishers.delete(listener);
        return Promise.resolve();
      },
    };
  };

  readonly connectSubscriber = (options: SubscriberOptions): EventSubscriber => {
    const listener = toListener(options, options.onMessage);
    this.#subscribers.add(listener);
    queueMicrotask(() => this.#tell(listener));
    return {
      setListening: (listening) => {
        listener.listening = listening;
      },
      close: () => {
        this.#subscribers.delete(listener);
        return Promise.resolve();
      },
    };
  };

  #publish(from: Listener, message: Uint8Array): boolean {
    if (!this.#reachable || !this.#publishers.has(from)) return false;
    if (message.length > this.#payloadBytesMax) return false;
    for (const subscriber of this.#subscribers) {
      if (subscriber.subject !== from.subject || !subscriber.listening) continue;
      for (let times = this.#fault(message); times > 0; times--) {
        queueMicrotask(() => {
          if (!this.#subscribers.has(subscriber) || !subscriber.listening) return;
          subscriber.onMessage(new Uint8Array(message));
        });
      }
    }
    return true;
  }

  #hasAudience({ subject }: Listener): boolean {
    return (
      this.#reachable &&
      [...this.#subscribers].some((other) => other.listening && other.subject === subject)
    );
  }

  #tell(listener: Listener): void {
    if (!this.#publishers.has(listener) && !this.#subscribers.has(listener)) return;
    listener.onStatus(
      this.#reachable
        ? { kind: 'connected', server: 'memory' }
        : { kind: 'disconnected', reason: 'the memory bus is away' },
    );
  }
}

function toListener(options: BusOptions, onMessage: (message: Uint8Array) => void): Listener {
  return {
    subject: eventsSubject(options.clusterId),
    listening: true,
    onMessage,
    onStatus: options.onStatus ?? (() => {}),
  };
}
