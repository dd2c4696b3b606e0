// Turns connections into TLS connections whose other side has been checked, and holds back everybody else.
//
// new → shaking hands → checked → handed over; from each of the first three to refused. All of that has one
// deadline, and there is a bound on how many are under way: a stranger costs memory here before he has
// shown anything. The server of node:tls never listens, it is handed connections, so that before each of
// them the files can be looked at, and the first byte tells who does not speak TLS at all.
//
// Nothing reaches `onSecure` whose certificate was not judged in this handshake by the files of now:
// sessions of earlier connections are not resumed where certificates are asked for (server-tls.ts).
import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import { assert } from '@cairn/core';
import { nodeTls } from './builtin.ts';
import { addressMistake, holderMistake } from './certificate-rules.ts';
import type { NameService } from './certificate-rules.ts';
import { handshakesMax, handshakeTimeoutMs } from './limits.ts';
import type { TlsMaterial } from './material.ts';
import { isTlsHandshake, plainAnswer } from './plain-client.ts';
import { serverContextOptions } from './server-tls.ts';
import type { ServerTls } from './server-tls.ts';

/** Somebody who was not let in. */
export interface Refusal {
  readonly peerAddress: string;
  readonly reason: string;
}

export interface TlsAcceptorOptions {
  readonly tls: ServerTls;
  readonly alpnProtocols: readonly string[];
  /** Paused: all its bytes are still to be read. */
  readonly onSecure: (socket: TLSSocket) => void;
  readonly onRefused: (refusal: Refusal) => void;
  /** Defaults: limits.ts. */
  readonly handshakeTimeoutMs?: number;
  readonly handshakesMax?: number;
  readonly names?: NameService;
}

/** Time for somebody who does not speak TLS to read that he should. */
const answerTimeoutMs = 1_000;

interface Handshake {
  readonly socket: Socket;
  readonly peerAddress: string;
  readonly timer: NodeJS.Timeout;
}

export class TlsAcceptor {
  readonly #options: TlsAcceptorOptions;
  readonly #server: Server;
  /** By address and port of the other side, the oldest first. */
  readonly #handshakes = new Map<string, Handshake>();
  #material: TlsMaterial;

