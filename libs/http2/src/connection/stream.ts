// One stream: its state as RFC 9113, section 5.1 draws it, its windows, and what waits in it. A plain
// record that the connection's parts work on; to its owner it is an Http2Stream. One object per
// request is all that a short exchange allocates here.
import type { ErrorCode, HeaderList, Http2Stream, StreamSink } from '../types.ts';
import type { ByteQueue } from './byte-queue.ts';

/** 'idle' streams have no object; a stream object begins open or half-closed. */
export type StreamState = 'open' | 'half-closed (local)' | 'half-closed (remote)' | 'closed';

/** The connection, as its streams need it. */
export interface StreamHost {
  sendHeaders(stream: Stream, list: HeaderList, endStream: boolean): void;
  sendData(
    stream: Stream,
    first: Uint8Array,
    second: Uint8Array | undefined,
    endStream: boolean,
  ): boolean;
  consumed(stream: Stream, bytes: number): void;
  resetByOwner(stream: Stream, code: ErrorCode): void;
}

/** What follows the queued data on its way out. */
export type PendingEnd = 'none' | 'endStream' | HeaderList;

export class Stream implements Http2Stream {
  readonly id: number;
  readonly #host: StreamHost;
  state: StreamState;
  /** Undefined while `request` has not returned, and once the end was told. */
  sink: StreamSink | undefined = undefined;
  /** Why the stream closed; said to the sink as soon as there is one. */
  closeCode: ErrorCode = 0;

  /** What we may still send: the peer's window. Negative after the peer shrank it (section 6.9.2). */
  sendWindow: number;
  queue: ByteQueue | undefined = undefined;
  pendingEnd: PendingEnd = 'none';
  /** `sendData` answered false, and `drained` was not called since. */
  isOverHighWater = false;
  /** Neighbours in the round of streams whose data may go; `isInRound` tells whether there are any. */
  previous: Stream | undefined = undefined;
  next: Stream | undefined = undefined;
  isInRound = false;
  /** Since when nothing went although data waits; negative = not waiting at the last tick. */
  stalledSinceMs = -1;

  /** What the peer may still send: our window. */
  receiveWindow: number;
  /** Received and not yet consumed by the owner. */
  unconsumedBytes = 0;
  /** Consumed and not yet given back to the peer. */
  unreturnedBytes = 0;
  /** What `content-length` still promises; negative = it promised nothing. */
  promisedBytes = -1;
  /** Client role: the final response head has come. */
  hasHead: boolean;
  /** Client role: a HEAD request; its answer has a length and no body. */
  isHeadRequest = false;

  constructor(
    id: number,
    host: StreamHost,
    state: StreamState,
    sendWindow: number,
    receiveWindow: number,
    hasHead: boolean,
  ) {
    this.id = id;
    this.#host = host;
    this.state = state;
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
    this.hasHead = hasHead;
  }

  get queuedBytes(): number {
    return this.queue === undefined ? 0 : this.queue.byteCount;
  }

  /** The peer may still send: anything but a window update, a priority or a reset is in order. */
  get isRemoteOpen(): boolean {
    return this.state === 'open' || this.state === 'half-closed (local)';
  }

  /** We may still send, and have not said yet what comes last. */
  get isLocalOpen(): boolean {
    return (
      (this.state === 'open' || this.state === 'half-closed (remote)') && this.pendingEnd === 'none'
    );
  }

  /** Tells the sink that the stream is closed: once, as soon as there is one. */
  tellClosed(): void {
    const sink = this.sink;
    this.sink = undefined;
    sink?.closed(this.closeCode);
  }

  sendHeaders(list: HeaderList, endStream: boolean): void {
    if (this.isLocalOpen) this.#host.sendHeaders(this, list, endStream);
  }

  sendData(first: Uint8Array, second: Uint8Array | undefined, endStream: boolean): boolean {
    return this.isLocalOpen ? this.#host.sendData(this, first, second, endStream) : true;
  }

  consumed(bytes: number): void {
    if (this.state !== 'closed') this.#host.consumed(this, bytes);
  }

  reset(code: ErrorCode): void {
    if (this.state !== 'closed') this.#host.resetByOwner(this, code);
  }
}
