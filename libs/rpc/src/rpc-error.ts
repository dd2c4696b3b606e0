// A status other than OK, as callers see it, and the ways it travels: `grpc-message` is a header, and
// headers are printable ASCII, so everything else and the percent sign are %XX of its UTF-8 bytes.
import { GrpcCode } from '@cairn/proto';

export class RpcError extends Error {
  override readonly name = 'RpcError';
  /** gRPC status code. */
  readonly code: number;
  readonly details: string;

  constructor(code: number, details: string, options: ErrorOptions = {}) {
    super(`${code} ${codeNames[code] ?? 'UNKNOWN'}: ${details}`, options);
    this.code = code;
    this.details = details;
  }
}

const codeNames: readonly string[] = Object.entries(GrpcCode)
  .toSorted(([, a], [, b]) => a - b)
  .map(([name]) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());

const plainText = /^[ -$&-~]*$/;

export function encodeStatusText(text: string): string {
  if (plainText.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** What cannot be decoded is taken as it is (the gRPC specification asks for that). */
export function decodeStatusText(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
