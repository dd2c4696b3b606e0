// A connection to one other process, made when the first call needs it and again when it was lost.
// Calls do not survive that and are made again by their owners, who know what was in flight.
//
// A call on a connection that is still being made waits for it; after one that could not be made,
// calls fail at once for a while, so that a process that is away is not hammered.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import type { HeaderList } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { socketPath, splitHostPort } from '@cairn/telemetry';
import { TlsDialer } from '@cairn/tls';
import type { ClientTls } from '@cairn/tls';
import { isTlsAddress, withoutTls } from './address.ts';
import { ClientCallStream } from './client-stream.ts';
import { reconnectDelayMsMax, reconnectDelayMsMaxLocal, reconnectDelayMsMin } from './limits.ts';
import type { TypedWriting } from './message-types.ts';
import { RpcError } from './rpc-error.ts';
import type { Codec, Received, RpcMethod, Sent } from './services.ts';
import { SocketConnection } from './socket-connection.ts';

interface Cancelling {
  /** Ends the call; `error` says so unless it is over. */
  cancel(): void;
}

export type ClientBidiStream<Q extends Codec, _S extends Codec> = Omit<Duplex, 'write' | 'end'> &
  TypedWriting<Sent<Q>> &
  Cancelling;
export type ClientReadStream<_S extends Codec> = Readable & Cancelling;

type Connection =
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly socket: SocketConnection }
  | { readonly kind: 'resting'; readonly untilMs: number; readonly reason: string }
  | { readonly kind: 'closed' };

export interface RpcClientOptions {
  /** For an address that says so. */
  readonly tls?: ClientTls | undefined;
}

export class RpcClient {
  readonly address: string;
  readonly #dialer: TlsDialer | undefined;
  readonly #connections = new Set<SocketConnection>();
  readonly #heads = new Map<string, HeaderList>();
  #connection: Connection = { kind: 'none' };
  #delayMs: number = reconnectDelayMsMin;

  /** @param address `host:port`, `tls:host:port` or `unix:/path`; nothing is sent before the first call. */
  constructor(address: string, { tls }: RpcClientOptions = {}) {
    this.address = address;
    this.#dialer = tls === undefined ? undefined : new TlsDialer(tls);
  }

