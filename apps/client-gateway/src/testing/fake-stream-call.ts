// A client's stream as a service sees it, with a client that reads when the test says so.
import type { StreamCall } from '@cairn/edge';

export interface Ended {
  readonly code: number;
  readonly message: string;
}

export class FakeStreamCall implements StreamCall {
  readonly path: string;
  readonly deadlineMs: number | undefined = undefined;
  readonly peerAddress: string = 'test';
  readonly metadata: ReadonlyMap<string, string>;
  /** What the client has got, in order. */
  readonly received: Uint8Array[] = [];
  ended: Ended | undefined;
  isPaused = false;
  readonly #abort = new AbortController();
  #buffered: Uint8Array[] = [];
  #incoming: Uint8Array[] = [];
  #isReading = true;
  #onMessage: (message: Uint8Array) => void = () => {};
  #onEnd: () => void = () => {};
  #onDrain: () => void = () => {};
  #onClose: () => void = () => {};

  constructor(metadata: Readonly<Record<string, string>> = {}, path = '/test') {
    this.path = path;
    this.metadata = new Map(Object.entries(metadata));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The client sends. */
  deliver(message: Uint8Array): void {
    this.#incoming.push(message);
    this.#pump();
  }

  /** The client half-closes. */
  halfClose(): void {
    this.#onEnd();
  }

  /** The client goes away. */
  disconnect(): void {
    this.#abort.abort();
    this.#close();
  }

  /** From now on what is sent waits here. */
  stopReading(): void {
    this.#isReading = false;
  }

  startReading(): void {
    this.#isReading = true;
    const waited = this.#buffered.length > 0;
    this.received.push(...this.#buffered);
    this.#buffered = [];
    if (waited) this.#onDrain();
  }

  get bufferedBytes(): number {
    return this.#buffered.reduce((sum, message) => sum + message.length, 0);
  }

  send(message: Uint8Array): boolean {
    if (this.ended !== undefined) return false;
    if (this.#isReading) this.received.push(message);
    else this.#buffered.push(message);
    return this.#isReading;
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#onMessage = listener;
  }
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }
  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.#pump();
  }

  end(code: number, message: string): void {
    if (this.ended !== undefined) return;
    this.ended = { code, message };
    queueMicrotask(() => this.#close());
  }

  #pump(): void {
    while (!this.isPaused && this.ended === undefined) {
      const message = this.#incoming.shift();
      if (message === undefined) return;
      this.#onMessage(message);
    }
  }

  #close(): void {
    const listener = this.#onClose;
    this.#onClose = () => {};
    listener();
  }
}
