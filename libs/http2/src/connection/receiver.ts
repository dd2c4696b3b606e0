// The receiving half of a connection: what frames mean for streams (RFC 9113, section 5.1), whether
// messages are well-formed (section 8), and our windows.
//
//   0 ≤ window left + unconsumed + unreturned ≤ window announced      (per stream, and for all together)
//
// Every received octet of DATA is *unconsumed* until the owner is done with it, then *unreturned* until
// half a window has come together and one WINDOW_UPDATE gives it back. What a closed stream leaves
// unconsumed goes back to the connection, or a few resets would close the connection's window for good.
import { errorCodes } from '../error-codes.ts';
import { initialSettings } from '../frames/frame-layout.ts';
import type { HeaderDecoder } from '../hpack/types.ts';
import type {
  ConnectionOwner,
  ErrorCode,
  HeaderBlock,
  Http2ConnectionOptions,
  Http2Limits,
} from '../types.ts';
import type { CheapFrameGuard } from './cheap-frame-guard.ts';
import type { StreamFrames } from './frame-rules.ts';
import { MessageRules, trailersProblem } from './message-rules.ts';
import { PeerViolation } from './peer-violation.ts';
import type { Sender } from './sender.ts';
import type { StreamTable } from './stream-table.ts';
import { Stream } from './stream.ts';
import type { StreamHost } from './stream.ts';

/** The life of streams, which both halves have a part in. */
export interface StreamLife {
  /** RST_STREAM of ours, and the end of the stream. */
  resetStream(stream: Stream, code: ErrorCode): void;
  /** The end of the stream. */
  closeStream(stream: Stream, code: ErrorCode): void;
  /** After our last GOAWAY: streams above the one it named are not served. */
  isBeyondGoAway(streamId: number): boolean;
}

/** What a receiver is made of and works with. */
export interface ReceiverParts {
  readonly role: Http2ConnectionOptions['role'];
  readonly limits: Http2Limits;
  readonly owner: ConnectionOwner;
  readonly host: StreamHost;
  readonly life: StreamLife;
  readonly table: StreamTable;
  readonly sender: Sender;
  readonly decoder: HeaderDecoder;
  readonly guard: CheapFrameGuard;
}

export class Receiver implements StreamFrames {
  readonly #parts: ReceiverParts;
  readonly #isServer: boolean;
  readonly #rules: MessageRules;
  /** Half of the windows: what is consumed is given back in portions of this size. */
  readonly #streamReturnBytes: number;
  readonly #connectionReturnBytes: number;