  openBidi<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
  ): ClientBidiStream<Request, Response> {
    return this.#open(method, this.#headOf(method.path));
  }

  openServerStream<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
    request: Sent<Request>,
  ): ClientReadStream<Response> {
    const stream = this.#open(method, this.#headOf(method.path));
    stream.end(request);
    return stream;
  }

  /** Rejects with an {@link RpcError}. */
  async call<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
    request: Sent<Request>,
    timeoutMs: number,
  ): Promise<Received<Response>> {
    const wholeMs = Math.max(1, Math.ceil(timeoutMs));
    const { fields } = this.#headOf(method.path);
    const head = { fields: [...fields, grpcTimeout(wholeMs)], isStable: false };
    const stream = this.#open(method, head);
    const timer = setTimeout(() => {
      stream.fail(new RpcError(GrpcCode.deadlineExceeded, `no answer within ${wholeMs} ms`));
    }, wholeMs);
    try {
      stream.end(request);
      return await awaitOne<Received<Response>>(stream);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks the other side for a sign of life. Called back with the time it took; never, if there is no
   * connection now, or it breaks before.
   */
  measureRoundTrip(onMs: (roundTripMs: number) => void): void {
    const connection = this.#connection;
    if (connection.kind === 'some') connection.socket.measureRoundTrip(onMs);
  }

  /** Cuts what is left. */
  close(): void {
    this.#connection = { kind: 'closed' };
    for (const connection of this.#connections) connection.abort('the client was closed');
  }

  #open(method: RpcMethod<Codec, Codec>, head: HeaderList): ClientCallStream {
    const stream = new ClientCallStream({
      serialize: method.requestSerialize,
      deserialize: method.responseDeserialize,
    });
    const connection = this.#reach();
    if (connection instanceof RpcError) {
      stream.fail(connection);
      return stream;
    }
    const http2 = connection.open(head, stream.sink);
    if (http2 !== undefined) stream.attach(http2);
    else stream.fail(new RpcError(GrpcCode.resourceExhausted, 'too many calls at once'));
    return stream;
  }

  #reach(): SocketConnection | RpcError {
    const connection = this.#connection;
    if (connection.kind === 'some') return connection.socket;
    if (connection.kind === 'closed') {
      return new RpcError(GrpcCode.canceled, 'the client was closed');
    }
    if (connection.kind === 'resting' && performance.now() < connection.untilMs) {
      const text = `no connection to ${this.address}: ${connection.reason}`;
      return new RpcError(GrpcCode.unavailable, text);
    }
    return this.#connect();
  }

  #connect(): SocketConnection | RpcError {
    const socket = dial(this.address, this.#dialer);
    if (socket instanceof RpcError) return socket;
    const connection: SocketConnection = new SocketConnection({
      socket,
      role: 'client',
      onRequest: (stream) => {
        throw new Error(`a server asked for something on stream ${stream.id}`);
      },
      onGoAway: () => this.#leave(connection),
      onFinished: (reason) => this.#finished(connection, reason),
    });
    this.#connections.add(connection);
    this.#connection = { kind: 'some', socket: connection };
    return connection;
  }

  #leave(connection: SocketConnection): boolean {
    const current = this.#connection;
    if (current.kind !== 'some' || current.socket !== connection) return false;
    this.#connection = { kind: 'none' };
    return true;
  }

  #finished(connection: SocketConnection, reason: string): void {
    this.#connections.delete(connection);
    if (connection.hasHeard) this.#delayMs = reconnectDelayMsMin;
    if (!this.#leave(connection) || connection.hasHeard) return;
    const untilMs = performance.now() + this.#delayMs;
    this.#connection = { kind: 'resting', untilMs, reason };
    const isLocal = this.address.startsWith('unix:');
    const delayMsMax = isLocal ? reconnectDelayMsMaxLocal : reconnectDelayMsMax;
    this.#delayMs = Math.min(2 * this.#delayMs, delayMsMax);
  }

  /** Made once for each method: the connection remembers what it becomes. */
  #headOf(path: string): HeaderList {
    const known = this.#heads.get(path);
    if (known !== undefined) return known;
    const isLocal = this.address.startsWith('unix:');
    const authority = isLocal ? 'localhost' : withoutTls(this.address);
    const head: HeaderList = {
      fields: [
        [':method', 'POST'],
        [':scheme', isTlsAddress(this.address) ? 'https' : 'http'],
        [':path', path],
        [':authority', authority],
        ['te', 'trailers'],
        ['content-type', 'application/grpc'],
        ['user-agent', 'cairn'],
      ],
      isStable: true,
    };
    this.#heads.set(path, head);
    return head;
  }
}

function dial(address: string, dialer: TlsDialer | undefined): Socket | RpcError {
  if (address.startsWith('unix:')) return connect({ path: socketPath(address) });
  try {
    if (!isTlsAddress(address)) return connect(splitHostPort(address));
    if (dialer === undefined) throw new Error(`${address} asks for TLS, which is not set up here`);
    return dialer.dial(splitHostPort(withoutTls(address)));
  } catch (cause) {
    // Addresses come from other processes too: a wrong one is no reason to stop.
    return new RpcError(GrpcCode.unavailable, String(cause), { cause });
  }
}

/** At most eight digits are allowed. */
function grpcTimeout(wholeMs: number): [string, string] {
  const isLong = wholeMs > 99_999_999;
  return ['grpc-timeout', isLong ? `${Math.ceil(wholeMs / 1_000)}S` : `${wholeMs}m`];
}

/** The one message of an answer that has one. */
function awaitOne<T>(stream: ClientCallStream): Promise<T> {
  return new Promise((resolve, reject) => {
    let answer: { readonly message: T } | undefined;
    stream.on('data', (message: T) => (answer ??= { message }));
    stream.on('error', reject);
    stream.on('end', () => {
      if (answer === undefined) reject(new RpcError(GrpcCode.internal, 'OK without an answer'));
      else resolve(answer.message);
    });
  });
}
