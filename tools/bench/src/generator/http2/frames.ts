// Frames of HTTP/2 (RFC 9113) as far as a client of gRPC meets them.

export const frameHeaderBytes = 9;
/** What a peer may send unless it was allowed more. */
export const frameBytesMax = 16_384;

export const frameType = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const flag = {
  endStream: 0x1,
  ack: 0x1,
  endHeaders: 0x4,
  padded: 0x8,
  priority: 0x20,
} as const;

export const setting = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
} as const;

export const preface: Uint8Array = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export function writeFrameHeader(
  target: Uint8Array,
  offset: number,
  length: number,
  type: number,
  flags: number,
  stream: number,
): void {
  target[offset] = length >>> 16;
  target[offset + 1] = length >>> 8;
  target[offset + 2] = length;
  target[offset + 3] = type;
  target[offset + 4] = flags;
  target[offset + 5] = stream >>> 24;
  target[offset + 6] = stream >>> 16;
  target[offset + 7] = stream >>> 8;
  target[offset + 8] = stream;
}

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  writeFrameHeader(bytes, 0, payload.length, type, flags, stream);
  bytes.set(payload, frameHeaderBytes);
  return bytes;
}

export function settingsFrame(settings: readonly (readonly [number, number])[]): Uint8Array {
  const payload = Buffer.alloc(settings.length * 6);
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * 6);
    payload.writeUInt32BE(value, index * 6 + 2);
  }
  return frame(frameType.settings, 0, 0, payload);
}

/** By identifier. */
export function readSettings(payload: Buffer): ReadonlyMap<number, number> {
  const settings = new Map<number, number>();
  for (let offset = 0; offset + 6 <= payload.length; offset += 6) {
    settings.set(payload.readUInt16BE(offset), payload.readUInt32BE(offset + 2));
  }
  return settings;
}

export function windowUpdateFrame(stream: number, increment: number): Uint8Array {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(increment);
  return frame(frameType.windowUpdate, 0, stream, payload);
}
