// What unary and streaming calls that came as JSON have in common: what they tell the service of the
// client, and when they end without it.
import type { CallInfo, HttpRequest } from '@cairn/edge';
import { parseGrpcTimeout } from '@cairn/edge';
import { GrpcCode, JsonMistake } from '@cairn/proto';
import type { GrpcStatus } from './failures.ts';

/** Headers with this prefix are metadata under the rest of their name. */
const metadataPrefix = 'grpc-metadata-';

const deadlineExceeded: GrpcStatus = {
  code: GrpcCode.deadlineExceeded,
  message: 'context deadline exceeded',
};

export abstract class JsonCall implements CallInfo {
  readonly path: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly deadlineMs: number | undefined;
  readonly peerAddress: string;
  readonly #gone = new AbortController();
  readonly #clientSignal: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;

  /** @throws JsonMistake when the request's timeout is none. */
  protected constructor(path: string, request: HttpRequest) {
    this.path = path;
    this.peerAddress = request.peerAddress;
    this.metadata = metadataOf(request.headers);
    this.#clientSignal = request.signal;
    const timeoutMs = timeoutOf(request.headers.get('grpc-timeout'));
    if (timeoutMs !== undefined) {
      this.deadlineMs = performance.now() + timeoutMs;
      this.#timer = setTimeout(() => this.#cut(deadlineExceeded), timeoutMs);
    }
    request.signal.addEventListener('abort', this.#onGone);
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Ends before the service has ended it; undefined = there is nobody left to tell. */
  protected abstract cut(reason: GrpcStatus | undefined): void;

  /** The service has answered. */
  protected finished(): void {
    clearTimeout(this.#timer);
    this.#clientSignal.removeEventListener('abort', this.#onGone);
  }

  /** The client is gone. */
  protected abandoned(): void {
    this.finished();
    this.#gone.abort();
  }

  readonly #onGone = (): void => this.#cut(undefined);

  #cut(reason: GrpcStatus | undefined): void {
    this.abandoned();
    this.cut(reason);
  }
}

function metadataOf(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  const authorization = headers.get('authorization');
  if (authorization !== undefined) {
    metadata.set('authorization', authorization);
    // The name under which gRPC clients of etcd send it.
    metadata.set('token', authorization);
  }
  const traceparent = headers.get('traceparent');
  if (traceparent !== undefined) metadata.set('traceparent', traceparent);
  for (const [name, value] of headers) {
    if (name.startsWith(metadataPrefix)) metadata.set(name.slice(metadataPrefix.length), value);
  }
  return metadata;
}

function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    // A timer cannot be set further ahead.
    return Math.min(parseGrpcTimeout(text), 2 ** 31 - 1);
  } catch (error) {
    throw new JsonMistake(`invalid grpc-timeout: ${text}`, { cause: error });
  }
}