  constructor(options: TlsAcceptorOptions) {
    const { tls, alpnProtocols } = options;
    this.#options = options;
    this.#material = tls.source.current();
    this.#server = nodeTls().createServer({
      ...serverContextOptions(tls, this.#material),
      requestCert: tls.requiresCertificate,
      // It would close without a word of whom and why: `#judge` does it.
      rejectUnauthorized: false,
      ALPNProtocols: [...alpnProtocols],
      handshakeTimeout: options.handshakeTimeoutMs ?? handshakeTimeoutMs,
    });
    this.#server.on('secureConnection', (socket) => this.#shaken(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#failed(error, socket));
  }

  /** Handshakes under way. */
  get pendingCount(): number {
    return this.#handshakes.size;
  }

  /** Takes a connection nothing of which has been read yet. */
  accept(socket: Socket): void {
    socket.on('error', ignore);
    const peerAddress = describe(socket);
    if (socket.destroyed || peerAddress === undefined) return;
    const most = this.#options.handshakesMax ?? handshakesMax;
    if (this.#handshakes.size >= most) this.#dropOldest();
    const timeoutMs = this.#options.handshakeTimeoutMs ?? handshakeTimeoutMs;
    const timer = setTimeout(() => {
      this.#refuse(peerAddress, `the handshake was not done within ${timeoutMs} ms`);
    }, timeoutMs);
    this.#handshakes.set(peerAddress, { socket, peerAddress, timer });
    socket.once('close', () => this.#forget(peerAddress, socket));
    this.#awaitFirstByte(socket, peerAddress);
  }

  /** Drops what is not through yet. */
  close(): void {
    for (const { socket } of this.#handshakes.values()) socket.destroy();
  }

  #awaitFirstByte(socket: Socket, peerAddress: string): void {
    const onReadable = (): void => {
      const bytes = socket.read() as Buffer | null;
      if (bytes === null) return;
      socket.off('readable', onReadable);
      socket.off('end', onEnd);
      if (isTlsHandshake(bytes)) {
        socket.unshift(bytes);
        this.#begin(socket);
      } else {
        this.#answerPlain(socket, peerAddress, bytes);
      }
    };
    // Whoever says nothing has only looked whether the port is open.
    const onEnd = (): void => void socket.destroy();
    socket.on('readable', onReadable);
    socket.on('end', onEnd);
  }

  #begin(socket: Socket): void {
    const { tls } = this.#options;
    const material = tls.source.current();
    if (material !== this.#material) {
      this.#material = material;
      this.#server.setSecureContext(serverContextOptions(tls, material));
    }
    this.#server.emit('connection', socket);
  }

  #answerPlain(socket: Socket, peerAddress: string, bytes: Uint8Array): void {
    this.#options.onRefused({ peerAddress, reason: 'it does not speak TLS, and this port does' });
    const answer = plainAnswer(bytes);
    if (answer === undefined) {
      socket.destroy();
      return;
    }
    // What else it says is read and dropped: a reset would make it forget the answer.
    clearTimeout(this.#handshakes.get(peerAddress)?.timer);
    const timer = setTimeout(() => void socket.destroy(), answerTimeoutMs);
    this.#handshakes.set(peerAddress, { socket, peerAddress, timer });
    socket.resume();
    socket.on('end', () => void socket.destroy());
    socket.end(answer);
  }

  #failed(error: Error, socket: TLSSocket): void {
    const peerAddress = describe(socket);
    if (peerAddress !== undefined) this.#refuse(peerAddress, error.message);
    socket.destroy();
  }

  #shaken(socket: TLSSocket): void {
    socket.on('error', ignore);
    const peerAddress = describe(socket);
    const handshake = peerAddress === undefined ? undefined : this.#handshakes.get(peerAddress);
    // Dropped, or late.
    if (handshake === undefined) return void socket.destroy();
    this.#judge(socket, handshake).then(
      (mistake) => {
        if (!this.#handshakes.has(handshake.peerAddress) || socket.destroyed) {
          socket.destroy();
        } else if (mistake === undefined) {
          this.#forget(handshake.peerAddress, handshake.socket);
          this.#options.onSecure(socket);
        } else {
          this.#refuse(handshake.peerAddress, mistake);
        }
      },
      (error: unknown) => this.#refuse(handshake.peerAddress, String(error)),
    );
  }

  async #judge(socket: TLSSocket, { socket: plain }: Handshake): Promise<string | undefined> {
    const { requiresCertificate, rules } = this.#options.tls;
    if (!requiresCertificate) return undefined;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return 'it has shown no certificate';
    if (!socket.authorized) return `certificate: ${String(socket.authorizationError)}`;
    const mistake = holderMistake(certificate, rules);
    if (mistake !== undefined || !rules.bindsAddress) return mistake;
    return await addressMistake(certificate, plain.remoteAddress ?? '', this.#options.names);
  }

  #dropOldest(): void {
    const [oldest] = this.#handshakes.keys();
    assert(oldest !== undefined, 'there is one to drop');
    this.#refuse(oldest, 'too many handshakes at once');
  }

  #refuse(peerAddress: string, reason: string): void {
    const handshake = this.#handshakes.get(peerAddress);
    if (handshake === undefined) return;
    this.#forget(peerAddress, handshake.socket);
    handshake.socket.destroy();
    this.#options.onRefused({ peerAddress, reason });
  }

  #forget(peerAddress: string, socket: Socket): void {
    const handshake = this.#handshakes.get(peerAddress);
    if (handshake?.socket !== socket) return;
    clearTimeout(handshake.timer);
    this.#handshakes.delete(peerAddress);
  }
}

/** undefined = it is gone already. */
function describe({ remoteAddress, remotePort }: Socket): string | undefined {
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;
}

function ignore(): void {
  // 'close' follows.
}
