// The layout of frames (RFC 9113, sections 4.1 and 6): numbers only, each named once.

/** Length (24 bits), type (8), flags (8), a reserved bit and the stream id (31). */
export const frameHeaderBytes = 9;

export const frameTypes = {
  data: 0x0,
  headers: 0x1,
  priority: 0x2,
  rstStream: 0x3,
  settings: 0x4,
  pushPromise: 0x5,
  ping: 0x6,
  goAway: 0x7,
  windowUpdate: 0x8,
  continuation: 0x9,
} as const;

export const frameFlags = {
  /** DATA, HEADERS. */
  endStream: 0x1,
  /** SETTINGS, PING. */
  ack: 0x1,
  /** HEADERS, CONTINUATION. */
  endHeaders: 0x4,
  /** DATA, HEADERS. */
  padded: 0x8,
  /** HEADERS. */
  priority: 0x20,
} as const;

export const settingIds = {
  headerTableSize: 0x1,
  enablePush: 0x2,
  maxConcurrentStreams: 0x3,
  initialWindowSize: 0x4,
  maxFrameSize: 0x5,
  maxHeaderListSize: 0x6,
} as const;

/** Payload sizes that a type prescribes. */
export const payloadBytes = {
  priority: 5,
  rstStream: 4,
  setting: 6,
  ping: 8,
  goAwayMin: 8,
  windowUpdate: 4,
} as const;

/** What counts before any SETTINGS arrived (section 6.5.2). */
export const initialSettings = {
  headerTableBytes: 4096,
  windowBytes: 65_535,
  frameBytesMax: 16_384,
} as const;

export const frameBytesMaxLimit = 16_777_215;
export const windowBytesLimit = 0x7fff_ffff;
export const streamIdLimit = 0x7fff_ffff;

/** What a client sends before its first frame (section 3.4): "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n". */
export const clientPreface: Uint8Array = Uint8Array.from(
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  (char) => char.charCodeAt(0),
);

/** The unsigned 32-bit number at `offset`. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    (((bytes[offset] ?? 0) << 24) |
      ((bytes[offset + 1] ?? 0) << 16) |
      ((bytes[offset + 2] ?? 0) << 8) |
      (bytes[offset + 3] ?? 0)) >>>
    0
  );
}

/** The 31-bit number at `offset`: stream ids and window increments, whose first bit is reserved. */
export function readUint31(bytes: Uint8Array, offset: number): number {
  return readUint32(bytes, offset) & 0x7fff_ffff;
}