  /** The window that new streams of the peer begin with, as far as the peer knows. */
  #initialWindow: number;
  #connectionWindow: number;
  #unreturnedBytes = 0;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#isServer = parts.role === 'server';
    this.#rules = new MessageRules(parts.role);
    const { streamWindowBytes, connectionWindowBytes } = parts.limits;
    this.#streamReturnBytes = Math.ceil(streamWindowBytes / 2);
    this.#connectionReturnBytes = Math.ceil(connectionWindowBytes / 2);
    // Until the peer has our settings it may use the initial window.
    this.#initialWindow = Math.max(initialSettings.windowBytes, streamWindowBytes);
    this.#connectionWindow = connectionWindowBytes;
  }

  /** What the peer may still send on all streams together. */
  get connectionWindow(): number {
    return this.#connectionWindow;
  }

  get unreturnedBytes(): number {
    return this.#unreturnedBytes;
  }

  /** The window of a stream that is opened now. */
  get initialWindow(): number {
    return this.#initialWindow;
  }

  /** The peer knows our settings: a window smaller than the initial one is in force from now on. */
  settingsAcknowledged(): void {
    const delta = this.#parts.limits.streamWindowBytes - this.#initialWindow;
    this.#initialWindow += delta;
    if (delta === 0) return;
    for (const stream of this.#parts.table.values()) stream.receiveWindow += delta;
  }

  headers(
    streamId: number,
    blockBytes: Uint8Array,
    endStream: boolean,
    dependsOnItself: boolean,
  ): void {
    // First of all, whatever becomes of the stream: the decoder's table must see every block.
    const block = this.#parts.decoder.decode(blockBytes);
    const stream = this.#parts.table.get(streamId);
    if (stream === undefined) {
      this.#headersWithoutStream(streamId, block, endStream, dependsOnItself);
    } else if (!stream.isRemoteOpen) {
      this.#fail(stream, errorCodes.streamClosed);
    } else if (dependsOnItself) {
      this.#fail(stream, errorCodes.protocolError);
    } else if (!stream.hasHead) {
      this.#responseHead(stream, block, endStream);
    } else {
      this.#trailers(stream, block, endStream);
    }
  }

  #headersWithoutStream(
    streamId: number,
    block: HeaderBlock,
    endStream: boolean,
    dependsOnItself: boolean,
  ): void {
    const { table, guard, life, sender, limits } = this.#parts;
    if (isEven(streamId)) {
      throw new PeerViolation(errorCodes.protocolError, `HEADERS on stream ${streamId}`);
    }
    const absent = table.classify(streamId);
    if (absent !== 'idle') {
      this.#checkAbsent(streamId, 'HEADERS');
      guard.count();
      return;
    }
    if (!this.#isServer) {
      throw new PeerViolation(errorCodes.protocolError, `HEADERS on idle stream ${streamId}`);
    }
    table.use(streamId);
    sender.addUpdateCredit();
    if (life.isBeyondGoAway(streamId)) {
      table.rememberReset(streamId);
      guard.count();
    } else if (dependsOnItself) {
      this.#refuse(streamId, errorCodes.protocolError);
    } else if (table.size >= limits.concurrentStreamsMax) {
      this.#refuse(streamId, errorCodes.refusedStream);
    } else {
      this.#request(streamId, block, endStream);
    }
  }

  #request(streamId: number, block: HeaderBlock, endStream: boolean): void {
    const { owner, host, table, sender } = this.#parts;
    let contentLength = -1;
    // Of a list that is too large we know a part only; its owner answers 431 or resets.
    if (!block.isTooLarge) {
      const verdict = this.#rules.judge(block);
      contentLength = verdict.contentLength;
      if (verdict.problem !== undefined || (endStream && contentLength > 0)) {
        this.#refuse(streamId, errorCodes.protocolError);
        return;
      }
    }
    const stream = new Stream(
      streamId,
      host,
      endStream ? 'half-closed (remote)' : 'open',
      sender.initialWindow,
      this.#initialWindow,
      true,
    );
    stream.promisedBytes = contentLength;
    table.add(stream);
    const sink = owner.request(stream, block, endStream);
    stream.sink = sink;
    // Answered or reset before there was anybody to tell.
    if (stream.state === 'closed') stream.tellClosed();
  }

  #responseHead(stream: Stream, block: HeaderBlock, endStream: boolean): void {
    if (block.isTooLarge) {
      this.#fail(stream, errorCodes.enhanceYourCalm);
      return;
    }
    const verdict = this.#rules.judge(block);
    if (verdict.problem !== undefined) {
      this.#fail(stream, errorCodes.protocolError);
    } else if (verdict.status < 200) {
      // Informational: the response's own head is still to come.
      if (endStream) this.#fail(stream, errorCodes.protocolError);
      else this.#parts.guard.count();
    } else {
      stream.hasHead = true;
      const hasBody = verdict.status !== 304 && !stream.isHeadRequest;
      stream.promisedBytes = hasBody ? verdict.contentLength : -1;
      this.#handHeaders(stream, block, endStream);
    }
  }

  #trailers(stream: Stream, block: HeaderBlock, endStream: boolean): void {
    if (block.isTooLarge) {
      this.#fail(stream, errorCodes.enhanceYourCalm);
    } else if (!endStream || trailersProblem(block) !== undefined) {
      this.#fail(stream, errorCodes.protocolError);
    } else {
      this.#handHeaders(stream, block, true);
    }
  }

  #handHeaders(stream: Stream, block: HeaderBlock, endStream: boolean): void {
    if (endStream && stream.promisedBytes > 0) {
      this.#fail(stream, errorCodes.protocolError);
      return;
    }
    const isLast = endStream && this.#endRemote(stream);
    stream.sink?.headers(block, endStream);
    if (isLast) this.#parts.life.closeStream(stream, errorCodes.noError);
  }

  data(streamId: number, body: Uint8Array, windowBytes: number, endStream: boolean): void {
    this.#connectionWindow -= windowBytes;
    if (this.#connectionWindow < 0) {
      throw new PeerViolation(errorCodes.flowControlError, 'more DATA than the connection window');
    }
    const stream = this.#parts.table.get(streamId);
    if (stream === undefined) {
      this.#checkAbsent(streamId, 'DATA');
      this.#return(windowBytes);
      return;
    }
    stream.receiveWindow -= windowBytes;
    stream.unconsumedBytes += windowBytes;
    if (!stream.isRemoteOpen) {
      this.#fail(stream, errorCodes.streamClosed);
    } else if (stream.receiveWindow < 0) {
      this.#fail(stream, errorCodes.flowControlError);
    } else if (!stream.hasHead || !keepsPromise(stream, body.length, endStream)) {
      this.#fail(stream, errorCodes.protocolError);
    } else {
      const padding = windowBytes - body.length;
      if (padding > 0) this.consumed(stream, padding);
      if (body.length === 0 && !endStream) return;
      const isLast = endStream && this.#endRemote(stream);
      stream.sink?.data(body, endStream);
      if (isLast) this.#parts.life.closeStream(stream, errorCodes.noError);
    }
  }

  /** END_STREAM of the peer, just before its sink is told; true = afterwards the stream is to be closed. */
  #endRemote(stream: Stream): boolean {
    if (stream.state !== 'open') return true;
    stream.state = 'half-closed (remote)';
    return false;
  }

  /** The owner is done with bytes of the stream: once half a window has come together, the peer may send as much. */
  consumed(stream: Stream, bytes: number): void {
    const count = Math.min(bytes, stream.unconsumedBytes);
    stream.unconsumedBytes -= count;
    stream.unreturnedBytes += count;
    this.#return(count);
    if (stream.unreturnedBytes < this.#streamReturnBytes || !stream.isRemoteOpen) return;
    this.#parts.sender.output.windowUpdate(stream.id, stream.unreturnedBytes);
    stream.receiveWindow += stream.unreturnedBytes;
    stream.unreturnedBytes = 0;
  }

  /** The stream is closed: what its owner had not consumed is nobody's any more. */
  forget(stream: Stream): void {
    this.#return(stream.unconsumedBytes);
    stream.unconsumedBytes = 0;
  }

  #return(bytes: number): void {
    this.#unreturnedBytes += bytes;
    if (this.#unreturnedBytes < this.#connectionReturnBytes) return;
    this.#parts.sender.output.windowUpdate(0, this.#unreturnedBytes);
    this.#connectionWindow += this.#unreturnedBytes;
    this.#unreturnedBytes = 0;
  }

  rstStream(streamId: number, code: ErrorCode): void {
    const stream = this.#parts.table.get(streamId);
    if (stream === undefined) this.#checkNotIdle(streamId, 'RST_STREAM');
    else this.#parts.life.closeStream(stream, code);
  }

  windowUpdate(streamId: number, increment: number): void {
    const { table, sender, guard } = this.#parts;
    if (!sender.spendUpdateCredit()) guard.count();
    if (streamId === 0) {
      if (increment === 0) throw new PeerViolation(errorCodes.protocolError, 'increment of 0');
      sender.widenConnection(increment);
      return;
    }
    const stream = table.get(streamId);
    if (stream === undefined) this.#checkNotIdle(streamId, 'WINDOW_UPDATE');
    else if (increment === 0) this.#fail(stream, errorCodes.protocolError);
    else if (!sender.widenStream(stream, increment)) {
      this.#fail(stream, errorCodes.flowControlError);
    }
  }

  streamProblem(streamId: number, code: ErrorCode, reason: string): void {
    const stream = this.#parts.table.get(streamId);
    // There is nothing to reset on a stream that is idle or closed.
    if (stream === undefined) throw new PeerViolation(code, reason);
    this.#fail(stream, code);
  }

  /** A stream error of an open stream; errors that a peer can provoke at will count as cheap. */
  #fail(stream: Stream, code: ErrorCode): void {
    this.#parts.guard.count();
    this.#parts.life.resetStream(stream, code);
  }

  /** A stream error of a request that never became a stream. */
  #refuse(streamId: number, code: ErrorCode): void {
    this.#parts.guard.count();
    this.#parts.table.rememberReset(streamId);
    this.#parts.sender.output.rstStream(streamId, code);
  }

  /** RST_STREAM and WINDOW_UPDATE may come late, but not early. */
  #checkNotIdle(streamId: number, what: string): void {
    if (isEven(streamId) || this.#parts.table.classify(streamId) === 'idle') {
      throw new PeerViolation(errorCodes.protocolError, `${what} on idle stream ${streamId}`);
    }
  }

  /** HEADERS and DATA for a stream that is not there are innocent only after a reset of ours. */
  #checkAbsent(streamId: number, what: string): void {
    const absent = isEven(streamId) ? 'idle' : this.#parts.table.classify(streamId);
    switch (absent) {
      case 'idle':
        throw new PeerViolation(errorCodes.protocolError, `${what} on idle stream ${streamId}`);
      case 'skipped':
        throw new PeerViolation(errorCodes.protocolError, `${what} on skipped stream ${streamId}`);
      case 'ended':
        throw new PeerViolation(errorCodes.streamClosed, `${what} on closed stream ${streamId}`);
      case 'reset by us':
        break;
    }
  }
}

function isEven(streamId: number): boolean {
  return (streamId & 1) === 0;
}

/** Section 8.1.1: the body is exactly as long as `content-length` says. */
function keepsPromise(stream: Stream, bytes: number, endStream: boolean): boolean {
  if (stream.promisedBytes < 0) return true;
  if (bytes > stream.promisedBytes) return false;
  stream.promisedBytes -= bytes;
  return !endStream || stream.promisedBytes === 0;
}
