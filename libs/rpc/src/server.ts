// A listener for the internal services of a process, on TCP or a Unix socket.
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { HeaderBlock, HeaderList, Http2Stream, StreamSink } from '@cairn/http2';
import { errorCodes } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { listen } from '@cairn/telemetry';
import { TlsAcceptor } from '@cairn/tls';
import type { Refusal, ServerTls } from '@cairn/tls';
import { isTlsAddress, withoutTls } from './address.ts';
import type { Handler, ServedService } from './handlers.ts';
import { ServerCallStream } from './server-stream.ts';
import type { MessageCodecs } from './message-stream.ts';
import { SocketConnection } from './socket-connection.ts';

export interface RpcServer {
  /** What clients connect to, as it was given, with the port really bound. */
  readonly address: string;
  /** Stops accepting, lets calls in flight end for at most `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

interface ServedMethod extends MessageCodecs {
  readonly handle: Handler;
}

export interface ServeOptions {
  /** For an address that says so. */
  readonly tls?: ServerTls | undefined;
  /** Somebody has come who does not get through the handshake. */
  readonly onRefused?: (refusal: Refusal) => void;
}

/**
 * Serves `services` on `address`: `host:port` (port 0 = any free one), `tls:host:port` or `unix:/path`.
 * A socket file that a dead process left behind is replaced. Rejects when the address cannot be bound.
 */
export async function serve(
  address: string,
  services: readonly ServedService[],
  options: ServeOptions = {},
): Promise<RpcServer> {
  const calls = new CallServer(methodsOf(services));
  const acceptor = isTlsAddress(address) ? tlsAcceptor(address, calls, options) : undefined;
  const server = createServer((socket) => (acceptor ?? calls).accept(socket));
  const bound = await listen(server, withoutTls(address));
  return {
    // The host as it was given: a name stays a name.
    address: bound.startsWith('unix:') ? bound : address.replace(/\d+$/, portOf(bound)),
    close: (graceMs) => {
      acceptor?.close();
      return calls.close(server, graceMs);
    },
  };
}

function tlsAcceptor(
  address: string,
  calls: CallServer,
  { tls, onRefused = () => undefined }: ServeOptions,
): TlsAcceptor {
  if (tls === undefined) throw new Error(`${address} asks for TLS, which is not set up here`);
  return new TlsAcceptor({
    tls,
    alpnProtocols: ['h2'],
    onSecure: (socket) => calls.accept(socket),
    onRefused,
  });
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}

function methodsOf(services: readonly ServedService[]): ReadonlyMap<string, ServedMethod> {
  const methods = new Map<string, ServedMethod>();
  for (const { definition, implementation } of services) {
    for (const [name, method] of Object.entries(definition)) {
      const handle = implementation[name];
      if (handle === undefined) continue;
      methods.set(method.path, {
        handle,
        serialize: method.responseSerialize,
        deserialize: method.requestDeserialize,
      });
    }
  }
  return methods;
}

class CallServer {
  readonly #methods: ReadonlyMap<string, ServedMethod>;
  readonly #connections = new Set<SocketConnection>();
  #onEmpty: (() => void) | undefined;

  constructor(methods: ReadonlyMap<string, ServedMethod>) {
    this.#methods = methods;
  }

  accept(socket: Socket): void {
    const connection: SocketConnection = new SocketConnection({
      socket,
      role: 'server',
      onRequest: (stream, head, endStream) => this.#serve(connection, stream, head, endStream),
      onGoAway: () => undefined,
      onFinished: () => {
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#onEmpty?.();
      },
    });
    this.#connections.add(connection);
  }

  async close(server: Server, graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    const over = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      if (this.#connections.size === 0) resolve();
    });
    for (const connection of this.#connections) connection.drain();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.abort('the server is closed');
    }, graceMs);
    await over;
    clearTimeout(timer);
    await closed;
  }

  #serve(
    connection: SocketConnection,
    stream: Http2Stream,
    head: HeaderBlock,
    endStream: boolean,
  ): StreamSink {
    const fields = new Map(head.fields);
    const path = fields.get(':path') ?? '';
    const isGrpc = fields.get('content-type')?.startsWith('application/grpc') ?? false;
    if (!isGrpc || fields.get(':method') !== 'POST') {
      stream.sendHeaders(unsupportedMediaType, true);
      stream.reset(errorCodes.noError);
      return deaf;
    }
    const method = this.#methods.get(path);
    const call = new ServerCallStream({
      stream,
      serialize: method?.serialize ?? unserved,
      deserialize: method?.deserialize ?? unserved,
      timeoutMs: timeoutMsOf(fields.get('grpc-timeout')),
      isConnectionFlushed: () => connection.isFlushed,
    });
    if (method === undefined) call.fail(GrpcCode.unimplemented, `no method ${path} here`);
    else method.handle(call);
    if (endStream) call.sink.data(noBytes, true);
    return call.sink;
  }
}

const noBytes = new Uint8Array(0);

const unsupportedMediaType: HeaderList = { fields: [[':status', '415']], isStable: false };

const deaf: StreamSink = {
  data: () => undefined,
  headers: () => undefined,
  drained: () => undefined,
  closed: () => undefined,
};

function unserved(): never {
  throw new Error('a method that is not served has no messages');
}

const millisecondsPerUnit: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** undefined = none, or none that can be read; timers reach no further than 24 days. */
function timeoutMsOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  const timeoutMs = Number(digits) * (millisecondsPerUnit[unit] ?? 1);
  return timeoutMs < 2 ** 31 ? timeoutMs : undefined;
}
