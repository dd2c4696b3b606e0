// A unary call that came as JSON. Its answer is whole when it is written down, because the protobuf
// bytes of a message have to be all there before its first field can be printed in order. So, unlike
// over gRPC, it has a bound: one string cannot hold the largest answers, and writing one that large
// would hold up everybody else.
import type { HttpRequest, HttpResponse, UnaryCall } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import type { MessageJson } from '@cairn/proto';
import { JsonCall } from './call.ts';
import { answeredHeaders, failedCall } from './failures.ts';
import type { GrpcStatus } from './failures.ts';

export interface JsonUnaryCallOptions {
  readonly path: string;
  readonly request: HttpRequest;
  readonly response: MessageJson;
  /** The largest answer in protobuf. */
  readonly answerBytesMax: number;
  /** Called once. */
  readonly answer: (response: HttpResponse) => void;
}

export class JsonUnaryCall extends JsonCall implements UnaryCall {
  readonly #response: MessageJson;
  readonly #answer: (response: HttpResponse) => void;
  readonly #answerBytesMax: number;
  readonly #parts: Uint8Array[] = [];
  #bytesLeft = 0;
  #isOver = false;

  constructor({ path, request, response, answerBytesMax, answer }: JsonUnaryCallOptions) {
    super(path, request);
    this.#response = response;
    this.#answerBytesMax = answerBytesMax;
    this.#answer = answer;
  }

  respond(message: Uint8Array): void {
    this.respondParts([message]);
  }

  respondParts(parts: readonly Uint8Array[]): void {
    const [first, ...more] = parts;
    this.#permit(parts.reduce((bytes, { length }) => bytes + length, 0));
    if (this.#isOver || first === undefined) return;
    const message = more.length === 0 ? first : Buffer.concat(parts);
    const body = this.#response.toJson(message);
    this.#finish({ status: 200, headers: answeredHeaders, body });
  }

  beginResponse(messageBytes: number): void {
    this.#permit(messageBytes);
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
    this.#finish(failedCall(reason ?? { code: GrpcCode.canceled, message: 'context canceled' }));
  }

  #permit(bytes: number): void {
    const max = this.#answerBytesMax;
    if (bytes <= max) return;
    this.fail(
      GrpcCode.resourceExhausted,
      `grpc: trying to send message larger than max (${bytes} vs. ${max})`,
    );
  }

  #finish(response: HttpResponse): void {
    this.#isOver = true;
    this.finished();
    this.#answer(response);
  }
}
