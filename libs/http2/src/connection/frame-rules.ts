// What RFC 9113, section 6 demands of a frame by itself: its length, whether it belongs to a stream,
// its padding, and that nothing comes between HEADERS and its CONTINUATIONs. What it means for streams
// and windows is decided behind StreamFrames. Frames that cost the peer nothing are counted here.
import { errorCodes } from '../error-codes.ts';
import {
  frameFlags,
  frameTypes,
  payloadBytes,
  readUint31,
  readUint32,
} from '../frames/frame-layout.ts';
import type { FrameTarget } from '../frames/frame-reader.ts';
import type { ErrorCode, Http2Limits } from '../types.ts';
import type { CheapFrameGuard } from './cheap-frame-guard.ts';
import { PeerViolation } from './peer-violation.ts';

/** What frames mean to streams and windows. Payload views belong to whoever gets them. */
export interface StreamFrames {
  /** A whole header block. */
  headers(streamId: number, block: Uint8Array, endStream: boolean, dependsOnItself: boolean): void;
  /** `windowBytes` counts the padding too (section 6.9.1). */
  data(streamId: number, body: Uint8Array, windowBytes: number, endStream: boolean): void;
  /** A frame that is wrong for its stream only. */
  streamProblem(streamId: number, code: ErrorCode, reason: string): void;
  rstStream(streamId: number, code: ErrorCode): void;
  /** `streamId` 0 is the connection; the increment may be 0, which is wrong. */
  windowUpdate(streamId: number, increment: number): void;
}

/** What frames mean to the connection as a whole. */
export interface ConnectionFrames {
  settingsReceived(bytes: Uint8Array, start: number, end: number): void;
  settingsAcknowledged(): void;
  pingReceived(high: number, low: number): void;
  pingAnswered(high: number, low: number): void;
  goAwayReceived(lastStreamId: number, code: ErrorCode, debug: Uint8Array): void;
}

const noBytes = new Uint8Array(0);

export class FrameRules implements FrameTarget {
  readonly #limits: Http2Limits;
  readonly #guard: CheapFrameGuard;
  readonly #streams: StreamFrames;
  readonly #connection: ConnectionFrames;
  #hasSettings = false;

  /** The stream whose header block is unfinished; 0 = none. */
  #blockStreamId = 0;
  #block: Uint8Array = noBytes;
  #blockBytes = 0;
  #blockEndsStream = false;
  #blockDependsOnItself = false;
  #continuations = 0;

  constructor(
    limits: Http2Limits,
    guard: CheapFrameGuard,
    streams: StreamFrames,
    connection: ConnectionFrames,
  ) {
    this.#limits = limits;
    this.#guard = guard;
    this.#streams = streams;
    this.#connection = connection;
  }

  /** Memory held for an unfinished header block. */
  get heldBytes(): number {
    return this.#block.length;
  }

  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (this.#blockStreamId !== 0 || !this.#hasSettings) this.#checkOrder(type, flags, streamId);
    switch (type) {
      case frameTypes.data:
        this.#data(flags, streamId, bytes, start, end);
        break;
      case frameTypes.headers:
        this.#headers(flags, streamId, bytes, start, end);
        break;
      case frameTypes.priority:
        this.#priority(streamId, bytes, start, end);
        break;
      case frameTypes.rstStream:
        this.#rstStream(streamId, bytes, start, end);
        break;
      case frameTypes.settings:
        this.#settings(flags, streamId, bytes, start, end);
        break;
      case frameTypes.pushPromise:
        // A client may not send it at all, and to servers we have said ENABLE_PUSH = 0.
        throw new PeerViolation(errorCodes.protocolError, 'PUSH_PROMISE');
      case frameTypes.ping:
        this.#ping(flags, streamId, bytes, start, end);
        break;
      case frameTypes.goAway:
        this.#goAway(streamId, bytes, start, end);
        break;
      case frameTypes.windowUpdate:
        this.#windowUpdate(streamId, bytes, start, end);
        break;
      case frameTypes.continuation:
        this.#continuation(flags, streamId, bytes.subarray(start, end));
        break;
      default:
        // Unknown types are ignored (section 5.5).
        this.#guard.count();
    }
  }

