// What both ends of a call share: a Node stream of typed messages over one HTTP/2 stream.
//
// Backpressure is honest both ways. Out: a write is done when HTTP/2 holds little enough of the
// stream, so `write` answers false while the other side does not read. In: bytes count as consumed
// when nobody is in the way of their message, so a reader that pauses closes the other side's window;
// the beginning of a message larger than the window is let through.
//
// `over` ends the call for us, whoever ended it: what comes later is dropped.
import { Duplex } from 'node:stream';
import { errorCodes } from '@cairn/http2';
import type { ErrorCode, HeaderBlock, Http2Stream, StreamSink } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { messageBytesMax } from './limits.ts';
import { MessageDeframer, messagePrefix } from './message-framing.ts';
import { RpcError } from './rpc-error.ts';

export interface MessageCodecs {
  readonly serialize: (message: unknown) => Uint8Array;
  readonly deserialize: (bytes: Buffer) => unknown;
}

type WriteCallback = (error?: Error | null) => void;

/** Messages that wait on either side besides the bytes that HTTP/2 holds. */
const messagesWaitingMax = 2;

export abstract class MessageStream extends Duplex {
  /** What HTTP/2 tells of this call. Apart, because a Node stream has a `closed` of its own. */
  readonly sink: StreamSink = {
    data: (bytes, endStream) => this.#receive(bytes, endStream),
    headers: (block, endStream) => this.onHeaders(block, endStream),
    drained: () => this.#release(),
    closed: (code) => this.onReset(code),
  };
  readonly #codecs: MessageCodecs;
  readonly #deframer = new MessageDeframer(messageBytesMax);
  #written: WriteCallback | undefined;
  #unconsumedBytes = 0;
  #isWanted = true;
  #isDelivering = false;
  #input: 'open' | 'ended' | 'told' = 'open';

  constructor(codecs: MessageCodecs) {
    super({ objectMode: true, highWaterMark: messagesWaitingMax });
    this.#codecs = codecs;
  }

  protected abstract readonly http2: Http2Stream | undefined;
  /** Nothing is sent or told any more. */
  protected abstract readonly isOver: boolean;
  /** Called in front of every message. */
  protected abstract beginSending(): void;
  /** The other side has said something that cannot be. */
  protected abstract reject(error: RpcError): void;

  protected abstract onHeaders(block: HeaderBlock, endStream: boolean): void;
  /** The HTTP/2 stream is over: both sides have ended it, or one has broken it off. */
  protected abstract onReset(code: ErrorCode): void;

  /** Everything has arrived. */
  protected endInput(): void {
    if (this.#input === 'open') this.#input = 'ended';
    this.#deliver();
  }

  /** Whatever waits to be written goes nowhere. */
  protected dropOutput(): void {
    this.#release();
  }

  override _read(): void {
    this.#isWanted = true;
    this.#deliver();
  }

  override _write(message: unknown, _encoding: BufferEncoding, callback: WriteCallback): void {
    const stream = this.http2;
    if (this.isOver || stream === undefined) {
      callback();
      return;
    }
    const bytes = this.#codecs.serialize(message);
    this.beginSending();
    if (stream.sendData(messagePrefix(bytes.length), bytes, false)) callback();
    else this.#written = callback;
  }

  #receive(bytes: Uint8Array, endStream: boolean): void {
    if (this.isOver) {
      this.http2?.consumed(bytes.length);
      return;
    }
    this.#deframer.push(bytes);
    this.#unconsumedBytes += bytes.length;
    if (endStream) this.#input = 'ended';
    this.#deliver();
  }

  #release(): void {
    const callback = this.#written;
    this.#written = undefined;
    callback?.();
  }

  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      this.#pushMessages();
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      this.reject(error);
      return;
    } finally {
      this.#isDelivering = false;
    }
    if (!this.#isWanted) return;
    this.http2?.consumed(this.#unconsumedBytes);
    this.#unconsumedBytes = 0;
    if (this.#input !== 'ended' || this.destroyed) return;
    this.#input = 'told';
    if (this.#deframer.pendingBytes === 0) this.push(null);
    else this.destroy(new RpcError(GrpcCode.internal, 'the call was cut off inside a message'));
  }

  #pushMessages(): void {
    while (this.#isWanted && !this.destroyed) {
      const bytes = this.#deframer.next();
      if (bytes === undefined) return;
      if (!this.push(this.#decode(bytes))) this.#isWanted = false;
    }
  }

  #decode(bytes: Buffer): unknown {
    try {
      return this.#codecs.deserialize(bytes);
    } catch (cause) {
      throw new RpcError(GrpcCode.internal, `unreadable message: ${String(cause)}`, { cause });
    }
  }
}

/** NO_ERROR without a status is the end of a connection that was closed. */
const connectionCodes: ReadonlySet<ErrorCode> = new Set([
  errorCodes.connectError,
  errorCodes.refusedStream,
  errorCodes.noError,
]);

/** The status that the end of an HTTP/2 stream means when no other was said. */
export function statusOfReset(code: ErrorCode): RpcError {
  if (code === errorCodes.cancel) return new RpcError(GrpcCode.canceled, 'the call was cancelled');
  if (connectionCodes.has(code)) {
    return new RpcError(GrpcCode.unavailable, 'the connection was lost');
  }
  return new RpcError(GrpcCode.internal, `the stream was reset with HTTP/2 code ${code}`);
}
