// The called side of each kind of method, typed by the method's messages.
import type { Duplex, Writable } from 'node:stream';
import { GrpcCode } from '@cairn/proto';
import type { TypedWriting } from './message-types.ts';
import type { ServerCallStream } from './server-stream.ts';
import type { Codec, Received, RpcMethod, Sent } from './services.ts';

/** Emits `cancelled` when the caller leaves before it is answered. */
export type BidiStream<_Q extends Codec, S extends Codec> = Omit<Duplex, 'write' | 'end'> &
  TypedWriting<Sent<S>> &
  Pick<ServerCallStream, 'isFlushed'>;
export type WriteStream<_Q extends Codec, S extends Codec> = Omit<Writable, 'write' | 'end'> &
  TypedWriting<Sent<S>>;
export type Answer<S extends Codec> = (error: RpcFailure | null, response?: Sent<S>) => void;

/** Ends a call with a gRPC status. */
export interface RpcFailure {
  readonly code: number;
  readonly details: string;
}

/** How a method is served, whatever its kind. */
export type Handler = (stream: ServerCallStream) => void;

export interface ServedService {
  readonly definition: Readonly<Record<string, RpcMethod<Codec, Codec>>>;
  readonly implementation: Readonly<Record<string, Handler>>;
}

export function unaryHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (request: Received<Q>, answer: Answer<S>) => void,
): Handler {
  return (stream) => onRequest<Q>(stream, (request) => handle(request, answerOn(stream)));
}

export function bidiHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (stream: BidiStream<Q, S>) => void,
): Handler {
  return handle;
}

export function serverStreamHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (request: Received<Q>, stream: WriteStream<Q, S>) => void,
): Handler {
  return (stream) => onRequest<Q>(stream, (request) => handle(request, stream));
}

/** A service with one handler for each of its methods. */
export function implement<D extends ServedService['definition']>(
  definition: D,
  handlers: { readonly [M in keyof D & string]: Handler },
): ServedService {
  return { definition, implementation: handlers };
}

/** Ends a stream with a status instead of OK. */
export function failStream(
  stream: { emit(event: 'error', error: Error): unknown },
  { code, details }: RpcFailure,
): void {
  // The stream takes an error event for the call's status.
  stream.emit('error', Object.assign(new Error(details), { code, details }));
}

function onRequest<Q extends Codec>(
  stream: ServerCallStream,
  handle: (request: Received<Q>) => void,
): void {
  let isFirst = true;
  stream.on('data', (request: Received<Q>) => {
    if (isFirst) handle(request);
    isFirst = false;
  });
  stream.on('end', () => {
    if (isFirst) stream.fail(GrpcCode.internal, 'the call has no request');
  });
}

function answerOn<S extends Codec>(stream: ServerCallStream): Answer<S> {
  return (error, response) => {
    if (error !== null) stream.fail(error.code, error.details);
    else stream.end(response);
  };
}
