// A small typed etcd client over grpc-js for tests. It hides nothing: no retries, no failover, no
// reconnecting watches, because what those would hide is what the tests look for.
import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import type {
  ChannelCredentials,
  ClientDuplexStream,
  ServiceError,
  StatusObject,
} from '@grpc/grpc-js';
import { toMessage } from './plain.ts';
import { streamRpcs, unaryRpcs } from './rpc-table.ts';
import type { Answer, Ask, Codec, StreamRpcs, UnaryRpcs } from './rpc-table.ts';

const defaultTimeoutMs = 10_000;

export interface CallOptions {
  readonly timeoutMs?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An RPC that failed: the gRPC status code and the server's message, exactly. */
export class RpcError extends Error {
  readonly code: number;
  readonly details: string;

  constructor(code: number, details: string, options?: ErrorOptions) {
    super(`${status[code] ?? code}: ${details}`, options);
    this.name = 'RpcError';
    this.code = code;
    this.details = details;
  }
}

export type Sent<Name extends keyof StreamRpcs> = Ask<StreamRpcs[Name]>;
export type Received<Name extends keyof StreamRpcs> = Answer<StreamRpcs[Name]>;

export class EtcdClient implements Disposable {
  readonly endpoint: string;
  readonly #client: Client;

  /** @param endpoint `host:port` @param identity left out = of a server without TLS */
  constructor(endpoint: string, identity: ChannelCredentials = credentials.createInsecure()) {
    this.endpoint = endpoint;
    this.#client = new Client(endpoint, identity, {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.min_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 200,
      'grpc.service_config_disable_resolution': 1,
    });
  }

  /** One unary RPC; rejects with {@link RpcError}. */
  call<Name extends keyof UnaryRpcs>(
    name: Name,
    request: Ask<UnaryRpcs[Name]>,
    options: CallOptions = {},
  ): Promise<Answer<UnaryRpcs[Name]>> {
    const rpc: { path: string; request: Codec; response: Codec } = unaryRpcs[name];
    const bytes = asBuffer(rpc.request.encode(toMessage(request)).finish());
    return this.#unary(rpc.path, bytes, options).then(
      (answer) => rpc.response.decode(answer) as Answer<UnaryRpcs[Name]>,
    );
  }

  /** One unary RPC by path with any bytes as its message: what no generated client would send. */
  callRaw(path: string, message: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    return this.#unary(path, asBuffer(message), options);
  }

  openStream<Name extends keyof StreamRpcs>(
    name: Name,
    options: CallOptions = {},
  ): MessageStream<Sent<Name>, Received<Name>> {
    const rpc: { path: string; request: Codec; response: Codec } = streamRpcs[name];
    const stream = this.#client.makeBidiStreamRequest<unknown, unknown>(
      rpc.path,
      (message) => asBuffer(rpc.request.encode(toMessage(message)).finish()),
      (bytes) => rpc.response.decode(bytes),
      toMetadata(options.metadata),
    );
    return new MessageStream(stream as ClientDuplexStream<Sent<Name>, Received<Name>>);
  }

  close(): void {
    this.#client.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #unary(path: string, message: Buffer, options: CallOptions): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    this.#client.makeUnaryRequest(
      path,
      (bytes: Buffer) => bytes,
      (bytes) => bytes,
      message,
      toMetadata(options.metadata),
      { deadline: Date.now() + (options.timeoutMs ?? defaultTimeoutMs) },
      (error, answer) => {
        if (error !== null) reject(toRpcError(error));
        else if (answer === undefined) reject(new Error(`${path} answered nothing`));
        else resolve(answer);
      },
    );
    return promise;
  }
}

/** Both directions of a streaming RPC; what arrives is queued until somebody asks. */
export class MessageStream<S, R> implements Disposable {
  readonly #stream: ClientDuplexStream<S, R>;
  readonly #queue: R[] = [];
  #wake: () => void = () => undefined;
  #end: RpcError | undefined;

  constructor(stream: ClientDuplexStream<S, R>) {
    this.#stream = stream;
    stream.on('data', (message: R) => {
      this.#queue.push(message);
      this.#wake();
    });
    // The same comes as 'status'; unhandled it would end the process.
    stream.on('error', () => undefined);
    stream.on('status', ({ code, details }: StatusObject) => {
      this.#end = new RpcError(code, details);
      this.#wake();
    });
  }

  send(message: S): void {
    this.#stream.write(message);
  }

  /** The next message; rejects with the stream's status once it has ended, or after `timeoutMs`. */
  async next(timeoutMs: number = defaultTimeoutMs): Promise<R> {
    const message = await this.poll(timeoutMs);
    if (message === undefined) throw new Error(`no message on the stream for ${timeoutMs} ms`);
    return message;
  }

  /** As {@link next}, but answers undefined when nothing comes within `timeoutMs`. */
  async poll(timeoutMs: number): Promise<R | undefined> {
    if (this.#queue.length === 0 && this.#end === undefined) await this.#activity(timeoutMs);
    const message = this.#queue.shift();
    if (message === undefined && this.#end !== undefined) throw this.#end;
    return message;
  }

  /** The status with which the stream ends; messages still queued are dropped. */
  async ended(timeoutMs: number = defaultTimeoutMs): Promise<RpcError> {
    while (this.#end === undefined) {
      const active = await this.#activity(timeoutMs);
      if (!active) throw new Error(`the stream did not end within ${timeoutMs} ms`);
    }
    return this.#end;
  }

  /** Says that no more is sent; the server may still answer. */
  endSending(): void {
    this.#stream.end();
  }

  cancel(): void {
    this.#stream.cancel();
  }

  [Symbol.dispose](): void {
    this.cancel();
  }

  #activity(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

function toRpcError(error: ServiceError): RpcError {
  return new RpcError(error.code, error.details, { cause: error });
}

function toMetadata(fields: Readonly<Record<string, string>> = {}): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  return metadata;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