  frameTooLarge(type: number, streamId: number, lengthBytes: number): void {
    throw new PeerViolation(
      errorCodes.frameSizeError,
      `frame of ${lengthBytes} bytes (type ${type}, stream ${streamId})`,
    );
  }

  #checkOrder(type: number, flags: number, streamId: number): void {
    if (!this.#hasSettings) {
      if (type !== frameTypes.settings || (flags & frameFlags.ack) !== 0) {
        throw new PeerViolation(errorCodes.protocolError, 'the first frame is not SETTINGS');
      }
      this.#hasSettings = true;
    } else if (type !== frameTypes.continuation || streamId !== this.#blockStreamId) {
      throw new PeerViolation(errorCodes.protocolError, 'a frame within a header block');
    }
  }

  #data(flags: number, streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId === 0) throw new PeerViolation(errorCodes.protocolError, 'DATA on stream 0');
    let bodyStart = start;
    let bodyEnd = end;
    if ((flags & frameFlags.padded) !== 0) {
      bodyStart += 1;
      bodyEnd -= paddingBytes(bytes, start, end);
    }
    const endStream = (flags & frameFlags.endStream) !== 0;
    if (bodyStart === bodyEnd && !endStream) this.#guard.count();
    this.#streams.data(streamId, bytes.subarray(bodyStart, bodyEnd), end - start, endStream);
  }

  #headers(flags: number, streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId === 0) throw new PeerViolation(errorCodes.protocolError, 'HEADERS on stream 0');
    let blockStart = start;
    let blockEnd = end;
    let dependsOnItself = false;
    if ((flags & (frameFlags.padded | frameFlags.priority)) !== 0) {
      if ((flags & frameFlags.padded) !== 0) {
        blockStart += 1;
        blockEnd -= paddingBytes(bytes, start, end);
      }
      if ((flags & frameFlags.priority) !== 0) {
        if (blockEnd - blockStart < payloadBytes.priority) {
          throw new PeerViolation(errorCodes.frameSizeError, 'HEADERS too short for its priority');
        }
        dependsOnItself = readUint31(bytes, blockStart) === streamId;
        blockStart += payloadBytes.priority;
      }
    }
    const endStream = (flags & frameFlags.endStream) !== 0;
    const fragment = bytes.subarray(blockStart, blockEnd);
    if (fragment.length > this.#limits.headerBlockBytesMax) throw blockTooLarge();
    if ((flags & frameFlags.endHeaders) !== 0) {
      this.#streams.headers(streamId, fragment, endStream, dependsOnItself);
      return;
    }
    this.#blockStreamId = streamId;
    this.#blockEndsStream = endStream;
    this.#blockDependsOnItself = dependsOnItself;
    this.#continuations = 0;
    this.#blockBytes = 0;
    this.#addFragment(fragment);
  }

  #continuation(flags: number, streamId: number, fragment: Uint8Array): void {
    if (this.#blockStreamId === 0) {
      throw new PeerViolation(errorCodes.protocolError, 'CONTINUATION without HEADERS');
    }
    this.#continuations += 1;
    if (this.#continuations > this.#limits.continuationFramesMax) {
      throw new PeerViolation(errorCodes.enhanceYourCalm, 'too many CONTINUATION frames');
    }
    if (this.#blockBytes + fragment.length > this.#limits.headerBlockBytesMax) {
      throw blockTooLarge();
    }
    this.#addFragment(fragment);
    if ((flags & frameFlags.endHeaders) === 0) return;
    const block = this.#block.subarray(0, this.#blockBytes);
    this.#block = noBytes;
    this.#blockBytes = 0;
    this.#blockStreamId = 0;
    this.#streams.headers(streamId, block, this.#blockEndsStream, this.#blockDependsOnItself);
  }

  #addFragment(fragment: Uint8Array): void {
    const needed = this.#blockBytes + fragment.length;
    if (needed > this.#block.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#block.length));
      grown.set(this.#block.subarray(0, this.#blockBytes));
      this.#block = grown;
    }
    this.#block.set(fragment, this.#blockBytes);
    this.#blockBytes = needed;
  }

  /** Priorities are not used here (section 5.3.2), yet a wrong frame is wrong. */
  #priority(streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId === 0) throw new PeerViolation(errorCodes.protocolError, 'PRIORITY on stream 0');
    this.#guard.count();
    if (end - start !== payloadBytes.priority) {
      this.#streams.streamProblem(streamId, errorCodes.frameSizeError, 'PRIORITY of a wrong size');
    } else if (readUint31(bytes, start) === streamId) {
      // RFC 7540, 5.3.1.
      this.#streams.streamProblem(streamId, errorCodes.protocolError, 'depends on itself');
    }
  }

  #rstStream(streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId === 0) throw new PeerViolation(errorCodes.protocolError, 'RST_STREAM on stream 0');
    checkSize(end - start, payloadBytes.rstStream, 'RST_STREAM');
    this.#guard.count();
    this.#streams.rstStream(streamId, readUint32(bytes, start));
  }

  #settings(flags: number, streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId !== 0) throw new PeerViolation(errorCodes.protocolError, 'SETTINGS on a stream');
    this.#guard.count();
    if ((flags & frameFlags.ack) !== 0) {
      checkSize(end - start, 0, 'SETTINGS with ACK');
      this.#connection.settingsAcknowledged();
      return;
    }
    if ((end - start) % payloadBytes.setting !== 0) {
      throw new PeerViolation(errorCodes.frameSizeError, 'SETTINGS of a wrong size');
    }
    this.#connection.settingsReceived(bytes, start, end);
  }

  #ping(flags: number, streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId !== 0) throw new PeerViolation(errorCodes.protocolError, 'PING on a stream');
    checkSize(end - start, payloadBytes.ping, 'PING');
    this.#guard.count();
    const high = readUint32(bytes, start);
    const low = readUint32(bytes, start + 4);
    if ((flags & frameFlags.ack) !== 0) this.#connection.pingAnswered(high, low);
    else this.#connection.pingReceived(high, low);
  }

  #goAway(streamId: number, bytes: Uint8Array, start: number, end: number): void {
    if (streamId !== 0) throw new PeerViolation(errorCodes.protocolError, 'GOAWAY on a stream');
    if (end - start < payloadBytes.goAwayMin) {
      throw new PeerViolation(errorCodes.frameSizeError, 'GOAWAY of a wrong size');
    }
    this.#guard.count();
    const debug = bytes.subarray(start + payloadBytes.goAwayMin, end);
    this.#connection.goAwayReceived(readUint31(bytes, start), readUint32(bytes, start + 4), debug);
  }

  #windowUpdate(streamId: number, bytes: Uint8Array, start: number, end: number): void {
    checkSize(end - start, payloadBytes.windowUpdate, 'WINDOW_UPDATE');
    this.#streams.windowUpdate(streamId, readUint31(bytes, start));
  }
}

/** Padding of a DATA or HEADERS frame, its length octet not included (section 6.1). */
function paddingBytes(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) throw new PeerViolation(errorCodes.frameSizeError, 'padded and empty');
  const padding = bytes[start] ?? 0;
  if (padding >= end - start) {
    throw new PeerViolation(errorCodes.protocolError, 'padding longer than the frame');
  }
  return padding;
}

function checkSize(size: number, expected: number, what: string): void {
  if (size !== expected) {
    throw new PeerViolation(errorCodes.frameSizeError, `${what} of ${size} bytes`);
  }
}

function blockTooLarge(): PeerViolation {
  return new PeerViolation(errorCodes.enhanceYourCalm, 'header block too large');
}
