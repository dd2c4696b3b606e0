// One streaming call, of whatever direction.
//
// Backpressure is honest both ways. Out: `send` hands everything to the HTTP/2 stream and answers
// false while more than the bound waits there for the peer's window or the socket. In: a paused call
// gives out no messages and does not report what it received as consumed, so the peer's window
// closes; what is not given out yet is at most that window.
//
// open → over. `over` says that the handler is done with, not that the last bytes have left: those
// and the trailers follow at the peer's pace.
import type { Http2Stream } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import type { CallStatus } from '../grpc/failure.ts';
import { GrpcFailure } from '../grpc/failure.ts';
import { MessageDeframer } from '../grpc/message-framing.ts';
import type { StreamCall } from '../types.ts';
import { deadlineExceeded } from './answers.ts';
import type { CallFacts } from './call-plans.ts';
import type { CallConnection } from './call.ts';
import { GrpcCall, prefixOf, tooMuchUnfinished } from './call.ts';

type Listener = () => void;

export class GrpcStreamCall extends GrpcCall implements StreamCall {
  readonly #deframer: MessageDeframer;
  #isOver = false;
  #hasHead = false;
  /** `send` has answered false and `onDrain` has not been called since. */
  #isFull = false;
  #isPaused = false;
  #isDelivering = false;
  #input: 'open' | 'ended' | 'finished' = 'open';
  #unconsumedBytes = 0;
  #keptBytes = 0;
  #drainListener: Listener | undefined;
  #messageListener: ((message: Uint8Array) => void) | undefined;
  #endListener: Listener | undefined;
  #closeListener: Listener | undefined;

  constructor(connection: CallConnection, stream: Http2Stream, facts: CallFacts) {
    super(connection, stream, facts);
    this.#deframer = new MessageDeframer({
      messageBytesMax: connection.messageBytesMax,
      messageEncoding: facts.messageEncoding,
    });
  }

  get bufferedBytes(): number {
    return this.stream.queuedBytes;
  }

  send(message: Uint8Array): boolean {
    if (this.#isOver) return false;
    const { stream } = this;
    if (this.#hasHead) this.connection.answering();
    else this.#begin();
    const goesOn = stream.sendData(prefixOf(message.length), message, false);
    // Only a stream that has answered false says when it has drained.
    this.#isFull = !goesOn && stream.queuedBytes > this.connection.sendBufferBytesMax;
    return !this.#isFull;
  }

  onDrain(listener: Listener): void {
    this.#drainListener = listener;
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#messageListener = listener;
  }

  onEnd(listener: Listener): void {
    this.#endListener = listener;
  }

  onClose(listener: Listener): void {
    this.#closeListener = listener;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#deliver();
  }

  end(code: number, message: string): void {
    if (this.#isOver) return;
    this.#answer({ code, message });
    // Not from inside the handler's own call: it has yet to return from `end`.
    queueMicrotask(() => {
      this.#tellClosed();
    });
  }

  override expire(): void {
    this.#fail(deadlineExceeded);
  }

  override drained(): void {
    if (!this.#isFull || this.#isOver) return;
    this.#isFull = false;
    this.#drainListener?.();
  }

  protected override received(bytes: Uint8Array, isLast: boolean): void {
    if (isLast && this.#input === 'open') this.#input = 'ended';
    if (this.#isOver) {
      this.stream.consumed(bytes.length);
      return;
    }
    this.#unconsumedBytes += bytes.length;
    this.#deframer.push(bytes);
    this.#deliver();
  }

  /** The stream is gone. */
  protected override cut(): void {
    if (this.#isOver) return;
    this.#finish();
    this.abort();
    this.#tellClosed();
  }

  /** The edge itself ends the call: the handler hears of it at once. */
  #fail(status: CallStatus): void {
    if (this.#isOver) return;
    this.#answer(status);
    this.abort();
    this.#tellClosed();
  }

  #answer(status: CallStatus): void {
    this.#finish();
    if (!this.#hasHead && status.code !== GrpcCode.ok) {
      this.sendTrailersOnly(status);
      return;
    }
    if (!this.#hasHead) this.#begin();
    this.sendTrailers(status);
  }

  #begin(): void {
    this.#hasHead = true;
    this.sendHead();
  }

  #finish(): void {
    this.#isOver = true;
    this.forgetDeadline();
    this.#deframer.clear();
    this.#keep();
    // Whatever the client still sends is dropped, so that it can end its side.
    this.#consume();
  }

  #tellClosed(): void {
    const listener = this.#closeListener;
    this.#closeListener = undefined;
    listener?.();
  }

  /** Gives out what has arrived, as long as nobody pauses. */
  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      while (!this.#isPaused && !this.#isOver) {
        const message = this.#deframer.next();
        if (message === undefined) break;
        this.#messageListener?.(message);
      }
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      this.#fail(error);
    } finally {
      this.#isDelivering = false;
    }
    if (this.#isOver) return;
    this.#deframer.settle();
    if (this.#isPaused) return;
    this.#consume();
    if (this.#keep() && this.#input === 'ended') this.#deliverEnd();
  }

  #deliverEnd(): void {
    this.#input = 'finished';
    if (this.#deframer.pendingBytes > 0) {
      this.#fail({ code: GrpcCode.internal, message: 'unexpected EOF' });
      return;
    }
    this.#endListener?.();
  }

  #consume(): void {
    if (this.#unconsumedBytes === 0) return;
    const bytes = this.#unconsumedBytes;
    this.#unconsumedBytes = 0;
    this.stream.consumed(bytes);
  }

  /** Counts what is kept although it is consumed: the beginning of a message. */
  #keep(): boolean {
    const bytes = this.#deframer.pendingBytes;
    const more = bytes - this.#keptBytes;
    if (more === 0) return true;
    this.#keptBytes = bytes;
    const isAllowed = this.connection.keep(more);
    if (!isAllowed) this.#fail(tooMuchUnfinished);
    return isAllowed;
  }
}
