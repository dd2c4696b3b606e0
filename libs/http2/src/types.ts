// The contract of the library: an HTTP/2 connection (RFC 9113) as a state machine without I/O. Bytes
// of the peer go in by `receive`, bytes for the peer come out by `takeOutput`; the owner moves them
// over whatever socket it has, at its own pace, and knows the time. Both roles are served.
//
// Every call from the connection to its owner or to a stream's sink happens inside a method of the
// connection or of a stream: there are no timers here. Callbacks may call anything but `receive`.

/** Name and value; names in lower case, both as one-byte ("latin-1") strings: one char is one octet. */
export type HeaderField = readonly [name: string, value: string];

/**
 * A decoded header block. A block that is recognised yields the same object again, so an owner may
 * remember (in a WeakMap) what it derived from one.
 */
export interface HeaderBlock {
  /** In order of arrival, pseudo-headers first. */
  readonly fields: readonly HeaderField[];
  /** Larger than `headerListBytesMax`: `fields` is cut off; HPACK's state is still right. */
  readonly isTooLarge: boolean;
}

/** A list of fields to send. Make it once and send it often: what it becomes is kept per connection. */
export interface HeaderList {
  readonly fields: readonly HeaderField[];
  /** Worth a place in the peer's dynamic table; false = literals that leave no trace (RFC 7541, 6.2.2). */
  readonly isStable: boolean;
}

/** Limits that the connection keeps against its peer. Sizes in bytes, all values positive integers. */
export interface Http2Limits {
  /** SETTINGS_MAX_CONCURRENT_STREAMS we announce (server role). */
  readonly concurrentStreamsMax: number;
  /** What a peer may have under way on one stream, and (65,535 at least) on all of them together. */
  readonly streamWindowBytes: number;
  readonly connectionWindowBytes: number;
  /** SETTINGS_MAX_FRAME_SIZE we announce: 16,384 to 16,777,215. */
  readonly frameBytesMax: number;
  /** SETTINGS_MAX_HEADER_LIST_SIZE we announce. */
  readonly headerListBytesMax: number;
  /** Encoded bytes, and frames, of one header block (HEADERS and its CONTINUATIONs). */
  readonly headerBlockBytesMax: number;
  readonly continuationFramesMax: number;
  /** SETTINGS_HEADER_TABLE_SIZE we announce, 4,096 at least, and the most we use of the peer's. */
  readonly headerTableBytes: number;
  /**
   * Frames that cost us work and the peer nothing (SETTINGS, PING, RST_STREAM, PRIORITY, empty DATA,
   * WINDOW_UPDATE beyond what we sent, and those that make us reset a stream), allowed in each
   * `cheapFrameWindowMs`; beyond it the connection ends with ENHANCE_YOUR_CALM (rapid reset and its
   * relatives).
   */
  readonly cheapFramesMax: number;
  readonly cheapFrameWindowMs: number;
  /** Bytes ready for the peer while it does not read; beyond it the connection ends. DATA waits in its stream and does not count. */
  readonly outputBytesMax: number;
  /** A stream whose data waits this long for the peer's window or socket is reset / ends the connection. */
  readonly sendStallMsMax: number;
}

/** RFC 9113, section 7. */
export type ErrorCode = number;

/** How a connection came to its end. */
export type ConnectionEnd =
  /** Drained after GOAWAY, by either side; or the transport ended with no stream open. */
  | { readonly kind: 'ended' }
  /** The peer broke a rule; GOAWAY with this code is the last thing in the output. */
  | { readonly kind: 'violation'; readonly code: ErrorCode; readonly reason: string }
  /** `abort` was called, or the transport broke. */
  | { readonly kind: 'aborted'; readonly reason: string };

/** Who moves the bytes and serves (or makes) the requests. */
export interface ConnectionOwner {
  /** There is output to take; told once until `takeOutput` is called. Typically: flush at the end of this turn. */
  outputReady(): void;
  /** Server role: a valid request head has arrived. Answers on `stream`; what follows goes to the sink returned. */
  request(stream: Http2Stream, head: HeaderBlock, endStream: boolean): StreamSink;
  /** The peer sent GOAWAY: no new stream may be opened; streams above `lastStreamId` have been closed as REFUSED_STREAM. */
  goAwayReceived(lastStreamId: number, code: ErrorCode, debug: string): void;
  /** The peer sent a PING; it is answered already. For owners who judge how often a peer may. */
  pingReceived?(): void;
  /** Told once. Take the output, write it, end the transport. All sinks have been told `closed` before. */
  finished(end: ConnectionEnd): void;
}

/** What the other side sends on one stream. */
export interface StreamSink {
  /** `bytes` is a view of a received chunk, and may be empty when `endStream`. */
  data(bytes: Uint8Array, endStream: boolean): void;
  /** Trailers (then `endStream` is true); in the client role the response's head comes first. 1xx heads are skipped. */
  headers(block: HeaderBlock, endStream: boolean): void;
  /** `queuedBytes` fell to the low-water mark after `sendData` answered false. */
  drained(): void;
  /** Told exactly once: both sides ended (NO_ERROR), a reset by either side, or the end of the connection. */
  closed(code: ErrorCode): void;
}

/** The sending half of a stream, and control over it. Calls after its end do nothing. */
export interface Http2Stream {
  readonly id: number;
  /** The response's head or the trailers. */
  sendHeaders(list: HeaderList, endStream: boolean): void;
  /**
   * Sends `first` and `second` as if they were one piece: small ones are copied at once, large ones are
   * referenced until sent (do not change them). False = more than the high-water mark waits now.
   */
  sendData(first: Uint8Array, second: Uint8Array | undefined, endStream: boolean): boolean;
  /** Bytes given to `sendData` and not yet in the output, held back by windows or a full socket. */
  readonly queuedBytes: number;
  /** Body bytes that the owner is done with: only these open the peer's windows again. */
  consumed(bytes: number): void;
  /** RST_STREAM; what waits is dropped. NO_ERROR after a complete response tells a client to stop sending (RFC 9113, 8.1). */
  reset(code: ErrorCode): void;
}

/** Its output begins with our preface, which is there from the start: take it at once. */
export interface Http2Connection {
  /** Bytes of the peer, in order; views of them go to the sinks, so a chunk must not be reused. */
  receive(chunk: Uint8Array): void;
  /** What is to be written now, in order; empty = nothing. The chunks belong to the taker. */
  takeOutput(): readonly Uint8Array[];
  /** false while the transport takes no more: then only control frames become output, and DATA waits in its stream. */
  setWritable(isWritable: boolean): void;
  /** Call about once a second: rates and stalls are judged. */
  tick(): void;
  /** Client role: opens a stream; undefined = the peer's limit is reached, or the connection is going away. */
  open(head: HeaderList, endStream: boolean, sink: StreamSink): Http2Stream | undefined;
  /** Asks whether the peer is there; `onAnswer` is called inside a later `receive`. */
  ping(onAnswer: () => void): void;
  /** GOAWAY: no new streams; the connection finishes when those that are open have ended. */
  drain(): void;
  /** GOAWAY with `code` and the end, now. */
  abort(code: ErrorCode, reason: string): void;
  /** The transport is gone: sinks are told CONNECT_ERROR, which no peer's reset says. */
  disconnected(reason: string): void;
  readonly openStreams: number;
}

export interface Http2ConnectionOptions {
  readonly role: 'server' | 'client';
  readonly limits: Http2Limits;
  readonly owner: ConnectionOwner;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
}
