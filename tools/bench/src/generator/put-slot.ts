import type { Connection } from './http2/connection.ts';
import { readRevision } from './fields.ts';
import { UnarySlot } from './unary-slot.ts';

/** Writes; that the answer is OK and has a later revision than the one before shows that it was done. */
export class PutSlot extends UnarySlot {
  readonly #nextRequest: () => Uint8Array;
  #revision = 0;
  #revisionBefore = 0;

  constructor(connection: Connection, nextRequest: () => Uint8Array) {
    super(connection, '/etcdserverpb.KV/Put');
    this.#nextRequest = nextRequest;
  }

  protected override nextRequest(): Uint8Array {
    this.#revisionBefore = this.#revision;
    return this.#nextRequest();
  }

  protected override onAnswer(bytes: Buffer, start: number, end: number): void {
    this.#revision = readRevision(bytes, start, end);
  }

  protected override mistake(): string | undefined {
    if (this.messages === 1 && this.#revision > this.#revisionBefore) return undefined;
    return `a put was answered with revision ${this.#revision} after ${this.#revisionBefore}`;
  }
}
