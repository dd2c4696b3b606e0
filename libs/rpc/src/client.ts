// A connection to one other process. grpc-js reconnects underneath; streams do not survive that and
// are reopened by their owners, who know what was in flight.
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { ClientDuplexStream, ClientReadableStream, ClientWritableStream } from '@grpc/grpc-js';
import { internalChannelOptions } from './channel-options.ts';
import type { Codec, Received, RpcMethod, Sent } from './services.ts';

export class RpcClient {
  readonly address: string;
  readonly #client: Client;

  /** @param address `host:port` or `unix:/path`; nothing is sent before the first call. */
  constructor(address: string) {
    this.address = address;
    this.#client = new Client(address, credentials.createInsecure(), internalChannelOptions);
  }

  openBidi<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
  ): ClientDuplexStream<Sent<Request>, Received<Response>> {
    return this.#client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      new Metadata(),
    );
  }

  openServerStream<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
    request: Sent<Request>,
  ): ClientReadableStream<Received<Response>> {
    return this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      new Metadata(),
    );
  }

  openClientStream<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
    onAnswer: (error: Error | null, response: Received<Response> | undefined) => void,
  ): ClientWritableStream<Sent<Request>> {
    return this.#client.makeClientStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      new Metadata(),
      onAnswer,
    );
  }

  /** Rejects with grpc-js's ServiceError (has `code`). */
  call<Request extends Codec, Response extends Codec>(
    method: RpcMethod<Request, Response>,
    request: Sent<Request>,
    timeoutMs: number,
  ): Promise<Received<Response>> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        new Metadata(),
        { deadline: Date.now() + timeoutMs },
        (error, response) => {
          if (error !== null) reject(error);
          else resolve(response as Received<Response>);
        },
      );
    });
  }

  close(): void {
    this.#client.close();
  }
}
