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
import { removeStaleSocket } from '@cairn/telemetry';
import { commonName, TlsAcceptor } from '@cairn/tls';
import type { ServerTls } from '@cairn/tls';
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
  /** undefined = the port speaks plain TCP. */
  readonly #tls: TlsAcceptor | undefined;
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
    this.#tls = this.#createTlsAcceptor();
    this.#server = this.#createServer();
  }

  get port(): number {
    assert(this.#port !== undefined, 'the edge has listened');
    return this.#port;
  }

  async listen(): Promise<void> {
    const { host, port, path } = this.#options;
    if (path !== undefined) await removeStaleSocket(`unix:${path}`);
    const where = path === undefined ? { host, port } : { path };
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ ...where, backlog: 4096 }, () => {
        this.#server.off('error', reject);
        // A failing accept (out of file descriptors) costs that connection, not the listener.
        this.#server.on('error', ignore);
        this.#port = path === undefined ? (this.#server.address() as AddressInfo).port : 0;
        resolve();
      });
    });
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#drain(graceMs);
    return this.#closing;
  }

  #createServer(): Server {
    const server = createServer({
      // HTTP/1 clients may end their side and still want the answer.
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: this.#tuning.tcpKeepAliveDelayMs,
    });
    return server.on('connection', (socket) => {
      this.#track(socket);
      if (this.#tls === undefined) this.#recognize(socket, {});
      else this.#tls.accept(socket);
    });
  }

  #createTlsAcceptor(): TlsAcceptor | undefined {
    const { tls, onRefused } = this.#options;
    if (tls === undefined) return undefined;
    return new TlsAcceptor({
      tls,
      alpnProtocols: ['h2', 'http/1.1'],
      handshakeTimeoutMs: this.#tuning.firstBytesTimeoutMs,
      onSecure: (socket) => {
        // Beside the connection underneath, which is tracked already.
        this.#track(socket);
        if (this.#closing === undefined) this.#recognize(socket, knownOf(socket, tls));
        else socket.destroy();
      },
      onRefused: onRefused ?? ignore,
    });
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

  #recognize(socket: Socket, { agreed, certificateName }: KnownClient): void {
    this.#fresh.add(socket);
    awaitFirstBytes({
      socket,
      timeoutMs: this.#tuning.firstBytesTimeoutMs,
      onProtocol: (recognized) => {
        this.#fresh.delete(socket);
        // The answer is HTTP's, and not TLS: that is what such a client reports as the mistake that it is.
        if (recognized === 'tls') this.#reportTlsClient(socket);
        if ((agreed ?? recognized) === 'http2') this.#http2.accept(socket, certificateName);
        else this.#http1.accept(socket, certificateName);
      },
    });
  }

  #reportTlsClient({ remoteAddress = '', remotePort = 0 }: Socket): void {
    this.#options.onRefused?.({
      peerAddress: `${remoteAddress}:${remotePort}`,
      reason: 'it speaks TLS, and this port does not',
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
    this.#tls?.close();
    this.#http1.drain();
    await this.#http2.drain();
    await closed;
    clearTimeout(cutTimer);
  }
}

/** What the handshake has brought; the connection still has to say its first bytes in time. */
interface KnownClient {
  /** By ALPN; undefined = nothing. */
  readonly agreed?: Protocol | undefined;
  readonly certificateName?: string | undefined;
}

function knownOf(socket: TLSSocket, { requiresCertificate }: ServerTls): KnownClient {
  const { alpnProtocol } = socket;
  const certificate = requiresCertificate ? socket.getPeerX509Certificate() : undefined;
  return {
    agreed: alpnProtocol === 'h2' ? 'http2' : alpnProtocol === 'http/1.1' ? 'http1' : undefined,
    certificateName: certificate === undefined ? undefined : commonName(certificate),
  };
}

function ignore(): void {
  // See where it is used.
}
