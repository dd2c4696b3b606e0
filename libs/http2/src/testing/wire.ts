// Frames as bytes and back, written plainly and apart from the code under test.
import { errorCodes } from '../error-codes.ts';
import type { HeaderField } from '../types.ts';

/** A frame as tests look at it. */
export interface PlainFrame {
  readonly type: string;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
}

export const types = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

const typeNames = new Map<number, string>(Object.entries(types).map(([name, id]) => [id, name]));

export const END_STREAM = 1;
export const ACK = 1;
export const END_HEADERS = 4;
export const PADDED = 8;
export const PRIORITY = 32;

export const preface: Uint8Array = text('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export function text(value: string): Uint8Array {
  return Uint8Array.from(value, (char) => char.charCodeAt(0));
}

export function join(...pieces: (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

export function uint32(value: number): readonly number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

export function frame(
  type: number,
  flags: number,
  streamId: number,
  payload: Uint8Array | readonly number[] = [],
): Uint8Array {
  const length = payload.length;
  return join(
    [length >>> 16, (length >>> 8) & 0xff, length & 0xff, type, flags],
    uint32(streamId),
    payload,
  );
}

/** SETTINGS from (id, value) pairs. */
export function settings(...pairs: (readonly [number, number])[]): Uint8Array {
  const payload = pairs.flatMap(([id, value]) => [id >>> 8, id & 0xff, ...uint32(value)]);
  return frame(types.SETTINGS, 0, 0, payload);
}

export function windowUpdate(streamId: number, increment: number): Uint8Array {
  return frame(types.WINDOW_UPDATE, 0, streamId, uint32(increment));
}

export function rstStream(streamId: number, code: number): Uint8Array {
  return frame(types.RST_STREAM, 0, streamId, uint32(code));
}

export function data(streamId: number, body: Uint8Array, flags = 0): Uint8Array {
  return frame(types.DATA, flags, streamId, body);
}

/** HEADERS whose block is complete. */
export function headers(
  streamId: number,
  fields: readonly HeaderField[],
  flags: number = END_STREAM,
): Uint8Array {
  return frame(types.HEADERS, flags | END_HEADERS, streamId, literalBlock(fields));
}

/** A header block of literals that leave no trace in the table (RFC 7541, 6.2.2). */
export function literalBlock(fields: readonly HeaderField[]): Uint8Array {
  return join(...fields.flatMap(([name, value]) => [[0], string(name), string(value)]));
}

function string(value: string): Uint8Array {
  if (value.length < 127) return join([value.length], text(value));
  const length = [127];
  let rest = value.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return join(length, [rest], text(value));
}

/** Cuts bytes into frames; throws on a torn frame. */
export function parseFrames(bytes: Uint8Array): PlainFrame[] {
  const frames: PlainFrame[] = [];
  for (let at = 0; at < bytes.length;) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at);
    const length = view.getUint32(0) >>> 8;
    const payload = bytes.slice(at + 9, at + 9 + length);
    if (payload.length < length) throw new Error('a torn frame');
    const type = view.getUint8(3);
    frames.push({
      type: typeNames.get(type) ?? `type ${type}`,
      flags: view.getUint8(4),
      streamId: view.getUint32(5),
      payload,
    });
    at += 9 + length;
  }
  return frames;
}

/** The 32-bit number at `offset` of a payload. */
export function numberAt({ payload }: PlainFrame, offset: number): number {
  return new DataView(payload.buffer, payload.byteOffset).getUint32(offset);
}

const codeNames = new Map<number, string>(
  Object.entries(errorCodes).map(([name, code]) => [code, name]),
);

/** A frame in one line, as tests compare them. */
export function describeFrame(plain: PlainFrame): string {
  const on = `${plain.type} on ${plain.streamId}`;
  const end = (plain.flags & END_STREAM) === 0 ? '' : ' end';
  switch (plain.type) {
    case 'DATA':
      return `${on}: ${plain.payload.length} bytes${end}`;
    case 'HEADERS':
      return `${on}${end}`;
    case 'RST_STREAM':
      return `${on}: ${codeNames.get(numberAt(plain, 0))}`;
    case 'SETTINGS':
    case 'PING':
      return plain.flags === ACK ? `${plain.type} ack` : plain.type;
    case 'GOAWAY':
      return `GOAWAY after ${numberAt(plain, 0)}: ${codeNames.get(numberAt(plain, 4))}`;
    case 'WINDOW_UPDATE':
      return `${on}: ${numberAt(plain, 0)}`;
    default:
      return on;
  }
}
