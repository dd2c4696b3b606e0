// One plain HTTP/1.1 request on its own connection, answered as text: for /health, /version and the
// JSON gateway.
import { request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAsk {
  /** `host:port` */
  readonly endpoint: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export function askHttp(ask: HttpAsk): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const outgoing = request(
    `http://${ask.endpoint}${ask.path}`,
    {
      method: ask.method ?? 'GET',
      headers: ask.headers ?? {},
      agent: false,
      signal: AbortSignal.timeout(ask.timeoutMs ?? 5_000),
    },
    (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    },
  );
  outgoing.once('error', reject);
  outgoing.end(ask.body);
  return promise;
}

/** True when `GET /health` says so: the server has a leader and can answer a linearizable read. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  const answer = await askHttp({ endpoint, path: '/health', timeoutMs: 2_000 });
  return answer.status === 200 && answer.body.includes('"health":"true"');
}
