// Calls of any method with any bytes, over gRPC and as JSON, that give back what a stranger would see:
// all bytes of the answer, and how it ended.
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import { request } from 'node:http';
import type { ClientMethod } from './methods.ts';

const longestMs = 20_000;

export interface Reply {
  /** A gRPC code; 0 also for a stream that has begun to answer. */
  readonly code: number;
  readonly text: string;
  /** Everything that was answered. */
  readonly bytes: Buffer;
}

export interface GrpcCallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /**
   * Says that nothing follows. Whoever ends a watch or a keep-alive may not hear what was answered before, so
   * there it is not the default.
   */
  readonly isLast?: boolean;
}

/** One connection. */
export class GrpcCaller implements Disposable {
  readonly #client: Client;

  constructor(endpoint: string) {
    this.#client = new Client(endpoint, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.enable_retries': 0,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.service_config_disable_resolution': 1,
    });
  }

  /** Of an answer that is a stream only the first message is waited for. */
  call(
    { path, isRequestStream, isResponseStream }: ClientMethod,
    message: Uint8Array,
    { headers = {}, timeoutMs = longestMs, isLast = !isRequestStream }: GrpcCallOptions = {},
  ): Promise<Reply> {
    const same = (bytes: Buffer): Buffer => bytes;
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const deadline = Date.now() + timeoutMs;
    const stream = this.#client.makeBidiStreamRequest(path, same, same, metadata, { deadline });
    stream.write(Buffer.from(message));
    if (isLast) stream.end();
    return replyOf(stream, isResponseStream);
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

function replyOf(stream: ClientDuplexStream<Buffer, Buffer>, firstIsAll: boolean): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const messages: Buffer[] = [];
  stream.on('data', (message: Buffer) => {
    messages.push(message);
    if (!firstIsAll) return;
    resolve({ code: 0, text: '', bytes: Buffer.concat(messages) });
    stream.cancel();
  });
  // The same comes as 'status'.
  stream.on('error', () => undefined);
  stream.on('status', ({ code, details, metadata }: StatusObject) => {
    const trailers = Buffer.from(JSON.stringify(metadata.toJSON()));
    resolve({ code, text: details, bytes: Buffer.concat([...messages, trailers]) });
  });
  return promise;
}

export interface JsonReply {
  readonly status: number;
  /** The first line of an answer that is a stream. */
  readonly body: string;
}

/** `POST` on a connection of its own. */
export function postJson(
  endpoint: string,
  path: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonReply> {
  const { promise, resolve, reject } = Promise.withResolvers<JsonReply>();
  const outgoing = request(
    `http://${endpoint}${path}`,
    { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(longestMs) },
    (incoming) => {
      const status = incoming.statusCode ?? 0;
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
        if (!text.startsWith('{"result"') || !text.includes('\n')) return;
        resolve({ status, body: text });
        outgoing.destroy();
      });
      incoming.once('end', () => resolve({ status, body: text }));
      incoming.once('error', reject);
    },
  );
  outgoing.once('error', reject);
  outgoing.end(body);
  return promise;
}
