// Publishing over NATS. The client writes to its socket without looking at backpressure, so a
// server that stops reading would let messages pile up in this process. What is on the way is
// therefore counted: a ping goes out behind the messages, its pong proves that the server has taken
// them, and above a bound new messages are dropped until then.
//
// The message before a ping asks at the same time whether anybody listens: it names an inbox for
// replies, and a server that has no subscriber for it says so there ("no responders") before the pong.
import { createInbox } from 'nats';
import type { NatsConnection } from 'nats';
import { BusConnection } from './connection.ts';
import { eventsSubject } from './subject.ts';
import { audienceKnownMs, defaultPayloadBytesMax, pendingBytesMax } from './types.ts';
import type { BusOptions, EventPublisher } from './types.ts';

/** The status of the reply that a server gives in the name of nobody. */
const noRespondersCode = 503;

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
  /** Where replies to the current connection go; undefined = it cannot be asked who listens. */
  #inbox: string | undefined;
  /** What the message before the ping on its way has found out so far; undefined = it did not ask. */
  #audience: 'some' | 'nobody' | undefined;
  /** When the server last said that nobody listens; -Infinity = it said the contrary, or nothing. */
  #nobodyAtMs = -Infinity;

  constructor(options: BusOptions) {
    this.#subject = eventsSubject(options.clusterId);
    this.#connection = new BusConnection(options, (connection) => this.#reset(connection));
  }

  get payloadBytesMax(): number {
    return this.#payloadBytesMax;
  }

  get hasAudience(): boolean {
    if (this.#connection.current === undefined) return false;
    return performance.now() - this.#nobodyAtMs > audienceKnownMs;
  }

  publish(message: Uint8Array): boolean {
    const connection = this.#connection.current;
    if (connection === undefined || connection.isClosed() || connection.isDraining()) return false;
    if (message.length > this.#payloadBytesMax) return false;
    if (this.#pendingBytes + message.length > pendingBytesMax) return false;
    this.#pendingBytes += message.length;
    if (this.#probedBytes === undefined) this.#publishAndProbe(connection, message);
    else connection.publish(this.#subject, message);
    return true;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #reset(connection: NatsConnection): void {
    this.#payloadBytesMax = connection.info?.max_payload ?? defaultPayloadBytesMax;
    this.#pendingBytes = 0;
    this.#probedBytes = undefined;
    this.#nobodyAtMs = -Infinity;
    const inbox = createInbox();
    this.#inbox = inbox;
    connection.subscribe(inbox, {
      callback: (error, reply) => {
        if (this.#inbox !== inbox) return;
        // Without the permission to listen for replies, everybody is taken to listen.
        if (error !== null) this.#inbox = undefined;
        else if (reply.headers?.code === noRespondersCode) this.#audience = 'nobody';
      },
    });
  }

  #publishAndProbe(connection: NatsConnection, message: Uint8Array): void {
    this.#audience = 'some';
    const reply = this.#inbox;
    connection.publish(this.#subject, message, reply === undefined ? {} : { reply });
    this.#probe(connection);
  }

  #probe(connection: NatsConnection): void {
    this.#probedBytes = this.#pendingBytes;
    // When the ping fails the connection is gone, and the next one starts counting anew.
    connection
      .flush()
      .then(() => this.#taken(connection))
      .catch(() => {});
  }

  #taken(connection: NatsConnection): void {
    if (this.#connection.current !== connection) return;
    if (this.#audience === 'some') this.#nobodyAtMs = -Infinity;
    else if (this.#audience === 'nobody') this.#nobodyAtMs = performance.now();
    this.#audience = undefined;
    this.#pendingBytes -= this.#probedBytes ?? 0;
    this.#probedBytes = undefined;
    // The next message asks anew; near the bound there may be none that could.
    if (this.#pendingBytes > pendingBytesMax / 2) this.#probe(connection);
  }
}
