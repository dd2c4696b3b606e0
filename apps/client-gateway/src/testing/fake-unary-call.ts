// A client's unary call as a service sees it.
import type { UnaryCall } from '@cairn/edge';
import type { Ended } from './fake-stream-call.ts';

export class FakeUnaryCall implements UnaryCall {
  readonly path: string;
  readonly peerAddress: string = 'test';
  readonly metadata: ReadonlyMap<string, string>;
  readonly deadlineMs: number | undefined;
  answers = 0;
  response: Uint8Array | undefined;
  failure: Ended | undefined;
  /** Of an answer that was begun. */
  readonly parts: Uint8Array[] = [];
  readonly #abort = new AbortController();
  #bytesLeft = 0;

  constructor(
    options: {
      readonly deadlineMs?: number;
      readonly metadata?: Readonly<Record<string, string>>;
      readonly path?: string;
    } = {},
  ) {
    this.path = options.path ?? '/test';
    this.deadlineMs = options.deadlineMs;
    this.metadata = new Map(Object.entries(options.metadata ?? {}));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The client goes away. */
  disconnect(): void {
    this.#abort.abort();
  }

  get isDone(): boolean {
    return this.answers > 0;
  }

  respond(message: Uint8Array): void {
    this.answers += 1;
    this.response = message;
  }

  respondParts(parts: readonly Uint8Array[]): void {
    this.respond(Buffer.concat(parts));
  }

  beginResponse(messageBytes: number): void {
    this.#bytesLeft = messageBytes;
  }

  respondPart(part: Uint8Array): void {
    this.parts.push(part);
    this.#bytesLeft -= part.length;
    if (this.#bytesLeft === 0) this.respond(Buffer.concat(this.parts));
  }

  fail(code: number, message: string): void {
    this.answers += 1;
    this.failure = { code, message };
  }
}
