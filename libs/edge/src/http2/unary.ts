// One unary call. The hot path of the edge: a request of one frame reaches its handler as a view of
// the received bytes, and the answer is headers, one message and trailers.
//
// receiving → handling → (answering) → over; `over` from anywhere. Whatever makes a call over first
// (answer, deadline, cancel) wins, the rest is ignored. An answer that has begun meets no deadline.
import { assert, emptyBytes } from '@cairn/core';
import type { Http2Stream } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { GrpcFailure } from '../grpc/failure.ts';
import { MessageDeframer, messagePrefixBytes, viewPlainMessage } from '../grpc/message-framing.ts';
import type { UnaryCall, UnaryHandler } from '../types.ts';
import { deadlineExceeded, okStatus } from './answers.ts';
import type { CallFacts } from './call-plans.ts';
import type { CallConnection } from './call.ts';
import { GrpcCall, prefixOf, tooMuchUnfinished } from './call.ts';

export class GrpcUnaryCall extends GrpcCall implements UnaryCall {
  readonly #handler: UnaryHandler;
  #state: 'receiving' | 'handling' | 'answering' | 'over' = 'receiving';
  /** Only for a message that comes in pieces, or is not plain. */
  #deframer: MessageDeframer | undefined;
  #keptBytes = 0;
  /** Of an answer that has begun. */
  #bytesLeft = 0;

  constructor(
    connection: CallConnection,
    stream: Http2Stream,
    facts: CallFacts,
    handler: UnaryHandler,
  ) {
    super(connection, stream, facts);
    this.#handler = handler;
  }

  respond(message: Uint8Array): void {
    if (this.#state === 'answering' || !this.#finish()) return;
    const isOutermost = this.connection.gather();
    this.sendHead();
    this.stream.sendData(prefixOf(message.length), message, false);
    this.sendTrailers(okStatus);
    if (isOutermost) this.connection.release();
  }

  respondParts(parts: readonly Uint8Array[]): void {
    if (this.#state === 'answering' || !this.#finish()) return;
    let messageBytes = 0;
    for (const part of parts) messageBytes += part.length;
    this.sendHead();
    this.stream.sendData(prefixOf(messageBytes), parts[0] ?? emptyBytes, false);
    for (let index = 1; index < parts.length; index += 1) {
      this.stream.sendData(parts[index] ?? emptyBytes, undefined, false);
    }
    this.sendTrailers(okStatus);
  }

  beginResponse(messageBytes: number): void {
    assert(messageBytes > 0, 'an answer that comes in pieces has some');
    if (this.#state === 'answering' || !this.#finish()) return;
    this.#state = 'answering';
    this.#bytesLeft = messageBytes;
    this.sendHead();
    this.stream.sendData(prefixOf(messageBytes), undefined, false);
  }

  respondPart(part: Uint8Array): void {
    if (this.#state !== 'answering') return;
    assert(part.length <= this.#bytesLeft, 'more of an answer than was announced');
    this.#bytesLeft -= part.length;
    this.stream.sendData(part, undefined, false);
    if (this.#bytesLeft > 0) return;
    this.#state = 'over';
    this.sendTrailers(okStatus);
  }

  fail(code: number, message: string): void {
    const hasBegun = this.#state === 'answering';
    if (!this.#finish()) return;
    if (hasBegun) this.sendTrailers({ code, message });
    else this.sendTrailersOnly({ code, message });
  }

  override expire(): void {
    this.fail(deadlineExceeded.code, deadlineExceeded.message);
    this.abort();
  }

  override drained(): void {
    // The answer was handed over whole.
  }

  protected override received(bytes: Uint8Array, isLast: boolean): void {
    // What is kept beyond this point is counted by the connection, so the client may go on.
    this.stream.consumed(bytes.length);
    // What follows the first message is ignored, as grpc-go does.
    if (this.#state !== 'receiving') return;
    if (this.#deframer === undefined) {
      const message = viewPlainMessage(bytes, this.connection.messageBytesMax);
      if (message !== undefined) {
        this.#handle(message);
        return;
      }
    }
    this.#gather(bytes, isLast);
  }

  protected override cut(): void {
    if (this.#state === 'over') return;
    this.#finish();
    this.abort();
  }

  #gather(bytes: Uint8Array, isLast: boolean): void {
    this.#deframer ??= new MessageDeframer({
      messageBytesMax: this.connection.messageBytesMax,
      messageEncoding: this.facts.messageEncoding,
    });
    const deframer = this.#deframer;
    deframer.push(bytes);
    let message: Uint8Array | undefined;
    try {
      message = deframer.next();
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      this.fail(error.code, error.message);
      return;
    }
    if (message !== undefined) {
      this.#handle(message);
    } else if (isLast) {
      const reached = deframer.pendingBytes >= messagePrefixBytes;
      this.fail(GrpcCode.unknown, reached ? 'unexpected EOF' : 'EOF');
    } else {
      deframer.settle();
      this.#keep(deframer.pendingBytes);
    }
  }

  #handle(message: Uint8Array): void {
    this.#letGo();
    if (this.deadlineMs !== undefined && performance.now() >= this.deadlineMs) {
      this.expire();
      return;
    }
    this.#state = 'handling';
    this.#handler(message, this);
  }

  #keep(bytes: number): void {
    const more = bytes - this.#keptBytes;
    this.#keptBytes = bytes;
    if (!this.connection.keep(more)) this.fail(tooMuchUnfinished.code, tooMuchUnfinished.message);
  }

  #letGo(): void {
    if (this.#deframer === undefined) return;
    this.#deframer = undefined;
    this.connection.keep(-this.#keptBytes);
    this.#keptBytes = 0;
  }

  /** True = the caller is the one who answers. */
  #finish(): boolean {
    if (this.#state === 'over') return false;
    this.#state = 'over';
    this.#letGo();
    this.forgetDeadline();
    return true;
  }
}
