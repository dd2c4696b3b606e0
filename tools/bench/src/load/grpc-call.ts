// One unary gRPC call over node:http2, with the status from the trailers: h2load cannot see gRPC
// errors, so the benchmark asks on its own what its load has done.
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:http2';
import { grpcFrame } from './wire.ts';

const timeoutMs = 10_000;

/** Resolves to the answer's message; rejects when the grpc-status is not 0. */
export function callGrpc(endpoint: string, path: string, message: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${endpoint}`);
    session.once('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    let status: string | undefined;
    let text = '';
    const readStatus = (headers: IncomingHttpHeaders): void => {
      status = first(headers['grpc-status']) ?? status;
      text = first(headers['grpc-message']) ?? text;
    };
    stream.setTimeout(timeoutMs, () => stream.destroy(new Error(`${path} is not answered`)));
    stream.on('response', readStatus);
    stream.on('trailers', readStatus);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('error', reject);
    stream.once('close', () => {
      session.close();
      if (status === '0') resolve(Buffer.concat(chunks).subarray(5));
      else reject(new Error(`${path}: gRPC status ${status ?? 'missing'} ${text}`));
    });
    stream.end(grpcFrame(message));
  });
}

function first(value: string | string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
