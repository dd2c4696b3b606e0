// One unary call. The hot path of the edge: a request of one frame reaches its handler as a view of
// the received bytes, and the answer is headers, one frame and trailers.
//
// receiving → handling → over; `over` from anywhere. Whatever makes a call over first (answer,
// deadline, cancel) wins, the rest is ignored.
import { GrpcFailure } from '../grpc/failure.ts';
import type { CallStatus } from '../grpc/failure.ts';
import { GrpcCode } from '@cairn/proto';
import {
  frameMessage,
  MessageDeframer,
  messagePrefix,
  messagePrefixBytes,
} from '../grpc/message-framing.ts';
import type { UnaryCall, UnaryHandler } from '../types.ts';
import type { CallContext } from './call.ts';
import { beginResponse, deadlineExceeded, Http2Call, respondTrailersOnly } from './call.ts';

const okStatus: CallStatus = { code: GrpcCode.ok, message: '' };

export class Http2UnaryCall extends Http2Call implements UnaryCall {
  readonly #handler: UnaryHandler;
  readonly #deframer: MessageDeframer;
  #state: 'receiving' | 'handling' | 'over' = 'receiving';

  constructor(context: CallContext, handler: UnaryHandler) {
    super(context);
    this.#handler = handler;
    this.#deframer = new MessageDeframer({
      messageBytesMax: context.messageBytesMax,
      messageEncoding: context.head.messageEncoding,
    });
    this.stream.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    this.stream.once('end', () => {
      this.#receiveEnd();
    });
    this.stream.once('close', () => {
      this.#cut();
    });
  }

  respond(message: Uint8Array): void {
    if (!this.#finish()) return;
    beginResponse(this.stream, () => okStatus);
    this.stream.end(frameMessage(message));
  }

  respondParts(parts: readonly Uint8Array[]): void {
    if (!this.#finish()) return;
    const { stream } = this;
    beginResponse(stream, () => okStatus);
    stream.cork();
    stream.write(messagePrefix(parts.reduce((sum, { length }) => sum + length, 0)));
    for (const part of parts) stream.write(part);
    stream.uncork();
    stream.end();
  }

  fail(code: number, message: string): void {
    if (this.#finish()) respondTrailersOnly(this.stream, { code, message });
  }

  expire(): void {
    this.fail(deadlineExceeded.code, deadlineExceeded.message);
    this.abort();
  }

  #receive(chunk: Uint8Array): void {
    // What follows the first message is ignored, as grpc-go does.
    if (this.#state !== 'receiving') return;
    this.#deframer.push(chunk);
    let message: Uint8Array | undefined;
    try {
      message = this.#deframer.next();
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      this.fail(error.code, error.message);
      return;
    }
    if (message === undefined) return;
    if (this.deadlineMs !== undefined && performance.now() >= this.deadlineMs) {
      this.expire();
      return;
    }
    this.#state = 'handling';
    this.#handler(message, this);
  }

  #receiveEnd(): void {
    if (this.#state !== 'receiving') return;
    const reached = this.#deframer.pendingBytes >= messagePrefixBytes;
    this.fail(GrpcCode.unknown, reached ? 'unexpected EOF' : 'EOF');
  }

  #cut(): void {
    if (this.#state === 'over') return;
    this.#finish();
    this.abort();
  }

  /** True = the caller is the one who answers. */
  #finish(): boolean {
    if (this.#state === 'over') return false;
    this.#state = 'over';
    this.forgetDeadline();
    return !this.stream.destroyed && !this.stream.closed;
  }
}
