// One port, two protocols. An HTTP/2 client with prior knowledge (every gRPC client) opens with a
// fixed preface of 24 bytes; whatever else comes is HTTP/1, which then judges for itself whether
// the bytes make sense. `PRI` is no method of HTTP/1, so one differing byte decides. A client that means to
// speak TLS is told apart, so that somebody can say so.
import type { Socket } from 'node:net';
import { concatBytes, emptyBytes } from '@cairn/core';
import { isTlsHandshake } from '@cairn/tls';

export type Protocol = 'http1' | 'http2' | 'tls';

const http2Preface: Uint8Array = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** undefined = could still be either. */
export function recognizeProtocol(firstBytes: Uint8Array): Protocol | undefined {
  if (isTlsHandshake(firstBytes)) return 'tls';
  const length = Math.min(firstBytes.length, http2Preface.length);
  for (let index = 0; index < length; index += 1) {
    if (firstBytes[index] !== http2Preface[index]) return 'http1';
  }
  return length === http2Preface.length ? 'http2' : undefined;
}

export interface FirstBytesOptions {
  readonly socket: Socket;
  readonly timeoutMs: number;
  /** The socket is paused and all its bytes are still to be read. */
  readonly onProtocol: (protocol: Protocol) => void;
}

/**
 * Watches a fresh connection until its protocol is known. One that says nothing, too little, or
 * goes away meanwhile is destroyed; the timeout counts from the connect, so single bytes sent
 * slowly do not extend it.
 */
export function awaitFirstBytes(options: FirstBytesOptions): void {
  const { socket } = options;
  const giveUp = (): void => {
    socket.destroy();
  };
  const timer = setTimeout(giveUp, options.timeoutMs);
  const leave = (): void => {
    clearTimeout(timer);
    socket.off('readable', onReadable);
    socket.off('end', giveUp);
    socket.off('close', leave);
  };
  // Bytes go back only once they have decided: giving them back wakes 'readable' again at once.
  let seen: Uint8Array = emptyBytes;
  const onReadable = (): void => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    seen = seen.length === 0 ? bytes : concatBytes([seen, bytes]);
    const protocol = recognizeProtocol(seen);
    if (protocol === undefined) return;
    leave();
    socket.unshift(seen);
    options.onProtocol(protocol);
  };
  socket.on('readable', onReadable);
  socket.on('end', giveUp);
  socket.on('close', leave);
}
