// A port that says hello to whoever gets through its handshake, and clients for it.
import type { Socket } from 'node:net';
import { connect as connectPlain, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { anyCertificate } from '../certificate-rules.ts';
import { defaultProtocolRules } from '../protocol-rules.ts';
import type { ServerTls } from '../server-tls.ts';
import { fixedMaterial } from '../material.ts';
import { TlsAcceptor } from '../tls-acceptor.ts';
import type { Refusal, TlsAcceptorOptions } from '../tls-acceptor.ts';
import { authority, server } from './certificates.ts';

export interface TlsPort extends AsyncDisposable {
  readonly port: number;
  readonly acceptor: TlsAcceptor;
  readonly refusals: Refusal[];
  /** Resolves with the text of the next refusal. */
  refused(): Promise<string>;
}

export const required: ServerTls = {
  source: fixedMaterial({ ...server, ca: [authority] }),
  protocol: defaultProtocolRules,
  requiresCertificate: true,
  rules: anyCertificate,
};

export async function listenTls(
  tls: ServerTls,
  options: Partial<TlsAcceptorOptions> = {},
): Promise<TlsPort> {
  const sockets = new Set<Socket>();
  const refusals: Refusal[] = [];
  let told = 0;
  let onRefused: () => void = () => undefined;
  const acceptor = new TlsAcceptor({
    tls,
    alpnProtocols: ['h2'],
    onSecure: (socket) => void socket.end('hello'),
    onRefused: (refusal) => {
      refusals.push(refusal);
      onRefused();
    },
    ...options,
  });
  const listener = createServer((socket) => {
    sockets.add(socket);
    acceptor.accept(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    acceptor,
    refusals,
    refused: async () => {
      while (refusals.length === told) await new Promise<void>((resolve) => (onRefused = resolve));
      return refusals[told++]!.reason;
    },
    [Symbol.asyncDispose]: async () => {
      acceptor.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

export function dial(port: number, options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({ port, host: '127.0.0.1', ca: authority, ...options });
  socket.on('error', () => undefined);
  return socket;
}

/** Everything the port says until it ends; with a refusal that is nothing. */
export async function heard(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** A plain connection on which this is said. */
export async function sayPlainly(port: number, text: string): Promise<string> {
  const socket = connectPlain({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write(text);
  return await heard(socket);
}
