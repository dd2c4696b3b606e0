// One connection to NATS that is always either up or being made. The client's own reconnecting is
// off: while it reconnects it buffers what is published without a bound, and it does not cover the
// first connection. Here every connection is made the same way, and "not connected" is visible at
// once, so that a publisher drops (it is only a hint) and a gateway can fall back to a raft-node.
import { connect } from 'nats';
import type { ConnectionOptions, NatsConnection } from 'nats';
import { parseBusUrl } from './bus-url.ts';
import { securityOptions } from './security.ts';
import type { BusOptions, BusStatus } from './types.ts';

const connectTimeoutMs = 2_000;
const retryDelayMsMin = 100;
const retryDelayMsMax = 2_000;
const drainTimeoutMs = 1_000;
/** A silent server is noticed after at most two of these. */
const pingIntervalMs = 5_000;

export class BusConnection {
  /** Made for each connection: credentials may have changed. */
  readonly #connectOptions: () => ConnectionOptions;
  readonly #onUp: (connection: NatsConnection) => void;
  readonly #onStatus: (status: BusStatus) => void;
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #current: NatsConnection | undefined;
  #lastReason: string | undefined;

  /** @throws Error when the URL makes no sense or a file cannot be read; never because a server is away. */
  constructor(options: BusOptions, onUp: (connection: NatsConnection) => void) {
    const { servers, user, password, tls } = parseBusUrl(options.url);
    const { security } = options;
    this.#connectOptions = () => ({
      servers: [...servers],
      ...(user === undefined ? {} : { user, pass: password ?? '' }),
      ...(tls ? { tls: {} } : {}),
      name: options.name ?? 'cairn',
      reconnect: false,
      timeout: connectTimeoutMs,
      pingInterval: pingIntervalMs,
      maxPingOut: 2,
      ignoreClusterUpdates: true,
      noAsyncTraces: true,
      ...(security === undefined ? {} : securityOptions(security)),
    });
    this.#connectOptions();
    this.#onUp = onUp;
    this.#onStatus = options.onStatus ?? (() => {});
    this.#ended = this.#run();
  }

  /** undefined while there is no connection. */
  get current(): NatsConnection | undefined {
    return this.#current;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#current !== undefined) await endConnection(this.#current);
    await this.#ended;
  }

  async #run(): Promise<void> {
    let delayMs = retryDelayMsMin;
    while (!this.#closing.signal.aborted) {
      let reason: string;
      try {
        const connection = await connect(this.#connectOptions());
        delayMs = retryDelayMsMin;
        reason = await this.#serve(connection);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
      if (this.#closing.signal.aborted) return;
      this.#reportDown(reason);
      await pause(delayMs, this.#closing.signal);
      delayMs = Math.min(delayMs * 2, retryDelayMsMax);
    }
  }

  /** Until the connection is over; returns why. */
  async #serve(connection: NatsConnection): Promise<string> {
    if (this.#closing.signal.aborted) {
      await connection.close();
      return 'closed';
    }
    this.#current = connection;
    this.#lastReason = undefined;
    try {
      this.#onUp(connection);
      this.#onStatus({ kind: 'connected', server: connection.getServer() });
      const error = await connection.closed();
      return error instanceof Error ? error.message : 'the server closed the connection';
    } finally {
      this.#current = undefined;
    }
  }

  #reportDown(reason: string): void {
    if (this.#lastReason === reason) return;
    this.#lastReason = reason;
    this.#onStatus({ kind: 'disconnected', reason });
  }
}

/**
 * Drained if the server still answers. The promise of a drain never settles when the connection
 * breaks meanwhile, so it is only waited for up to a limit, or until the connection is over.
 */
async function endConnection(connection: NatsConnection): Promise<void> {
  const drained = connection.drain().catch(() => {});
  const patience = new AbortController();
  await Promise.race([drained, connection.closed(), pause(drainTimeoutMs, patience.signal)]);
  patience.abort();
  await connection.close();
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
