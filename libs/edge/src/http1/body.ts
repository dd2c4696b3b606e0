// The body of an answer over HTTP/1.1 that is written while it comes: chunks, each of which leaves at
// once. A client that stops reading may do so for a while; for ever, it may not, since what waits for
// it is memory.
import type { ServerResponse } from 'node:http';
import type { HttpBodySink } from '../types.ts';

export class Http1Body implements HttpBodySink {
  readonly #response: ServerResponse;
  readonly #stallMsMax: number;
  #stalled: NodeJS.Timeout | undefined;
  #isClosed = false;
  #drainListener: () => void = () => {};
  #closeListener: () => void = () => {};

  constructor(response: ServerResponse, stallMsMax: number) {
    this.#response = response;
    this.#stallMsMax = stallMsMax;
    response.flushHeaders();
    response.on('drain', () => {
      this.#goesOn();
      this.#drainListener();
    });
    response.once('close', () => {
      this.#isClosed = true;
      this.#goesOn();
      this.#closeListener();
    });
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isClosed || this.#response.writableEnded) return false;
    const goesOn = this.#response.write(bytes);
    if (!goesOn) this.#waits();
    return goesOn;
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  end(): void {
    if (!this.#isClosed) this.#response.end();
  }

  #waits(): void {
    this.#stalled ??= setTimeout(() => {
      this.#response.destroy();
    }, this.#stallMsMax);
  }

  #goesOn(): void {
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
  }
}
