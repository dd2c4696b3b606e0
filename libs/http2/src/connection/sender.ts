// The sending half of a connection: header blocks, DATA under both windows, and whose turn it is.
//
// Small answers are written straight into the output: they pass by large ones that still wait for
// their turn. The rest waits in its stream and goes out frame by frame, in turns, when the owner takes
// output and the transport is writable; so at most one batch of DATA is ever committed to the socket,
// and control frames are never stuck behind 30 MB. When the connection's window is used up, small
// answers line up as well, or they would starve the large ones.
//
//   in the round  ⇔  bytes are queued and the stream's window > 0
//   an end that is pending  ⇒  bytes are queued
import { assert } from '@cairn/core';
import { errorCodes } from '../error-codes.ts';
import {
  frameFlags,
  frameTypes,
  initialSettings,
  windowBytesLimit,
} from '../frames/frame-layout.ts';
import { referenceBytesMin } from '../frames/frame-output.ts';
import type { FrameOutput } from '../frames/frame-output.ts';
import type { HeaderEncoder } from '../hpack/types.ts';
import type { HeaderList } from '../types.ts';
import { ByteQueue } from './byte-queue.ts';
import { PeerViolation } from './peer-violation.ts';
import { SendRound } from './send-round.ts';
import type { Stream } from './stream.ts';

/**
 * Our DATA frames, and what may go at once: every peer takes this much (section 6.5.2). Larger frames are
 * worth nothing: others wait longer, and a receiver has more frames lying across its reads.
 */
const dataFrameBytesMax: number = initialSettings.frameBytesMax;
/** DATA in one batch of output. */
const batchBytesMax = 262_144;
/** More than this waiting makes `sendData` answer false; `drained` is told at the low mark. */
const queueBytesHigh = 65_536;
const queueBytesLow = 16_384;

/** What the connection wants to know of its sending half. */
export interface SenderEvents {
  /** END_STREAM of ours is in the output. */
  localEnded(stream: Stream): void;
}

export class Sender {
  readonly output: FrameOutput;
  readonly #encoder: HeaderEncoder;
  readonly #events: SenderEvents;
  readonly #round = new SendRound();

  #connectionWindow: number = initialSettings.windowBytes;
  #initialWindow: number = initialSettings.windowBytes;
  #peerFrameBytesMax: number = initialSettings.frameBytesMax;
  #isWritable = true;
  /** What the output had come to when the transport became full. */
  #bytesWhenFull = 0;
  /** DATA bytes written since output was taken. */
  #batchBytes = 0;
  /** Streams wait for the connection's window. */
  #isStarved = false;
  /** Counts what shows that the peer takes what we send. */
  #progress = 0;
  /** Window updates that the peer may send in answer to what we sent. */
  #updateCredit = 0;

  constructor(output: FrameOutput, encoder: HeaderEncoder, events: SenderEvents) {
    this.output = output;
    this.#encoder = encoder;
    this.#events = events;
  }

  /** Window of a new stream. */
  get initialWindow(): number {
    return this.#initialWindow;
  }

  get connectionWindow(): number {
    return this.#connectionWindow;
  }

  get isWritable(): boolean {
    return this.#isWritable;
  }

  /** Data waits, and neither the transport nor the connection's window is what it waits for. */
  get canSendData(): boolean {
    return this.#isWritable && this.#connectionWindow > 0 && this.#round.first !== undefined;
  }

  /** Everything waits for the peer: to read, or to widen the connection's window. */
  get isBlocked(): boolean {
    return !this.#isWritable || (this.#connectionWindow <= 0 && this.#round.first !== undefined);
  }

  /** Another number than before = something was sent, or the transport took what it had. */
  get progress(): number {
    return this.#progress;
  }

  /** Bytes produced since the transport became full; 0 while it is not. */
  get unreadBytes(): number {
    return this.#isWritable ? 0 : this.output.writtenBytes - this.#bytesWhenFull;
  }

  setWritable(isWritable: boolean): void {
    if (this.#isWritable && !isWritable) this.#bytesWhenFull = this.output.writtenBytes;
    else if (isWritable) this.#progress += 1;
    this.#isWritable = isWritable;
  }

  /** One of the window updates that our own DATA has earned the peer; false = it earned no more. */
  spendUpdateCredit(): boolean {
    if (this.#updateCredit === 0) return false;
    this.#updateCredit -= 1;
    return true;
  }

  /** A new stream entitles the peer to widen its window once. */
  addUpdateCredit(): void {
    this.#updateCredit += 1;
  }

  sendHeaders(stream: Stream, list: HeaderList, endStream: boolean): void {
    if (stream.queuedBytes > 0) {
      assert(endStream, 'headers behind data are trailers and end the stream');
      stream.pendingEnd = list;
      return;
    }
    this.writeHeaders(stream.id, list, endStream);
    if (endStream) this.#events.localEnded(stream);
  }

  writeHeaders(streamId: number, list: HeaderList, endStream: boolean): void {
    const block = this.#encoder.encode(list);
    const flags = endStream ? frameFlags.endStream : 0;
    if (block.length <= this.#peerFrameBytesMax) {
      this.output.header(block.length, frameTypes.headers, flags | frameFlags.endHeaders, streamId);
      this.output.copy(block);
    } else {
      this.#writeLongBlock(streamId, block, flags);
    }
  }

  #writeLongBlock(streamId: number, block: Uint8Array, flags: number): void {
    const size = this.#peerFrameBytesMax;
    this.output.header(size, frameTypes.headers, flags, streamId);
    this.output.copy(block.subarray(0, size));
    for (let at = size; at < block.length; at += size) {
      const part = block.subarray(at, at + size);
      const isLast = at + size >= block.length;
      const partFlags = isLast ? frameFlags.endHeaders : 0;
      this.output.header(part.length, frameTypes.continuation, partFlags, streamId);
      this.output.copy(part);
    }
  }

  sendData(
    stream: Stream,
    first: Uint8Array,
    second: Uint8Array | undefined,
    endStream: boolean,
  ): boolean {
    const size = first.length + (second === undefined ? 0 : second.length);
    if (this.#mayGoAtOnce(stream, size)) {
      this.#countData(stream, size);
      this.#writeData(stream.id, first, second, endStream);
      if (endStream) this.#events.localEnded(stream);
      return true;
    }
    const queue = (stream.queue ??= new ByteQueue());
    queue.push(first);
    if (second !== undefined) queue.push(second);
    if (endStream) stream.pendingEnd = 'endStream';
    if (stream.sendWindow > 0) this.#round.add(stream);
    stream.isOverHighWater ||= queue.byteCount > queueBytesHigh;
    return !stream.isOverHighWater;
  }

  #writeData(
    streamId: number,
    first: Uint8Array,
    second: Uint8Array | undefined,
    endStream: boolean,
  ): void {
    const { output } = this;
    const size = first.length + (second === undefined ? 0 : second.length);
    const isSmall = size < referenceBytesMin && !endStream;
    const hasJoined = isSmall && output.join(streamId, size, dataFrameBytesMax);
    if (!hasJoined) {
      output.header(size, frameTypes.data, endStream ? frameFlags.endStream : 0, streamId);
    }
    output.put(first);
    if (second !== undefined) output.put(second);
    if (isSmall && !hasJoined) output.allowJoin(size);
  }

