// A client that speaks HTTP/2 frame by frame, written plainly and apart from @cairn/http2: it sends any
// bytes at any boundary, reads only when told to, and shows every frame of the server.
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export const frameTypes = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
} as const;

export const preface: Buffer = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export function frameBytes(
  type: number,
  flags: number,
  streamId: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, payload]);
}

/** HEADERS of a call, every field a literal (RFC 7541, 6.2.2), not ending the stream. */
export function callHead(
  streamId: number,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': path,
    ':authority': 'test',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...more,
  };
  const block = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.of(0),
    literal(name),
    literal(value),
  ]);
  return frameBytes(frameTypes.headers, 0x4, streamId, Buffer.concat(block));
}

/** Up to 16,510 characters. */
function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const rest = bytes.length - 127;
  return Buffer.concat([Buffer.of(127, 0x80 | (rest & 0x7f), rest >> 7), bytes]);
}

export function dataFrame(streamId: number, payload: Uint8Array, endStream = false): Buffer {
  return frameBytes(frameTypes.data, endStream ? 1 : 0, streamId, payload);
}

export function pingFrame(): Buffer {
  return frameBytes(frameTypes.ping, 0, 0, Buffer.alloc(8));
}

export class FrameClient implements Disposable {
  readonly socket: Duplex;
  readonly frames: Frame[] = [];
  isEnded = false;
  #rest: Buffer = Buffer.alloc(0);
  #waiters: (() => void)[] = [];

  constructor(socket: Duplex) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    const ended = (): void => {
      this.isEnded = true;
      this.#changed();
    };
    socket.on('end', ended);
    socket.on('close', ended);
  }

  /** Connected, with preface and SETTINGS sent. */
  static open(port: number): FrameClient {
    const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const client = new FrameClient(socket);
    client.send(preface, frameBytes(frameTypes.settings, 0, 0));
    return client;
  }

  send(...parts: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(parts));
  }

  of(type: number, streamId = 0): Frame[] {
    return this.frames.filter((frame) => frame.type === type && frame.streamId === streamId);
  }

  /** The bytes of DATA on a stream. */
  body(streamId: number): Buffer {
    return Buffer.concat(this.of(frameTypes.data, streamId).map(({ payload }) => payload));
  }

  /** The code of the GOAWAY that says why the connection ends, and its text. */
  get goodbye(): { readonly code: number; readonly text: string } | undefined {
    const last = this.of(frameTypes.goAway).at(-1);
    if (last === undefined) return undefined;
    return { code: last.payload.readUInt32BE(4), text: last.payload.toString('latin1', 8) };
  }

  resetCode(streamId: number): number | undefined {
    return this.of(frameTypes.rstStream, streamId)[0]?.payload.readUInt32BE(0);
  }

  /** Both sides of the stream, or the server's alone, have come to their end. */
  hasEnded(streamId: number): boolean {
    return this.frames.some(
      ({ type, flags, streamId: id }) =>
        id === streamId &&
        (type === frameTypes.rstStream ||
          ((type === frameTypes.data || type === frameTypes.headers) && (flags & 1) !== 0)),
    );
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isEnded) throw new Error(`the connection ended before ${condition.toString()}`);
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  async untilEnded(): Promise<void> {
    while (!this.isEnded) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    let bytes = Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= 9) {
      const end = 9 + bytes.readUIntBE(0, 3);
      if (bytes.length < end) break;
      const streamId = bytes.readUInt32BE(5) & 0x7fffffff;
      const payload = bytes.subarray(9, end);
      this.frames.push({ type: bytes[3]!, flags: bytes[4]!, streamId, payload });
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
    this.#changed();
  }

  #changed(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter();
  }
}
