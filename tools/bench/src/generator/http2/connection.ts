// One connection of the load generator: an HTTP/2 client over a plain socket.
//
// The generator shares a few cores with the server it measures. node:http2 and grpc-js take several
// times the CPU of a lean server per request, and would mostly measure themselves. So frames are read
// and written here, without an object per request: what is read sits in one buffer that is used again,
// and all that is sent in one turn leaves in one write, as it does with h2load.
//
// It does what a gRPC client must: both flow-control windows in both directions, SETTINGS and PING
// answered, every header block decoded. What it does not understand it refuses loudly.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Call } from './call.ts';
import {
  flag,
  frame,
  frameBytesMax,
  frameHeaderBytes,
  frameType,
  preface,
  readSettings,
  setting,
  settingsFrame,
  windowUpdateFrame,
  writeFrameHeader,
} from './frames.ts';
import { HeaderDecoder } from './header-decoder.ts';
import { RequestHead } from './request-head.ts';

/** As h2load's: the client never is what an answer waits for. */
const receiveWindowBytes = 2 ** 30;
const announceAfterBytes = receiveWindowBytes / 2;
const defaultWindowBytes = 65_535;
const defaultTableBytes = 4_096;
const readBufferBytes = 256 * 1024;
const firstWriteBufferBytes = 64 * 1024;
const connectTimeoutMs = 10_000;
const noError = 0;

interface BlockedData {
  readonly call: Call;
  readonly stream: number;
  readonly bytes: Uint8Array;
  readonly endsStream: boolean;
  offset: number;
}

export class Connection {
  readonly #socket: Socket;
  readonly #onFailure: (error: Error) => void;
  readonly #authority: string;
  readonly #decoder = new HeaderDecoder();
  readonly #calls = new Map<number, Call>();
  readonly #readBuffer: Buffer = Buffer.allocUnsafe(readBufferBytes);
  #head: RequestHead;
  /** The beginning of a frame whose end has not arrived, at the start of the read buffer. */
  #incompleteBytes = 0;
  /** A header block whose CONTINUATION frames have not all arrived. */
  #headerParts: { readonly stream: number; readonly flags: number; parts: Buffer[] } | undefined;
  #out: Buffer = Buffer.allocUnsafe(firstWriteBufferBytes);
  #outBytes = 0;
  #isFlushing = false;
  #nextStream = 1;
  #streamsMax = Number.POSITIVE_INFINITY;
  #initialSendWindow = defaultWindowBytes;
  #sendWindow = defaultWindowBytes;
  #unannouncedBytes = 0;
  readonly #blocked: BlockedData[] = [];
  #onSettings: (() => void) | undefined;
  #isClosed = false;

