// A unary call that came as JSON. Its answer is whole when it is written down, because the protobuf
// bytes of a message have to be all there before its first field can be printed in order.
import type { HttpRequest, HttpResponse, UnaryCall } from '@cairn/edge';
import type { MessageJson } from '@cairn/proto';
import { JsonCall } from './call.ts';
import { answeredHeaders, failedCall } from './failures.ts';
import type { GrpcStatus } from './failures.ts';

export interface JsonUnaryCallOptions {
  readonly path: string;
  readonly request: HttpRequest;
  readonly response: MessageJson;
  /** Called once. */
  readonly answer: (response: HttpResponse) => void;
}

export class JsonUnaryCall extends JsonCall implements UnaryCall {
  readonly #response: MessageJson;
  readonly #answer: (response: HttpResponse) => void;
  readonly #parts: Uint8Array[] = [];
  #bytesLeft = 0;
  #isOver = false;

  constructor({ path, request, response, answer }: JsonUnaryCallOptions) {
    super(path, request);
    this.#response = response;
    this.#answer = answer;
  }

  respond(message: Uint8Array): void {
    if (this.#isOver) return;
    const body = this.#response.toJson(message);
    this.#finish({ status: 200, headers: answeredHeaders, body });
  }

  respondParts(parts: readonly Uint8Array[]): void {
    this.respond(Buffer.concat(parts));
  }

  beginResponse(messageBytes: number): void {
    this.#bytesLeft = messageBytes;
  }

  respondPart(part: Uint8Array): void {
    if (this.#isOver) return;
    this.#parts.push(part);
    this.#bytesLeft -= part.length;
    if (this.#bytesLeft === 0) this.respondParts(this.#parts);
  }

  fail(code: number, message: string): void {
    if (this.#isOver) return;
    this.#finish(failedCall({ code, message }));
  }

  /** Whoever is gone gets an answer that nobody sends. */
  protected override cut(reason: GrpcStatus | undefined): void {
    if (this.#isOver) return;
    this.#finish(failedCall(reason ?? { code: 1, message: 'context canceled' }));
  }

  #finish(response: HttpResponse): void {
    this.#isOver = true;
    this.finished();
    this.#answer(response);
  }
}
