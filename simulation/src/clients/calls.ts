// A client's calls as a gateway's services see them, with the client in the same process: it reads what is
// sent at once, or stops reading for a while.
import type { StreamCall, UnaryCall } from '@cairn/edge';

const callInfo = {
  path: '/simulated',
  metadata: new Map<string, string>(),
  deadlineMs: undefined,
  peerAddress: 'simulated',
  signal: new AbortController().signal,
};

export function unaryCall(answer: {
  readonly respond: (message: Uint8Array) => void;
  readonly fail: (code: number, message: string) => void;
}): UnaryCall {
  return {
    ...callInfo,
    ...answer,
    respondParts: (parts) => answer.respond(Buffer.concat(parts)),
    beginResponse: () => undefined,
    respondPart: () => undefined,
  };
}

export interface StreamClient {
  readonly onMessage: (message: Uint8Array) => void;
  /** The gateway has ended the stream. */
  readonly onEnd: (message: string) => void;
}

export class ClientStream implements StreamCall {
  readonly path: string = callInfo.path;
  readonly metadata: ReadonlyMap<string, string> = callInfo.metadata;
  readonly deadlineMs: undefined = undefined;
  readonly peerAddress: string = callInfo.peerAddress;
  readonly signal: AbortSignal = callInfo.signal;
  readonly #client: StreamClient;
  #unread: Uint8Array[] = [];
  #unsent: Uint8Array[] = [];
  #isReading = true;
  #isPaused = false;
  #isOver = false;
  #onMessage: (message: Uint8Array) => void = () => undefined;
  #onDrain: () => void = () => undefined;
  #onClose: () => void = () => undefined;

  constructor(client: StreamClient) {
    this.#client = client;
  }

  /** The client sends. */
  request(message: Uint8Array): void {
    this.#unsent.push(message);
    setImmediate(() => this.#pump());
  }

  /** The client goes. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#close();
  }

  stopReading(): void {
    this.#isReading = false;
  }

  startReading(): void {
    this.#isReading = true;
    const unread = this.#unread;
    this.#unread = [];
    for (const message of unread) this.#client.onMessage(message);
    if (unread.length > 0) this.#onDrain();
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const message of this.#unread) bytes += message.length;
    return bytes;
  }

  send(message: Uint8Array): boolean {
    if (this.#isOver) return false;
    if (this.#isReading) this.#client.onMessage(message);
    else this.#unread.push(message);
    return this.#isReading;
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#onMessage = listener;
  }

  onEnd(): void {
    // Clients here leave, they do not half-close.
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#pump();
  }

  end(_code: number, message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    queueMicrotask(() => {
      this.#client.onEnd(message);
      this.#close();
    });
  }

  #pump(): void {
    while (!this.#isPaused && !this.#isOver) {
      const message = this.#unsent.shift();
      if (message === undefined) return;
      this.#onMessage(message);
    }
  }

  #close(): void {
    const onClose = this.#onClose;
    this.#onClose = () => undefined;
    onClose();
  }
}
