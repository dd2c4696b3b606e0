// A gRPC client that can do what no library lets one do: send any header, any bytes, cancel at any
// point, and see the exact frames of the answer.
import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import { connect, constants } from 'node:http2';

export interface RawAnswer {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, unknown>>;
  readonly data: Buffer;
  readonly resetCode: number;
}

export interface RawCall {
  readonly stream: ClientHttp2Stream;
  readonly answer: Promise<RawAnswer>;
  cancel(): void;
}

export class RawClient implements Disposable {
  readonly session: ClientHttp2Session;

  constructor(port: number) {
    this.session = connect(`http://127.0.0.1:${String(port)}`);
    this.session.on('error', () => undefined);
  }

  /** Sends headers; headers given replace the usual ones, undefined leaves one out. */
  open(path: string, headers: OutgoingHttpHeaders = {}): RawCall {
    const stream = this.session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const { promise, resolve } = Promise.withResolvers<RawAnswer>();
    let received: Record<string, unknown> = {};
    let trailers: Record<string, unknown> = {};
    const chunks: Buffer[] = [];
    stream.on('response', (head) => (received = { ...head }));
    stream.on('trailers', (tail) => (trailers = { ...tail }));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => undefined);
    stream.on('close', () => {
      const data = Buffer.concat(chunks);
      resolve({ headers: received, trailers, data, resetCode: stream.rstCode ?? 0 });
    });
    return {
      stream,
      answer: promise,
      cancel: () => {
        stream.close(constants.NGHTTP2_CANCEL);
      },
    };
  }

  /** A whole call with these bytes as its body. */
  call(path: string, body: Uint8Array, headers: OutgoingHttpHeaders = {}): Promise<RawAnswer> {
    const call = this.open(path, headers);
    call.stream.end(body);
    return call.answer;
  }

  [Symbol.dispose](): void {
    this.session.destroy();
  }
}

/** Status and text wherever they are: in the trailers, or in the only headers. */
export function statusOf(answer: RawAnswer): { code: unknown; message: unknown } {
  const from = 'grpc-status' in answer.trailers ? answer.trailers : answer.headers;
  return { code: from['grpc-status'], message: from['grpc-message'] };
}

export function frame(message: Uint8Array, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
