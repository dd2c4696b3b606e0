// The server's side of each kind of method, typed by the method's messages.
import type {
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  UntypedServiceImplementation,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { ServedService } from './server.ts';
import type { Codec, Received, RpcMethod, Sent } from './services.ts';

export type BidiStream<Q extends Codec, S extends Codec> = ServerDuplexStream<Received<Q>, Sent<S>>;
export type WriteStream<Q extends Codec, S extends Codec> = ServerWritableStream<
  Received<Q>,
  Sent<S>
>;
export type ReadStream<Q extends Codec, S extends Codec> = ServerReadableStream<
  Received<Q>,
  Sent<S>
>;
export type Answer<S extends Codec> = (error: RpcFailure | null, response?: Sent<S>) => void;

/** Ends a call with a gRPC status. */
export interface RpcFailure {
  readonly code: number;
  readonly details: string;
}

export function unaryHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (request: Received<Q>, answer: Answer<S>) => void,
): (call: ServerUnaryCall<Received<Q>, Sent<S>>, callback: sendUnaryData<Sent<S>>) => void {
  return (call, callback) => handle(call.request, callback);
}

export function bidiHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (stream: BidiStream<Q, S>) => void,
): (stream: BidiStream<Q, S>) => void {
  return handle;
}

export function serverStreamHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (request: Received<Q>, stream: WriteStream<Q, S>) => void,
): (stream: WriteStream<Q, S>) => void {
  return (stream) => handle(stream.request, stream);
}

export function clientStreamHandler<Q extends Codec, S extends Codec>(
  _method: RpcMethod<Q, S>,
  handle: (stream: ReadStream<Q, S>, answer: Answer<S>) => void,
): (stream: ReadStream<Q, S>, callback: sendUnaryData<Sent<S>>) => void {
  return (stream, callback) => handle(stream, callback);
}

/** A service with one handler for each of its methods. */
export function implement<D extends ServedService['definition']>(
  definition: D,
  handlers: { readonly [M in keyof D]: UntypedServiceImplementation[string] },
): ServedService {
  return { definition, implementation: { ...handlers } };
}

/** Ends a stream with a status instead of OK. */
export function failStream(
  stream: { emit(event: 'error', error: Error): unknown },
  { code, details }: RpcFailure,
): void {
  const error: Pick<ServiceError, 'code' | 'details'> & Error = Object.assign(new Error(details), {
    code,
    details,
  });
  // grpc-js turns an error event on a server stream into the call's status.
  stream.emit('error', error);
}