  /** Resolves when the server has said its settings. Later failures go to `onFailure`, once. */
  static connect(endpoint: string, onFailure: (error: Error) => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      let isConnected = false;
      const timer = setTimeout(
        () => connection.#fail(new Error(`${endpoint} does not speak HTTP/2`)),
        connectTimeoutMs,
      );
      const connection: Connection = new Connection(endpoint, (error) => {
        clearTimeout(timer);
        if (isConnected) onFailure(error);
        else reject(error);
      });
      connection.#onSettings = () => {
        clearTimeout(timer);
        isConnected = true;
        resolve(connection);
      };
    });
  }

  private constructor(endpoint: string, onFailure: (error: Error) => void) {
    this.#onFailure = onFailure;
    this.#authority = endpoint;
    this.#head = new RequestHead(endpoint, 0);
    const colon = endpoint.lastIndexOf(':');
    this.#socket = connect({
      host: endpoint.slice(0, colon),
      port: Number(endpoint.slice(colon + 1)),
      noDelay: true,
      onread: {
        buffer: () => this.#readBuffer.subarray(this.#incompleteBytes),
        callback: (bytes: number) => {
          this.#read(bytes);
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
    this.#append(preface);
    this.#append(
      settingsFrame([
        [setting.enablePush, 0],
        [setting.initialWindowSize, receiveWindowBytes],
      ]),
    );
    this.#append(windowUpdateFrame(0, receiveWindowBytes - defaultWindowBytes));
  }

  /** Opens a stream for the call, which must not have one. */
  open(call: Call, path: string): void {
    if (call.stream !== 0) throw new Error('the call is already open');
    if (this.#calls.size >= this.#streamsMax) {
      throw new Error(`the server allows ${this.#streamsMax} streams at a time`);
    }
    call.stream = this.#nextStream;
    call.sendWindow = this.#initialSendWindow;
    call.unannouncedBytes = 0;
    this.#nextStream += 2;
    this.#calls.set(call.stream, call);
    const block = this.#head.next(path);
    const offset = this.#reserve(frameHeaderBytes + block.length);
    writeFrameHeader(
      this.#out,
      offset,
      block.length,
      frameType.headers,
      flag.endHeaders,
      call.stream,
    );
    this.#out.set(block, offset + frameHeaderBytes);
  }

  /** Sends one framed gRPC message, at once as far as the windows allow; the bytes are copied then. */
  send(call: Call, bytes: Uint8Array, endsStream: boolean): void {
    const fits =
      this.#blocked.length === 0 &&
      bytes.length <= this.#sendWindow &&
      bytes.length <= call.sendWindow &&
      bytes.length <= frameBytesMax;
    if (fits) {
      this.#writeData(call, bytes, 0, bytes.length, endsStream);
      return;
    }
    this.#blocked.push({
      call,
      stream: call.stream,
      bytes: Uint8Array.from(bytes),
      endsStream,
      offset: 0,
    });
    this.#sendBlocked();
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #writeData(call: Call, bytes: Uint8Array, start: number, end: number, endsStream: boolean): void {
    const length = end - start;
    this.#sendWindow -= length;
    call.sendWindow -= length;
    const offset = this.#reserve(frameHeaderBytes + length);
    const flags = endsStream ? flag.endStream : 0;
    writeFrameHeader(this.#out, offset, length, frameType.data, flags, call.stream);
    const part = length === bytes.length ? bytes : bytes.subarray(start, end);
    this.#out.set(part, offset + frameHeaderBytes);
  }

  /** In order over all streams: a load does not mind, and it is simple. */
  #sendBlocked(): void {
    for (let next = this.#blocked[0]; next !== undefined; next = this.#blocked[0]) {
      const { call, bytes, offset } = next;
      if (call.stream === next.stream) {
        const room = Math.min(this.#sendWindow, call.sendWindow, frameBytesMax);
        if (room <= 0) return;
        const end = Math.min(bytes.length, offset + room);
        this.#writeData(call, bytes, offset, end, next.endsStream && end === bytes.length);
        next.offset = end;
        if (end < bytes.length) continue;
      }
      this.#blocked.shift();
    }
  }

  #append(bytes: Uint8Array): void {
    this.#out.set(bytes, this.#reserve(bytes.length));
  }

  /** Makes room at the end of what will be sent and sees to it that it is sent in this turn. */
  #reserve(bytes: number): number {
    const offset = this.#outBytes;
    this.#outBytes += bytes;
    if (this.#outBytes > this.#out.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#outBytes));
      this.#out.copy(larger, 0, 0, offset);
      this.#out = larger;
    }
    if (!this.#isFlushing) {
      this.#isFlushing = true;
      process.nextTick(() => this.#flush());
    }
    return offset;
  }

  #flush(): void {
    this.#isFlushing = false;
    if (this.#isClosed) return;
    this.#socket.write(Buffer.from(this.#out.subarray(0, this.#outBytes)));
    this.#outBytes = 0;
  }

  #read(bytes: number): void {
    if (this.#isClosed) return;
    try {
      const received = this.#readBuffer.subarray(0, this.#incompleteBytes + bytes);
      const end = this.#readFrames(received);
      if (end > 0) received.copyWithin(0, end);
      this.#incompleteBytes = received.length - end;
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** @returns where the first incomplete frame starts. */
  #readFrames(bytes: Buffer): number {
    let offset = 0;
    while (bytes.length - offset >= frameHeaderBytes) {
      const length = bytes.readUIntBE(offset, 3);
      if (length > frameBytesMax) throw new Error(`a frame of ${length} bytes was not allowed`);
      const start = offset + frameHeaderBytes;
      const end = start + length;
      if (end > bytes.length) break;
      const type = bytes.readUInt8(offset + 3);
      const flags = bytes.readUInt8(offset + 4);
      const stream = bytes.readUInt32BE(offset + 5) & 0x7fffffff;
      if (this.#headerParts !== undefined && type !== frameType.continuation) {
        throw new Error('a header block is interrupted');
      }
      this.#onFrame(type, flags, stream, bytes, start, end);
      offset = end;
    }
    return offset;
  }

  #onFrame(
    type: number,
    flags: number,
    stream: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    switch (type) {
      case frameType.data:
        return this.#onData(flags, stream, bytes, start, end);
      case frameType.headers:
        return this.#onHeaders(flags, stream, bytes, start, end);
      case frameType.continuation:
        return this.#onContinuation(flags, stream, bytes.subarray(start, end));
      case frameType.resetStream:
        return this.#onReset(stream, bytes.readUInt32BE(start));
      case frameType.settings:
        return this.#onSettingsFrame(flags, bytes.subarray(start, end));
      case frameType.pushPromise:
        throw new Error('the server pushes, which it was told not to');
      case frameType.ping:
        if ((flags & flag.ack) === 0) {
          this.#append(frame(frameType.ping, flag.ack, 0, bytes.subarray(start, end)));
        }
        return;
      case frameType.goAway:
        throw new Error(`the server says goodbye with error ${bytes.readUInt32BE(start + 4)}`);
      case frameType.windowUpdate:
        return this.#onWindowUpdate(stream, bytes.readUInt32BE(start) & 0x7fffffff);
      default:
      // Unknown types are to be ignored.
    }
  }

  #onData(flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    this.#unannouncedBytes += end - start;
    if (this.#unannouncedBytes >= announceAfterBytes) {
      this.#append(windowUpdateFrame(0, this.#unannouncedBytes));
      this.#unannouncedBytes = 0;
    }
    const call = this.#calls.get(stream);
    if (call === undefined) throw new Error(`data on stream ${stream}, which is not open`);
    call.unannouncedBytes += end - start;
    if (call.unannouncedBytes >= announceAfterBytes) {
      this.#append(windowUpdateFrame(stream, call.unannouncedBytes));
      call.unannouncedBytes = 0;
    }
    if ((flags & flag.padded) === 0) call.onData(bytes, start, end);
    else call.onData(bytes, start + 1, end - bytes.readUInt8(start));
    if ((flags & flag.endStream) !== 0) throw new Error('a stream ended without a grpc-status');
  }

  #onHeaders(flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    let from = start;
    let to = end;
    if ((flags & flag.padded) !== 0) to -= bytes.readUInt8(from++);
    if ((flags & flag.priority) !== 0) from += 5;
    if ((flags & flag.endHeaders) === 0) {
      this.#headerParts = { stream, flags, parts: [Buffer.from(bytes.subarray(from, to))] };
      return;
    }
    this.#onHeaderBlock(flags, stream, bytes, from, to);
  }

  #onContinuation(flags: number, stream: number, part: Buffer): void {
    const begun = this.#headerParts;
    if (begun === undefined || begun.stream !== stream) {
      throw new Error('a CONTINUATION continues nothing');
    }
    begun.parts.push(Buffer.from(part));
    if ((flags & flag.endHeaders) === 0) return;
    this.#headerParts = undefined;
    const block = Buffer.concat(begun.parts);
    this.#onHeaderBlock(begun.flags, stream, block, 0, block.length);
  }

  #onHeaderBlock(flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    const headers = this.#decoder.decode(bytes, start, end);
    const call = this.#calls.get(stream);
    if (call === undefined) throw new Error(`headers on stream ${stream}, which is not open`);
    if (headers.httpStatus !== undefined && headers.httpStatus !== '200') {
      throw new Error(`HTTP status ${headers.httpStatus}`);
    }
    if ((flags & flag.endStream) === 0) return;
    if (headers.grpcStatus === undefined) throw new Error('the trailers have no grpc-status');
    this.#calls.delete(stream);
    call.stream = 0;
    call.onEnd(headers.grpcStatus, headers.grpcMessage);
  }

  #onReset(stream: number, code: number): void {
    const call = this.#calls.get(stream);
    if (call === undefined) return;
    // RST_STREAM with NO_ERROR follows trailers that came before the request's end; those were read.
    const meaning = code === noError ? 'before its trailers' : `with error ${code}`;
    throw new Error(`the server reset stream ${stream} ${meaning}`);
  }

  #onSettingsFrame(flags: number, payload: Buffer): void {
    if ((flags & flag.ack) !== 0) return;
    const settings = readSettings(payload);
    const tableSize = settings.get(setting.headerTableSize);
    this.#streamsMax = settings.get(setting.maxConcurrentStreams) ?? this.#streamsMax;
    const window = settings.get(setting.initialWindowSize) ?? this.#initialSendWindow;
    for (const call of this.#calls.values()) call.sendWindow += window - this.#initialSendWindow;
    this.#initialSendWindow = window;
    this.#append(frame(frameType.settings, flag.ack, 0, new Uint8Array(0)));
    if (this.#onSettings === undefined) {
      if (tableSize !== undefined) throw new Error('the header table changes while it is in use');
      return;
    }
    this.#head = new RequestHead(this.#authority, tableSize ?? defaultTableBytes);
    this.#onSettings();
    this.#onSettings = undefined;
  }

  #onWindowUpdate(stream: number, increment: number): void {
    if (stream === 0) {
      this.#sendWindow += increment;
    } else {
      const call = this.#calls.get(stream);
      if (call !== undefined) call.sendWindow += increment;
    }
    if (this.#blocked.length > 0) this.#sendBlocked();
  }

  #fail(error: Error): void {
    if (this.#isClosed) return;
    this.close();
    this.#onFailure(error);
  }
}
