// The operators' door of a service: metrics and health over plain HTTP, on an address of its own so
// that it answers when the service's real port is flooded.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as NetServer } from 'node:net';
import type { Logger } from 'pino';
import type { Registry } from './prometheus.ts';
import type { HealthReport } from './health.ts';
import { listen } from './listen-address.ts';
import { answerLogLevel, logLevelPath } from './log-level-page.ts';
import { nodeHttp } from './node-http.ts';

export interface AdminServerSettings {
  /** `host:port` (port 0 = any free one) or `unix:/path`. */
  readonly address: string;
  readonly registry: Registry;
  /** Asked on every request to /health; a rejection is reported as unhealthy. */
  readonly health: () => Promise<HealthReport> | HealthReport;
  readonly logger: Logger;
  /** More GET paths; one of the two above replaces it. */
  readonly pages?: Readonly<Record<string, AdminPage>>;
  /** Makes what listens in front of the HTTP server and hands it connections. Left out = it listens itself. */
  readonly front?: (http: Server) => AdminFront;
}

export interface AdminFront {
  readonly listener: NetServer;
  /** Drops what was not handed over yet. */
  close(): void;
}

export type AdminPage = (url: URL) => Promise<AdminAnswer> | AdminAnswer;

export interface AdminAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface AdminServer {
  /** The address really bound. */
  readonly address: string;
  close(): Promise<void>;
}

const requestTimeoutMs = 10_000;

/** Rejects when the address cannot be bound. */
export async function startAdminServer(settings: AdminServerSettings): Promise<AdminServer> {
  const server = nodeHttp.createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, keepAliveTimeout: 5_000 },
    (request, response) => void respond(request, response, settings),
  );
  const front = settings.front?.(server);
  const listener = front?.listener ?? server;
  const address = await listen(listener, settings.address);
  return {
    address,
    close: () => {
      front?.close();
      return close(listener, server);
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  settings: AdminServerSettings,
): Promise<void> {
  let answer: AdminAnswer;
  try {
    answer = await answerTo(request, settings);
  } catch (error) {
    settings.logger.warn({ err: error, url: request.url }, 'admin request failed');
    answer = text(500, 'internal error, see the log\n');
  }
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

async function answerTo(
  request: IncomingMessage,
  settings: AdminServerSettings,
): Promise<AdminAnswer> {
  const url = new URL(request.url ?? '/', 'http://admin');
  if (url.pathname === logLevelPath) return answerLogLevel(request, settings.logger);
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET\n');
  const { registry, pages = {} } = settings;
  if (Object.hasOwn(pages, url.pathname))
    return (await pages[url.pathname]?.(url)) ?? text(404, '');
  switch (url.pathname) {
    case '/metrics':
      if (url.searchParams.get('format') === 'json') {
        return jsonAnswer(200, await registry.getMetricsAsJSON());
      }
      return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
    case '/health':
      return healthAnswer(await healthOf(settings));
    default:
      return text(404, `not found; there is ${paths(pages)}\n`);
  }
}

/** 200 when healthy, 503 when not: what load balancers and container tools look at. */
export function healthAnswer(report: HealthReport): AdminAnswer {
  return jsonAnswer(report.healthy ? 200 : 503, report);
}

export function jsonAnswer(status: number, content: unknown): AdminAnswer {
  return { status, contentType: 'application/json', body: `${JSON.stringify(content)}\n` };
}

async function healthOf(settings: AdminServerSettings): Promise<HealthReport> {
  try {
    return await settings.health();
  } catch (error) {
    settings.logger.warn({ err: error }, 'health check failed');
    const reason = error instanceof Error ? error.message : String(error);
    return { healthy: false, details: { error: reason } };
  }
}

function text(status: number, body: string): AdminAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

/** Resolves when the socket is free again; a scrape in flight is cut. */
function close(listener: NetServer, server: Server): Promise<void> {
  return new Promise((resolve) => {
    listener.close(() => resolve());
    server.closeAllConnections();
  });
}

function paths(pages: Readonly<Record<string, AdminPage>>): string {
  return [...new Set(['/metrics', '/health', ...Object.keys(pages)])].join(', ');
}
