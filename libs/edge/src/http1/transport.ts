// Plain HTTP/1.1 for health checks, metrics, the JSON gateway and people with curl. Requests are small
// and come whole; answers may be streams.
//
// The server here never listens, it is handed connections; node:http starts the clock for slow
// request heads only on servers that listen. So the time for the next head is watched here, per
// connection, whatever the client sends meanwhile.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describePeer } from '../peer-address.ts';
import {
  answerHttp,
  bodyOf,
  bodyTooLarge,
  escalate,
  splitTarget,
  tooManyHosts,
} from '../http/plain-http.ts';
import type { EdgeTuning, HttpHandler, HttpRequest, HttpResponse } from '../types.ts';
import { Http1Body } from './body.ts';

// An import would load another HTTP client too, to name its WebSocket among the exports.
const { createServer } = process.getBuiltinModule('node:http');

export interface Http1TransportOptions {
  readonly handler: HttpHandler;
  readonly bodyBytesMax: number;
  readonly tuning: EdgeTuning;
}

export class Http1Transport {
  readonly #options: Http1TransportOptions;
  readonly #server: Server;
  readonly #connections = new Map<Socket, Http1Connection>();
  #draining = false;

  constructor(options: Http1TransportOptions) {
    this.#options = options;
    this.#server = createServer({
      maxHeaderSize: options.tuning.headerBytesMax,
      keepAliveTimeout: options.tuning.httpKeepAliveTimeoutMs,
      requireHostHeader: true,
    });
    this.#server.on('request', (request, response) => {
      this.#serve(request, response).catch(escalate);
    });
  }

  /** Takes over a connection whose first bytes are still to be read. */
  accept(socket: Socket, certificateName: string | undefined): void {
    const connection = new Http1Connection(socket, this.#options.tuning, certificateName);
    this.#connections.set(socket, connection);
    socket.once('close', () => {
      connection.closed();
      this.#connections.delete(socket);
    });
    this.#server.emit('connection', socket);
  }

  /** Ends idle connections now and the others after the answer they wait for. */
  drain(): void {
    this.#draining = true;
    for (const connection of this.#connections.values()) connection.endWhenIdle();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#connections.get(request.socket);
    if (connection === undefined) return;
    if (!connection.requestBegins()) return;
    const gone = new AbortController();
    response.once('close', () => {
      connection.requestEnds();
      if (!response.writableFinished) gone.abort();
    });
    if ((request.headersDistinct['host'] ?? []).length > 1) {
      response.setHeader('connection', 'close');
      this.#write(response, request, tooManyHosts);
      return;
    }
    const { bodyBytesMax, tuning } = this.#options;
    const body = await readBody(request, bodyBytesMax, tuning.httpRequestTimeoutMs);
    if (body.kind === 'broken') {
      request.socket.destroy();
    } else if (body.kind === 'too large') {
      response.setHeader('connection', 'close');
      this.#write(response, request, bodyTooLarge);
    } else {
      const { certificateName } = connection;
      const asked = { ...describe(request, body.bytes, gone.signal), certificateName };
      this.#write(response, request, await answerHttp(this.#options.handler, asked));
    }
  }

  #write(response: ServerResponse, request: IncomingMessage, answer: HttpResponse): void {
    if (response.destroyed) return;
    if (this.#draining) response.setHeader('connection', 'close');
    const body = bodyOf(answer);
    const isHead = request.method === 'HEAD';
    if (typeof body !== 'function') {
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
      response.end(isHead ? undefined : body);
      return;
    }
    response.writeHead(answer.status, answer.headers);
    if (isHead) response.end();
    else body(new Http1Body(response, this.#options.tuning.sendStallMsMax));
  }
}

/** Ends a connection that is idle, or takes its time with the head of a request. */
class Http1Connection {
  readonly certificateName: string | undefined;
  readonly #socket: Socket;
  readonly #tuning: EdgeTuning;
  /** More than one when the client pipelines. */
  #requestsOpen = 0;
  #ending = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, tuning: EdgeTuning, certificateName: string | undefined) {
    this.certificateName = certificateName;
    this.#socket = socket;
    this.#tuning = tuning;
    this.#awaitRequest(tuning.httpRequestTimeoutMs);
  }

  /** False: nobody answers so many at once, and who does not wait for answers would fill the memory. */
  requestBegins(): boolean {
    this.#requestsOpen += 1;
    clearTimeout(this.#timer);
    if (this.#requestsOpen <= this.#tuning.httpPipelinedRequestsMax) return true;
    this.#socket.destroy();
    return false;
  }

  requestEnds(): void {
    this.#requestsOpen -= 1;
    if (this.#requestsOpen > 0 || this.#socket.destroyed) return;
    if (this.#ending) this.#socket.end();
    else this.#awaitRequest(this.#tuning.httpKeepAliveTimeoutMs);
  }

  endWhenIdle(): void {
    this.#ending = true;
    if (this.#requestsOpen === 0) this.#socket.destroy();
  }

  closed(): void {
    clearTimeout(this.#timer);
  }

  #awaitRequest(timeoutMs: number): void {
    this.#timer = setTimeout(() => {
      this.#socket.destroy();
    }, timeoutMs);
  }
}

type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'too large' }
  | { readonly kind: 'broken' };

/** `broken` = the client went away in the middle, or was too slow. */
function readBody(request: IncomingMessage, bytesMax: number, timeoutMs: number): Promise<Body> {
  const { promise, resolve } = Promise.withResolvers<Body>();
  const timer = setTimeout(() => {
    resolve({ kind: 'broken' });
  }, timeoutMs);
  let chunks: Uint8Array[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= bytesMax) {
      chunks.push(chunk);
      return;
    }
    chunks = [];
    resolve({ kind: 'too large' });
  });
  request.on('end', () => {
    resolve({ kind: 'whole', bytes: Buffer.concat(chunks, length) });
  });
  request.on('error', () => {
    resolve({ kind: 'broken' });
  });
  request.on('close', () => {
    clearTimeout(timer);
    resolve({ kind: 'broken' });
  });
  return promise.finally(() => {
    clearTimeout(timer);
  });
}

function describe(request: IncomingMessage, body: Uint8Array, signal: AbortSignal): HttpRequest {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    const value = values?.[0];
    if (value !== undefined) headers.set(name, value);
  }
  const { target, host } = targetOf(request.url ?? '/');
  if (host !== undefined) headers.set('host', host);
  return {
    method: request.method ?? 'GET',
    ...splitTarget(target),
    headers,
    body,
    peerAddress: describePeer(request.socket),
    isSecure: 'encrypted' in request.socket,
    signal,
  };
}

/** A target with a host in it, as for a proxy: that host counts, whatever stands beside it (RFC 9112, 3.2.2). */
function targetOf(url: string): { readonly target: string; readonly host: string | undefined } {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (host === undefined) return { target: url, host };
  return { target: rest.startsWith('/') ? rest : `/${rest}`, host };
}
