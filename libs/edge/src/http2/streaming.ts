// One streaming call, of whatever direction.
//
// Backpressure is honest both ways. Out: `send` hands everything to the stream's buffer and answers
// false while more than the bound waits there for the peer's flow-control window. In: a paused call
// neither reads from the stream (so the peer's window closes) nor gives out messages that came in
// the same chunk.
//
// open → over. `over` says that the handler is done with, not that the last bytes have left: those
// and the trailers follow at the peer's pace.
import { GrpcCode } from '@cairn/proto';
import type { CallStatus } from '../grpc/failure.ts';
import { GrpcFailure } from '../grpc/failure.ts';
import { frameMessage, MessageDeframer, messagePrefix } from '../grpc/message-framing.ts';
import type { StreamCall } from '../types.ts';
import type { CallContext } from './call.ts';
import { beginResponse, deadlineExceeded, Http2Call, respondTrailersOnly } from './call.ts';

/** Larger messages are not copied behind their prefix, they are written beside it. */
const copiedMessageBytesMax = 16 * 1024;

export interface StreamingContext extends CallContext {
  readonly sendBufferBytesMax: number;
}

type Listener = () => void;

export class Http2StreamCall extends Http2Call implements StreamCall {
  readonly #deframer: MessageDeframer;
  readonly #sendBufferBytesMax: number;
  #over = false;
  #status: CallStatus = { code: GrpcCode.ok, message: '' };
  #responding = false;
  /** `send` has answered false and `onDrain` has not been called since. */
  #full = false;
  #paused = false;
  #delivering = false;
  #input: 'open' | 'ended' | 'finished' = 'open';
  #drainListener: Listener | undefined;
  #messageListener: ((message: Uint8Array) => void) | undefined;
  #endListener: Listener | undefined;
  #closeListener: Listener | undefined;

  constructor(context: StreamingContext) {
    super(context);
    this.#sendBufferBytesMax = context.sendBufferBytesMax;
    this.#deframer = new MessageDeframer({
      messageBytesMax: context.messageBytesMax,
      messageEncoding: context.head.messageEncoding,
    });
  }

  /** Starts reading; call it after the handler has set its listeners. */
  start(): void {
    const { stream } = this;
    stream.once('close', () => {
      this.#cut();
    });
    stream.on('drain', () => {
      this.#drained();
    });
    if (this.#over) {
      stream.resume();
      return;
    }
    stream.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      this.#deframer.push(chunk);
      this.#deliver();
    });
    stream.once('end', () => {
      if (this.#input === 'open') this.#input = 'ended';
      this.#deliver();
    });
    if (this.#paused) stream.pause();
  }

  get bufferedBytes(): number {
    return this.stream.writableLength;
  }

  send(message: Uint8Array): boolean {
    const { stream } = this;
    if (this.#over || stream.destroyed || stream.closed) return false;
    if (!this.#responding) {
      this.#responding = true;
      beginResponse(stream, () => this.#status);
    }
    if (message.length <= copiedMessageBytesMax) {
      stream.write(frameMessage(message));
    } else {
      stream.cork();
      stream.write(messagePrefix(message.length));
      stream.write(message);
      stream.uncork();
    }
    this.#full = stream.writableLength > this.#sendBufferBytesMax;
    return !this.#full;
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
    if (this.#paused) return;
    this.#paused = true;
    this.stream.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#deliver();
    // A listener may have paused again.
    if (!this.#paused) this.stream.resume();
  }

  end(code: number, message: string): void {
    if (this.#over) return;
    this.#answer({ code, message });
    // Not from inside the handler's own call: it has yet to return from `end`.
    queueMicrotask(() => {
      this.#tellClosed();
    });
  }

  expire(): void {
    this.#fail(deadlineExceeded);
  }

  /** The edge itself ends the call: the handler hears of it at once. */
  #fail(status: CallStatus): void {
    if (this.#over) return;
    this.#answer(status);
    this.abort();
    this.#tellClosed();
  }

  #answer(status: CallStatus): void {
    this.#over = true;
    this.forgetDeadline();
    const { stream } = this;
    if (stream.destroyed || stream.closed) return;
    // A paused stream would never see the client's end, and so never close.
    stream.resume();
    if (!this.#responding && status.code !== GrpcCode.ok) {
      respondTrailersOnly(stream, status);
      return;
    }
    this.#status = status;
    if (!this.#responding) {
      this.#responding = true;
      beginResponse(stream, () => this.#status);
    }
    stream.end();
  }

  /** The stream is gone. */
  #cut(): void {
    if (this.#over) return;
    this.#over = true;
    this.forgetDeadline();
    this.abort();
    this.#tellClosed();
  }

  #tellClosed(): void {
    const listener = this.#closeListener;
    this.#closeListener = undefined;
    listener?.();
  }

  #drained(): void {
    if (!this.#full || this.#over) return;
    this.#full = false;
    this.#drainListener?.();
  }

  /** Gives out what has arrived, as long as nobody pauses. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (!this.#paused && !this.#over) {
        const message = this.#deframer.next();
        if (message === undefined) break;
        this.#messageListener?.(message);
      }
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      this.#fail(error);
    } finally {
      this.#delivering = false;
    }
    if (this.#input === 'ended' && !this.#paused && !this.#over) this.#deliverEnd();
  }

  #deliverEnd(): void {
    this.#input = 'finished';
    if (this.#deframer.pendingBytes > 0) {
      this.#fail({ code: GrpcCode.internal, message: 'unexpected EOF' });
      return;
    }
    this.#endListener?.();
  }
}
