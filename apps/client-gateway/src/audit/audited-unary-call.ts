// A unary call that leaves one line when it is answered. Services see the same interface.
import type { UnaryCall } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import { answerRevision } from './answer-revision.ts';
import type { AuditedCaller } from './audited-caller.ts';
import { factsOf } from './request-facts.ts';

export class AuditedUnaryCall implements UnaryCall {
  readonly #call: UnaryCall;
  readonly #caller: AuditedCaller;
  readonly #request: Uint8Array;
  #isAnswered = false;
  /** Of an answer that comes in parts. */
  #bytesLeft = 0;
  #hasPart = false;
  #revision: number | undefined;

  constructor(call: UnaryCall, caller: AuditedCaller, request: Uint8Array) {
    this.#call = call;
    this.#caller = caller;
    this.#request = request;
  }

  get path(): string {
    return this.#call.path;
  }
  get metadata(): ReadonlyMap<string, string> {
    return this.#call.metadata;
  }
  get deadlineMs(): number | undefined {
    return this.#call.deadlineMs;
  }
  get peerAddress(): string {
    return this.#call.peerAddress;
  }
  get certificateName(): string | undefined {
    return this.#call.certificateName;
  }
  get signal(): AbortSignal {
    return this.#call.signal;
  }

  respond(message: Uint8Array): void {
    this.#revision = answerRevision(message);
    this.#answered(GrpcCode.ok, '');
    this.#call.respond(message);
  }

  respondParts(parts: readonly Uint8Array[]): void {
    const first = parts.find(({ length }) => length > 0);
    if (first !== undefined) this.#revision = answerRevision(first);
    this.#answered(GrpcCode.ok, '');
    this.#call.respondParts(parts);
  }

  beginResponse(messageBytes: number): void {
    this.#bytesLeft = messageBytes;
    this.#call.beginResponse(messageBytes);
  }

  respondPart(part: Uint8Array): void {
    if (!this.#hasPart) this.#revision = answerRevision(part);
    this.#hasPart = true;
    this.#bytesLeft -= part.length;
    if (this.#bytesLeft === 0) this.#answered(GrpcCode.ok, '');
    this.#call.respondPart(part);
  }

  fail(code: number, message: string): void {
    this.#answered(code, message);
    this.#call.fail(code, message);
  }

  #answered(code: number, message: string): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#caller.write({
      event: 'call',
      request: factsOf(this.#call.path, this.#request),
      outcome: { code, message },
      revision: this.#revision,
      durationMs: this.#caller.durationMs,
    });
  }
}
