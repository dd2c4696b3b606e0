// Somebody who speaks plainly on a port for TLS: what he is told in his own language.

/** The first byte of a TLS connection: a record of the handshake. */
const handshakeRecord = 0x16;

export function isTlsHandshake(firstBytes: Uint8Array): boolean {
  return firstBytes[0] === handshakeRecord;
}

const http1Answer = Buffer.from(
  [
    'HTTP/1.1 400 Bad Request',
    'content-type: text/plain; charset=utf-8',
    'content-length: 48',
    'connection: close',
    '',
    'Client sent an HTTP request to an HTTPS server.\n',
  ].join('\r\n'),
);

const goodbyeText = 'this port speaks TLS';
const inadequateSecurity = 0x0c;

/** An empty SETTINGS, which has to come first, and a GOAWAY that says why. */
const http2Answer = Buffer.concat([
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
  Buffer.from([0, 0, 8 + goodbyeText.length, 7, 0, 0, 0, 0, 0]),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, inadequateSecurity]),
  Buffer.from(goodbyeText),
]);

/** undefined = it is not HTTP: nothing can be said that would be understood. */
export function plainAnswer(firstBytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(firstBytes).toString('latin1', 0, 8);
  if (text.startsWith('PRI ')) return http2Answer;
  return /^[A-Z]{3,7} ?/.test(text) ? http1Answer : undefined;
}
