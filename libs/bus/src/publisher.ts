// Publishing over NATS. The client writes to its socket without looking at backpressure, so a
// server that stops reading would let messages pile up in this process. What is on the way is
// therefore counted: a ping goes out behind the messages, its pong proves that the server has taken
// them, and above a bound new messages are dropped until then.
import type { NatsConnection } from 'nats';
import { BusConnection } from './connection.ts';
import { eventsSubject } from './subject.ts';
import { defaultPayloadBytesMax, pendingBytesMax } from './types.ts';
import type { BusOptions, EventPublisher } from './types.ts';

/** Returns at once; connects in the background, for ever. @throws Error when the URL makes no sense. */
export function connectPublisher(options: BusOptions): EventPublisher {
  return new NatsPublisher(options);
}

class NatsPublisher implements EventPublisher {
  readonly #subject: string;
  readonly #connection: BusConnection;
  #payloadBytesMax = defaultPayloadBytesMax;
  /** Published and not yet known to be taken, on the current connection. */
  #pendingBytes = 0;
  /** The part of them that the ping on its way stands behind; undefined = no ping on its way. */
  #probedBytes: number | undefined;

  constructor(options: BusOptions) {
    this.#subject = eventsSubject(options.clusterId);
    this.#connection = new BusConnection(options, (connection) => this.#reset(connection));
  }

  get payloadBytesMax(): number {
    return this.#payloadBytesMax;
  }

  publish(message: Uint8Array): boolean {
    const connection = this.#connection.current;
    if (connection === undefined || connection.isClosed() || connection.isDraining()) return false;
    if (message.length > this.#payloadBytesMax) return false;
    if (this.#pendingBytes + message.length > pendingBytesMax) return false;
    connection.publish(this.#subject, message);
    this.#pendingBytes += message.length;
    this.#probe(connection);
    return true;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #reset(connection: NatsConnection): void {
    this.#payloadBytesMax = connection.info?.max_payload ?? defaultPayloadBytesMax;
    this.#pendingBytes = 0;
    this.#probedBytes = undefined;
  }

  #probe(connection: NatsConnection): void {
    if (this.#probedBytes !== undefined) return;
    this.#probedBytes = this.#pendingBytes;
    // When the ping fails the connection is gone, and the next one starts counting anew.
    connection
      .flush()
      .then(() => this.#taken(connection))
      .catch(() => {});
  }

  #taken(connection: NatsConnection): void {
    if (this.#connection.current !== connection) return;
    this.#pendingBytes -= this.#probedBytes ?? 0;
    this.#probedBytes = undefined;
    if (this.#pendingBytes > 0) this.#probe(connection);
  }
}
