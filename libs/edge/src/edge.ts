// The public listener: one TCP port, gRPC over HTTP/2 and plain HTTP/1.1 behind it.
//
// Every connection passes three places in order: the TLS handshake (if the port speaks TLS), the
// recognition of the protocol by ALPN or first bytes, and the transport that keeps it. The set of
// open sockets is kept here so that closing has one place that can cut whatever is left.
//
// listening → draining → closed; a connection is never accepted while draining.
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { assert } from '@cairn/core';
import type { Protocol } from './first-bytes.ts';
import { awaitFirstBytes } from './first-bytes.ts';
import { ServiceTable } from './grpc/service-table.ts';
import { Http1Transport } from './http1/transport.ts';
import { Http2Transport } from './http2/transport.ts';
import { completeTuning, http2LimitsOf } from './tuning.ts';
import type { Edge, EdgeOptions, EdgeTuning } from './types.ts';

/** Resolves when the port accepts connections; rejects when it cannot be had. */
export async function listenEdge(options: EdgeOptions): Promise<Edge> {
  const tuning = completeTuning(options.tuning ?? {}, options.limits);
  const listener = new Listener(options, tuning);
  await listener.listen();
  return listener;
}

class Listener implements Edge {
  readonly #options: EdgeOptions;
  readonly #tuning: EdgeTuning;
  readonly #server: Server;
  readonly #http2: Http2Transport;
  readonly #http1: Http1Transport;
  readonly #sockets = new Set<Socket>();
  /** Those of them that have yet to say their first bytes. */
  readonly #fresh = new Set<Socket>();
  #port: number | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: EdgeOptions, tuning: EdgeTuning) {
    this.#options = options;
    this.#tuning = tuning;
    // JSON carries bytes as base64, a third longer.
    const bodyBytesMax = 2 * options.limits.requestMessageBytesMax;
    const handler = options.http;
    this.#http2 = new Http2Transport({
      services: new ServiceTable(options.services),
      // As etcd does: without TLS, HTTP/2 is for gRPC; with it, clients that know both versions
      // come over HTTP/2 for everything.
      servesHttp: options.tls !== undefined,
      http: { handler, bodyBytesMax, requestTimeoutMs: tuning.httpRequestTimeoutMs },
      limits: options.limits,
      http2Limits: http2LimitsOf(options.limits, tuning),
      tuning,
    });
    this.#http1 = new Http1Transport({ handler, bodyBytesMax, tuning });
    this.#server = this.#createServer();
  }

  get port(): number {
    assert(this.#port !== undefined, 'the edge has listened');
    return this.#port;
  }

  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 4096 }, () => {
        this.#server.off('error', reject);
        // A failing accept (out of file descriptors) costs that connection, not the listener.
        this.#server.on('error', ignore);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#drain(graceMs);
    return this.#closing;
  }

  #createServer(): Server {
    const tuning = this.#tuning;
    const socketOptions = {
      // HTTP/1 clients may end their side and still want the answer.
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: tuning.tcpKeepAliveDelayMs,
    } as const;
    const { tls } = this.#options;
    if (tls === undefined) {
      const server = createServer(socketOptions);
      return server.on('connection', (socket) => {
        this.#track(socket);
        this.#recognize(socket, undefined);
      });
    }
    // Loaded where it is used: most edges of a cluster speak plain TCP.
    const server = process.getBuiltinModule('node:tls').createServer({
      ...socketOptions,
      ...tls,
      rejectUnauthorized: tls.requestCert,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: tuning.firstBytesTimeoutMs,
    });
    // Both are tracked: until the handshake is done there is only the connection underneath.
    server.on('connection', (socket: Socket) => {
      this.#track(socket);
    });
    server.on('secureConnection', (socket) => {
      this.#track(socket);
      if (this.#closing === undefined) this.#recognize(socket, protocolOf(socket));
      else socket.destroy();
    });
    // Who does not speak TLS, or not well enough, is gone with that.
    server.on('tlsClientError', (_error, socket) => {
      socket.destroy();
    });
    return server;
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    // Resets and broken pipes: 'close' follows, and whoever keeps the connection listens to that.
    socket.on('error', ignore);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#fresh.delete(socket);
    });
  }

  /** @param agreed by ALPN; the connection still has to say its first bytes in time. */
  #recognize(socket: Socket, agreed: Protocol | undefined): void {
    this.#fresh.add(socket);
    awaitFirstBytes({
      socket,
      timeoutMs: this.#tuning.firstBytesTimeoutMs,
      onProtocol: (recognized) => {
        this.#fresh.delete(socket);
        if ((agreed ?? recognized) === 'http2') this.#http2.accept(socket);
        else this.#http1.accept(socket);
      },
    });
  }

  async #drain(graceMs: number): Promise<void> {
    const cutTimer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, graceMs);
    const closed = new Promise((resolve) => {
      this.#server.close(resolve);
    });
    for (const socket of this.#fresh) socket.destroy();
    this.#http1.drain();
    await this.#http2.drain();
    await closed;
    clearTimeout(cutTimer);
  }
}

/** What client and server have agreed on while they shook hands; undefined = nothing. */
function protocolOf(socket: TLSSocket): Protocol | undefined {
  if (socket.alpnProtocol === 'h2') return 'http2';
  return socket.alpnProtocol === 'http/1.1' ? 'http1' : undefined;
}

function ignore(): void {
  // See where it is used.
}
