import type { NatsConnection, Subscription } from 'nats';
import { BusConnection } from './connection.ts';
import { eventsSubject } from './subject.ts';
import type { EventSubscriber, SubscriberOptions } from './types.ts';

/**
 * Returns at once; connects in the background, for ever. Messages are handed over as they are
 * parsed, so nothing queues up here: a process too slow to read is cut off by the server as a slow
 * consumer, connects again and finds the gap. @throws Error when the URL makes no sense.
 */
export function connectSubscriber(options: SubscriberOptions): EventSubscriber {
  return new NatsSubscriber(options);
}

class NatsSubscriber implements EventSubscriber {
  readonly #subject: string;
  readonly #onMessage: (message: Uint8Array) => void;
  readonly #connection: BusConnection;
  #listening = true;
  #subscription: Subscription | undefined;

  constructor(options: SubscriberOptions) {
    this.#subject = eventsSubject(options.clusterId);
    this.#onMessage = options.onMessage;
    this.#connection = new BusConnection(options, (connection) => {
      this.#subscription = undefined;
      if (this.#listening) this.#subscribe(connection);
    });
  }

  setListening(listening: boolean): void {
    if (this.#listening === listening) return;
    this.#listening = listening;
    const connection = this.#connection.current;
    if (connection === undefined || connection.isClosed() || connection.isDraining()) return;
    if (listening) {
      this.#subscribe(connection);
    } else {
      this.#subscription?.unsubscribe();
      this.#subscription = undefined;
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #subscribe(connection: NatsConnection): void {
    this.#subscription = connection.subscribe(this.#subject, {
      callback: (error, message) => {
        // A subscription error (permissions) ends the connection's use; the status tells the rest.
        if (error === null) this.#onMessage(message.data);
        else void connection.close();
      },
    });
  }
}
