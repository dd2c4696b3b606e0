// What unary and streaming calls have in common: the facts of the call, its deadline, and the ways
// it is answered on an HTTP/2 stream.
//
// Metadata and the abort signal are made when somebody asks for them: most calls of a hot path look
// at neither.
import type { ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { GrpcCode } from '@cairn/proto';
import type { Deadlines, Expiring } from '../grpc/deadlines.ts';
import type { CallStatus } from '../grpc/failure.ts';
import { readMetadata } from '../grpc/metadata.ts';
import type { RequestHead } from '../grpc/request-head.ts';
import { encodeStatusMessage } from '../grpc/status-message.ts';
import type { CallInfo } from '../types.ts';

export interface CallContext {
  readonly stream: ServerHttp2Stream;
  readonly head: RequestHead;
  readonly rawHeaders: readonly string[];
  readonly peerAddress: string;
  readonly deadlines: Deadlines;
  readonly messageBytesMax: number;
}

export abstract class Http2Call implements CallInfo, Expiring {
  readonly path: string;
  readonly deadlineMs: number | undefined;
  readonly peerAddress: string;
  protected readonly stream: ServerHttp2Stream;
  readonly #rawHeaders: readonly string[];
  readonly #deadlines: Deadlines;
  #metadata: ReadonlyMap<string, string> | undefined;
  #abort: AbortController | undefined;
  #aborted = false;

  protected constructor(context: CallContext) {
    this.stream = context.stream;
    this.path = context.head.path;
    this.peerAddress = context.peerAddress;
    this.#rawHeaders = context.rawHeaders;
    this.#deadlines = context.deadlines;
    const { timeoutMs } = context.head;
    if (timeoutMs !== undefined) {
      this.deadlineMs = performance.now() + timeoutMs;
      this.#deadlines.add(this.deadlineMs, this);
    }
  }

  get metadata(): ReadonlyMap<string, string> {
    this.#metadata ??= readMetadata(this.#rawHeaders);
    return this.#metadata;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#aborted) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  /** The deadline has passed. */
  abstract expire(): void;

  /** From now on the deadline does not matter. */
  protected forgetDeadline(): void {
    if (this.deadlineMs !== undefined) this.#deadlines.remove(this.deadlineMs, this);
  }

  protected abort(): void {
    this.#aborted = true;
    this.#abort?.abort();
  }
}

export const deadlineExceeded: CallStatus = {
  code: GrpcCode.deadlineExceeded,
  message: 'context deadline exceeded',
};

const responseHeaders = { ':status': 200, 'content-type': 'application/grpc' } as const;
const okTrailers = { 'grpc-status': '0' } as const;

/** Headers of an answer that has messages; `statusOfEnd` is asked when the last one has left. */
export function beginResponse(stream: ServerHttp2Stream, statusOfEnd: () => CallStatus): void {
  stream.respond(responseHeaders, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    if (stream.destroyed || stream.closed) return;
    stream.sendTrailers(trailersOf(statusOfEnd()));
    // Closing now would overtake the trailers, which leave at the end of this turn.
    setImmediate(releaseStream, stream);
  });
}

/** The whole answer in one HEADERS frame. */
export function respondTrailersOnly(
  stream: ServerHttp2Stream,
  status: CallStatus,
  httpStatus = 200,
): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const headers = { ...responseHeaders, ':status': httpStatus, ...trailersOf(status) };
  stream.respond(headers, { endStream: true });
  releaseStream(stream);
}

function trailersOf(status: CallStatus): Readonly<Record<string, string>> {
  if (status.code === GrpcCode.ok && status.message === '') return okTrailers;
  return {
    'grpc-status': String(status.code),
    'grpc-message': encodeStatusMessage(status.message),
  };
}

/** After an answer nothing more is wanted of the client: a half-open stream would live on for ever. */
function releaseStream(stream: ServerHttp2Stream): void {
  if (stream.destroyed || stream.readableEnded || stream.state.remoteClose === 1) return;
  stream.close(constants.NGHTTP2_NO_ERROR);
}
