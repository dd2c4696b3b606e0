// What unary and streaming calls have in common. A call is at once what its handler sees and what
// receives the stream's data: one object per request, beside the stream itself. The abort signal is
// made when somebody asks for it.
//
// Two things end independently: the call (`over`: the handler is done with, or the call is cut) and
// the stream (`closed`: both sides have ended it). An answered stream whose client never ends its
// side is handed to the connection, which closes it when the answer has left.
import { emptyBytes } from '@cairn/core';
import { GrpcCode } from '@cairn/proto';
import type { ErrorCode, HeaderBlock, Http2Stream, StreamSink } from '@cairn/http2';
import type { Deadlines, Expiring } from '../grpc/deadlines.ts';
import type { CallStatus } from '../grpc/failure.ts';
import { messagePrefixBytes } from '../grpc/message-framing.ts';
import type { CallInfo } from '../types.ts';
import { responseHead, trailersOf, trailersOnly } from './answers.ts';
import type { CallFacts } from './call-plans.ts';

/** The connection, as its calls need it. */
export interface CallConnection {
  readonly peerAddress: string;
  readonly certificateName: string | undefined;
  readonly deadlines: Deadlines;
  readonly messageBytesMax: number;
  readonly sendBufferBytesMax: number;
  /** The answer is on its way, but the client has not ended its side: to be watched. */
  linger(stream: Lingering): void;
  /** Something of a call is about to be sent. */
  answering(): void;
  /** A whole answer is about to be sent; true = nobody gathers yet, so `release` is to be called after it. */
  gather(): boolean;
  /** What was gathered leaves: at once if no call is open, else at the end of the turn. */
  release(): void;
  /** Changes what is kept of unfinished messages; false = that is more than a connection may have. */
  keep(bytesMore: number): boolean;
}

/** A stream that is answered and may still be open on the client's side. */
export interface Lingering {
  readonly stream: Http2Stream;
  /** Both sides have ended, or will by themselves. */
  readonly isEnding: boolean;
}

/** Written anew for each message: the connection copies what is as small as this at once. */
const prefix = Buffer.alloc(messagePrefixBytes);

export function prefixOf(messageBytes: number): Uint8Array {
  prefix[1] = messageBytes >>> 24;
  prefix[2] = messageBytes >>> 16;
  prefix[3] = messageBytes >>> 8;
  prefix[4] = messageBytes;
  return prefix;
}

export const tooMuchUnfinished: CallStatus = {
  code: GrpcCode.resourceExhausted,
  message: 'grpc: connection holds too many unfinished messages',
};

export abstract class GrpcCall implements CallInfo, Expiring, StreamSink, Lingering {
  readonly stream: Http2Stream;
  readonly deadlineMs: number | undefined;
  protected readonly connection: CallConnection;
  protected readonly facts: CallFacts;
  /** The client has ended its side, or the stream is gone. */
  #isEnding = false;
  #isAborted = false;
  #abort: AbortController | undefined;

  protected constructor(connection: CallConnection, stream: Http2Stream, facts: CallFacts) {
    this.connection = connection;
    this.stream = stream;
    this.facts = facts;
    const { timeoutMs } = facts;
    if (timeoutMs === undefined) {
      this.deadlineMs = undefined;
    } else {
      this.deadlineMs = performance.now() + timeoutMs;
      connection.deadlines.add(this.deadlineMs, this);
    }
  }

  get path(): string {
    return this.facts.path;
  }

  get metadata(): ReadonlyMap<string, string> {
    return this.facts.metadata;
  }

  get peerAddress(): string {
    return this.connection.peerAddress;
  }

  get certificateName(): string | undefined {
    return this.connection.certificateName;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#isAborted) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    if (endStream) this.#isEnding = true;
    this.received(bytes, endStream);
  }

  /** Trailers of a request say nothing to a gRPC server, but they end it. */
  headers(_block: HeaderBlock, endStream: boolean): void {
    if (endStream) this.receivedEnd();
  }

  closed(_code: ErrorCode): void {
    this.#isEnding = true;
    this.cut();
  }

  /** The request has ended without (more) data. */
  receivedEnd(): void {
    this.data(emptyBytes, true);
  }

  abstract drained(): void;

  /** The deadline has passed. */
  abstract expire(): void;

  protected abstract received(bytes: Uint8Array, isLast: boolean): void;

  /** The stream is gone, whoever ended it. */
  protected abstract cut(): void;

  /** From now on the deadline does not matter. */
  protected forgetDeadline(): void {
    if (this.deadlineMs !== undefined) this.connection.deadlines.remove(this.deadlineMs, this);
  }

  protected abort(): void {
    this.#isAborted = true;
    this.#abort?.abort();
  }

  protected sendHead(): void {
    this.connection.answering();
    this.stream.sendHeaders(responseHead, false);
  }

  protected sendTrailers(status: CallStatus): void {
    this.stream.sendHeaders(trailersOf(status), true);
    this.#leave();
  }

  protected sendTrailersOnly(status: CallStatus): void {
    this.connection.answering();
    this.stream.sendHeaders(trailersOnly(status), true);
    this.#leave();
  }

  #leave(): void {
    if (!this.#isEnding) this.connection.linger(this);
  }
}
