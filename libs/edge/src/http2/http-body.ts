// The body of a plain HTTP answer over HTTP/2 that is written while it comes.
import { emptyBytes } from '@cairn/core';
import type { Http2Stream } from '@cairn/http2';
import type { HttpBodySink } from '../types.ts';
import type { CallConnection } from './call.ts';

export class HttpBody implements HttpBodySink {
  readonly #connection: CallConnection;
  readonly #stream: Http2Stream;
  /** `write` has answered false and `onDrain` has not been called since. */
  #isFull = false;
  #isEnded = false;
  #drainListener: () => void = () => {};
  #closeListener: (() => void) | undefined;
  #isClosed = false;

  constructor(connection: CallConnection, stream: Http2Stream) {
    this.#connection = connection;
    this.#stream = stream;
  }

  get bufferedBytes(): number {
    return this.#stream.queuedBytes;
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isEnded || this.#isClosed) return false;
    this.#connection.answering();
    const goesOn = this.#stream.sendData(bytes, undefined, false);
    // Only a stream that has answered false says when it has drained.
    this.#isFull = !goesOn && this.#stream.queuedBytes > this.#connection.sendBufferBytesMax;
    return !this.#isFull;
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  end(): void {
    if (this.#isEnded || this.#isClosed) return;
    this.#isEnded = true;
    this.#connection.answering();
    this.#stream.sendData(emptyBytes, undefined, true);
    // Not from inside the writer's own call.
    queueMicrotask(() => this.closed());
  }

  /** The stream has room again. */
  drained(): void {
    if (!this.#isFull || this.#isEnded) return;
    this.#isFull = false;
    this.#drainListener();
  }

  /** The stream is gone, whoever ended it. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeListener?.();
  }
}
