// JSON over plain HTTP, as a client without any gRPC library asks: a POST each, and watches that are read
// piece by piece as they come.
import { on } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { askHttp } from '../../kit/index.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface JsonAnswer {
  readonly status: number;
  readonly body: Json;
}

export class JsonClient {
  readonly #endpoint: string;
  /** Sent as it is in `Authorization`, without `Bearer`. */
  readonly #token: string | undefined;

  constructor(endpoint: string, token?: string) {
    this.#endpoint = endpoint;
    this.#token = token;
  }

  as(token: string): JsonClient {
    return new JsonClient(this.#endpoint, token);
  }

  async get(path: string): Promise<JsonAnswer> {
    const { status, body } = await askHttp({ endpoint: this.#endpoint, path });
    return { status, body: JSON.parse(body) as Json };
  }

  async post(path: string, message: Json): Promise<JsonAnswer> {
    const { status, body } = await askHttp({
      endpoint: this.#endpoint,
      path: `/v3${path}`,
      method: 'POST',
      headers: this.#headers(),
      body: JSON.stringify(message),
      timeoutMs: 20_000,
    });
    return { status, body: JSON.parse(body) as Json };
  }

  async watch(create: Json): Promise<JsonPieces> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = request(
      `http://${this.#endpoint}/v3/watch`,
      { method: 'POST', agent: false, headers: this.#headers() },
      resolve,
    );
    sent.once('error', reject);
    sent.end(JSON.stringify({ create_request: create }));
    return new JsonPieces(sent, await promise);
  }

  #headers(): Readonly<Record<string, string>> {
    return this.#token === undefined ? {} : { authorization: this.#token };
  }
}

/** An answer that goes on. Clients take every piece that arrives for one whole message. */
export class JsonPieces implements Disposable {
  readonly #sent: ClientRequest;
  /** Events, because reading the stream would put together what arrived in pieces. */
  readonly #pieces: AsyncIterator<[Buffer]>;

  constructor(sent: ClientRequest, answer: IncomingMessage) {
    this.#sent = sent;
    // What is cut off at the end is no error.
    sent.on('error', () => undefined);
    const pieces = on(answer, 'data', { close: ['end'] });
    this.#pieces = pieces[Symbol.asyncIterator]() as AsyncIterator<[Buffer]>;
  }

  async next(): Promise<Json> {
    const { done, value } = await this.#pieces.next();
    if (done === true) throw new Error('the answer has ended');
    return JSON.parse(value[0].toString()) as Json;
  }

  [Symbol.dispose](): void {
    this.#sent.destroy();
  }
}
