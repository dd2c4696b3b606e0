// Pages over TLS, with the certificate of the client port: as etcd serves an https URL of --listen-metrics-urls.
import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AdminFront, Logger } from '@cairn/telemetry';
import { RefusalLog, TlsAcceptor } from '@cairn/tls';
import type { ServerTls } from '@cairn/tls';

const prefix = 'tls:';
/** A server that does not listen itself keeps no clock for slow requests: silence ends a connection. */
const silenceMs = 10_000;

/** `tls:host:port` is `host:port` over TLS. */
export function isSecured(address: string): boolean {
  return address.startsWith(prefix);
}

export function plainAddress(address: string): string {
  return isSecured(address) ? address.slice(prefix.length) : address;
}

/** Hands to the HTTP server whoever is through the handshake. */
export function securedFront(
  tls: ServerTls,
  address: string,
  logger: Logger,
): (http: HttpServer) => AdminFront {
  const clock = { nowMs: () => performance.now() };
  const refusals = new RefusalLog({ logger, url: `https://${plainAddress(address)}`, clock });
  return (http) => {
    http.timeout = silenceMs;
    const acceptor = new TlsAcceptor({
      tls,
      alpnProtocols: ['http/1.1'],
      onSecure: (socket) => void http.emit('connection', socket),
      onRefused: (refusal) => refusals.add(refusal),
    });
    return {
      listener: createServer((socket) => acceptor.accept(socket)),
      close: () => acceptor.close(),
    };
  };
}