  #mayGoAtOnce(stream: Stream, size: number): boolean {
    if (stream.queuedBytes > 0) return false;
    if (size === 0) return true;
    return (
      size <= stream.sendWindow &&
      size <= this.#connectionWindow &&
      size <= dataFrameBytesMax &&
      this.#isWritable &&
      !this.#isStarved &&
      this.#batchBytes < batchBytesMax
    );
  }

  #countData(stream: Stream, size: number): void {
    stream.sendWindow -= size;
    stream.stalledSinceMs = -1;
    this.#connectionWindow -= size;
    this.#batchBytes += size;
    this.#progress += 1;
    // One for the stream and one for the connection.
    this.#updateCredit += 2;
  }

  /** Fills the output with waiting data, in turns, up to one batch. */
  fill(): void {
    const round = this.#round;
    let stream = round.first;
    while (
      stream !== undefined &&
      this.#isWritable &&
      this.#connectionWindow > 0 &&
      this.#batchBytes < batchBytesMax
    ) {
      round.remove(stream);
      this.#sendPart(stream);
      stream = round.first;
    }
    this.#isStarved = round.first !== undefined && this.#connectionWindow <= 0;
  }

  /** The output was taken: a new batch may begin. */
  batchTaken(): void {
    this.#batchBytes = 0;
  }

  #sendPart(stream: Stream): void {
    const queue = stream.queue;
    if (queue === undefined) return;
    const size = Math.min(
      queue.byteCount,
      stream.sendWindow,
      this.#connectionWindow,
      dataFrameBytesMax,
    );
    const isAll = size === queue.byteCount;
    const isEnd = isAll && stream.pendingEnd === 'endStream';
    this.#countData(stream, size);
    this.output.header(size, frameTypes.data, isEnd ? frameFlags.endStream : 0, stream.id);
    queue.moveTo(this.output, size);
    if (!isAll) {
      if (stream.sendWindow > 0) this.#round.add(stream);
      this.#tellDrained(stream);
      return;
    }
    stream.queue = undefined;
    const { pendingEnd } = stream;
    if (pendingEnd === 'none') {
      this.#tellDrained(stream);
      return;
    }
    stream.pendingEnd = 'none';
    if (pendingEnd !== 'endStream') this.writeHeaders(stream.id, pendingEnd, true);
    this.#events.localEnded(stream);
  }

  #tellDrained(stream: Stream): void {
    if (!stream.isOverHighWater || stream.queuedBytes > queueBytesLow) return;
    stream.isOverHighWater = false;
    // Once its end is said the owner has nothing more to send.
    if (stream.pendingEnd === 'none') stream.sink?.drained();
  }

  /** The stream is closed: nothing of it is sent any more. */
  forget(stream: Stream): void {
    this.#round.remove(stream);
    stream.queue = undefined;
    stream.pendingEnd = 'none';
  }

  /** False = the window would exceed its limit (section 6.9.1). */
  widenStream(stream: Stream, increment: number): boolean {
    if (stream.sendWindow + increment > windowBytesLimit) return false;
    stream.sendWindow += increment;
    if (stream.sendWindow > 0 && stream.queuedBytes > 0) this.#round.add(stream);
    return true;
  }

  widenConnection(increment: number): void {
    if (this.#connectionWindow + increment > windowBytesLimit) {
      throw new PeerViolation(errorCodes.flowControlError, 'connection window above 2^31-1');
    }
    this.#connectionWindow += increment;
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE moves the windows of all streams, below zero too (section 6.9.2). */
  setInitialWindow(windowBytes: number, streams: Iterable<Stream>): void {
    const delta = windowBytes - this.#initialWindow;
    this.#initialWindow = windowBytes;
    if (delta === 0) return;
    for (const stream of streams) {
      if (!this.widenStream(stream, delta)) {
        throw new PeerViolation(errorCodes.flowControlError, 'stream window above 2^31-1');
      }
      if (stream.sendWindow <= 0) this.#round.remove(stream);
    }
  }

  setPeerFrameBytesMax(bytes: number): void {
    this.#peerFrameBytesMax = bytes;
  }

  setPeerTableBytes(bytes: number): void {
    this.#encoder.setPeerTableBytes(bytes);
  }
}
