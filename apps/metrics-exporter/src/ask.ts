// One HTTP GET to an admin address, over TCP or a Unix socket, with a limit on time and size: a
// target that hangs or never stops talking costs this request and nothing else.
import type { IncomingMessage, RequestOptions } from 'node:http';
import { nodeHttp, socketPath } from '@cairn/telemetry';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface AskLimits {
  readonly timeoutMs: number;
  readonly bodyBytesMax: number;
}

/** @param address `host:port`, `http://host:port` or `unix:/path`. */
export function ask(address: string, path: string, limits: AskLimits): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(signal.aborted ? new Error(`no answer within ${limits.timeoutMs} ms`) : error);
    };
    const asked = nodeHttp.request(
      { ...destination(address), path, signal, agent: false },
      (response) => {
        readBody(response, limits.bodyBytesMax).then(
          (body) =>
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers['content-type'] ?? 'text/plain',
              body,
            }),
          fail,
        );
      },
    );
    asked.once('error', fail);
    asked.end();
  });
}

function destination(address: string): RequestOptions {
  if (address.startsWith('unix:')) return { socketPath: socketPath(address), host: 'localhost' };
  const url = new URL(address.includes('://') ? address : `http://${address}`);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 80 : Number(url.port),
  };
}

async function readBody(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Error(`the answer has more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
