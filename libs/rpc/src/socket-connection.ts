// An HTTP/2 connection on a socket, in either role: moves the bytes, and finds a dead peer by silence.
//
// All that is produced in one turn leaves in one write. While the socket is full the connection is
// told so and keeps its data in the streams, where backpressure is felt.
import type { Socket } from 'node:net';
import { Connection, errorCodes } from '@cairn/http2';
import type {
  ConnectionEnd,
  ConnectionOwner,
  HeaderList,
  Http2Stream,
  StreamSink,
} from '@cairn/http2';
import { http2Limits, internalTiming } from './limits.ts';
import type { ConnectionTiming } from './limits.ts';

export interface SocketConnectionOptions {
  readonly socket: Socket;
  readonly role: 'server' | 'client';
  /** Server role: serves a call. */
  readonly onRequest: ConnectionOwner['request'];
  /** No further stream can be opened. */
  readonly onGoAway: () => void;
  /** Called once, after all streams were told. */
  readonly onFinished: (reason: string) => void;
  readonly timing?: ConnectionTiming;
}

export class SocketConnection {
  readonly #options: SocketConnectionOptions;
  readonly #http2: Connection;
  readonly #timing: ConnectionTiming;
  readonly #ticker: NodeJS.Timeout;
  readonly #flushNow = (): void => this.#flush();
  #flushDue = false;
  #socketError: Error | undefined;
  #lastHeardMs = performance.now();
  #lastTickMs = performance.now();
  /** When the answer of the other side was asked for; undefined = it was not. */
  #askedMs: number | undefined;
  #hasHeard = false;

  constructor(options: SocketConnectionOptions) {
    this.#options = options;
    this.#timing = options.timing ?? internalTiming;
    const { socket, role, onRequest, onGoAway } = options;
    this.#http2 = new Connection({
      role,
      limits: http2Limits,
      nowMs: () => performance.now(),
      owner: {
        outputReady: () => this.#scheduleFlush(),
        request: onRequest,
        goAwayReceived: onGoAway,
        finished: (end) => this.#finished(end),
      },
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => this.#http2.setWritable(true));
    socket.on('error', (error) => (this.#socketError = error));
    socket.on('close', () => {
      this.#http2.disconnected(
        this.#socketError?.message ?? 'the other side closed the connection',
      );
    });
    this.#ticker = setInterval(() => this.#tick(), this.#timing.tickMs).unref();
    this.#scheduleFlush();
  }

  /** Whether the other side has said anything yet. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /** The system has taken everything that was produced. */
  get isFlushed(): boolean {
    return !this.#flushDue && this.#options.socket.writableLength === 0;
  }

  /** undefined = the other side takes no more streams. */
  open(head: HeaderList, sink: StreamSink): Http2Stream | undefined {
    return this.#http2.open(head, false, sink);
  }

  /** Called back with the time of the answer; never, if the connection breaks before. */
  measureRoundTrip(onMs: (roundTripMs: number) => void): void {
    const askedMs = performance.now();
    this.#http2.ping(() => onMs(performance.now() - askedMs));
  }

  /** No new streams; over when those that are open have ended. */
  drain(): void {
    this.#http2.drain();
  }

  /** Over at once; what was said before still leaves. */
  abort(reason: string): void {
    this.#http2.abort(errorCodes.noError, reason);
  }

  #receive(chunk: Buffer): void {
    this.#hasHeard = true;
    this.#lastHeardMs = performance.now();
    this.#askedMs = undefined;
    this.#http2.receive(chunk);
  }

  #scheduleFlush(): void {
    if (this.#flushDue) return;
    this.#flushDue = true;
    queueMicrotask(this.#flushNow);
  }

  #flush(): void {
    this.#flushDue = false;
    const { socket } = this.#options;
    const pieces = this.#http2.takeOutput();
    if (pieces.length === 0 || socket.destroyed) return;
    if (pieces.length > 1) socket.cork();
    for (const piece of pieces) socket.write(piece);
    if (pieces.length > 1) socket.uncork();
    if (socket.writableNeedDrain) this.#http2.setWritable(false);
  }

  #tick(): void {
    this.#http2.tick();
    const { tickMs, keepaliveAfterMs, keepaliveTimeoutMs } = this.#timing;
    const nowMs = performance.now();
    // After a pause of our own what was said meanwhile still waits in the socket.
    const wasAsleep = nowMs - this.#lastTickMs > 2 * tickMs;
    this.#lastTickMs = nowMs;
    if (wasAsleep) this.#askedMs = undefined;
    if (this.#askedMs === undefined) {
      if (nowMs - this.#lastHeardMs < keepaliveAfterMs) return;
      this.#askedMs = nowMs;
      this.#http2.ping(() => undefined);
    } else if (nowMs - this.#askedMs >= keepaliveTimeoutMs) {
      const reason = 'the other side does not answer any more';
      this.#http2.disconnected(reason);
      this.#options.socket.destroy();
    }
  }

  #finished(end: ConnectionEnd): void {
    clearInterval(this.#ticker);
    const { socket, onFinished } = this.#options;
    this.#flush();
    // The other side need not close its half, nor read: nothing is waited for any longer.
    socket.end(() => socket.destroy());
    setTimeout(() => socket.destroy(), this.#timing.lingerMs).unref();
    onFinished(end.kind === 'ended' ? 'the connection has ended' : end.reason);
  }
}
