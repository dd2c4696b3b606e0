// What a service on the public listener sees of a call: bytes in, bytes out. Nothing here knows
// HTTP/2, so the transport underneath can be replaced without touching a service.

import type { Refusal, ServerTls } from '@cairn/tls';

export interface CallInfo {
  /** The full gRPC path, e.g. `/etcdserverpb.KV/Put`. */
  readonly path: string;
  /** Lower-case names; the first value counts when a name is repeated (as in etcd). `-bin` values are base64 text as received. */
  readonly metadata: ReadonlyMap<string, string>;
  /** From `grpc-timeout`, in milliseconds on `performance.now()`; undefined = none. */
  readonly deadlineMs: number | undefined;
  readonly peerAddress: string;
  /** The common name in the client's certificate, which this handshake has verified; undefined = it has none. */
  readonly certificateName?: string | undefined;
  /** Aborted when the client cancels, the deadline passes or the connection breaks. */
  readonly signal: AbortSignal;
}

/**
 * Exactly one of `respond`, `respondParts`, `beginResponse` and `fail` must be called, once; later calls
 * are ignored, but for what follows `beginResponse`.
 */
export interface UnaryCall extends CallInfo {
  /** @param message may be sent by reference: its bytes must not be changed afterwards. */
  respond(message: Uint8Array): void;
  /**
   * One message, given in pieces: what `respond` does with their concatenation, without making it.
   * The pieces are sent by reference and may be of any size, also empty; there is at least one.
   * Neither the array nor the bytes may be changed afterwards.
   */
  respondParts(parts: readonly Uint8Array[]): void;
  /**
   * One message of this length, more than 0, that comes by `respondPart` while it is sent already. With
   * its last byte the call is answered; `fail` before that breaks it off.
   */
  beginResponse(messageBytes: number): void;
  /** Sent by reference. There must not be more than was announced. */
  respondPart(part: Uint8Array): void;
  /** @param code gRPC status code. */
  fail(code: number, message: string): void;
}

export type UnaryHandler = (request: Uint8Array, call: UnaryCall) => void;

/** A streaming call of any direction. The handler sets the listeners synchronously. */
export interface StreamCall extends CallInfo {
  /**
   * Sends one message, possibly by reference: its bytes must not be changed afterwards.
   * False = the peer is slow: wait for `onDrain` before sending more.
   */
  send(message: Uint8Array): boolean;
  /** Bytes accepted by `send` and not yet taken by the transport. */
  readonly bufferedBytes: number;
  onDrain(listener: () => void): void;
  onMessage(listener: (message: Uint8Array) => void): void;
  /** The client has half-closed: no message follows. */
  onEnd(listener: () => void): void;
  /** The call is over, for whatever reason; called exactly once. */
  onClose(listener: () => void): void;
  /** Backpressure towards the client: no `onMessage` until `resume`. */
  pause(): void;
  resume(): void;
  /** Ends the call; code 0 = OK. Messages sent before leave first. */
  end(code: number, message: string): void;
}

export type StreamHandler = (call: StreamCall) => void;

/** Handlers by full gRPC path. */
export interface EdgeServices {
  readonly unary: ReadonlyMap<string, UnaryHandler>;
  readonly stream: ReadonlyMap<string, StreamHandler>;
}

/** A plain HTTP request on the same port (`/health`, `/metrics`, the JSON gateway). */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  readonly peerAddress: string;
  /** It came over TLS. */
  readonly isSecure: boolean;
  /** Aborted when the client goes away before it has its whole answer. */
  readonly signal: AbortSignal;
  /** As in {@link CallInfo}. */
  readonly certificateName?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A function writes the body while it comes. */
  readonly body: string | Uint8Array | HttpBodyWriter;
}

/** Called once, when the head is on its way; never called when the client is gone by then. */
export type HttpBodyWriter = (sink: HttpBodySink) => void;

/** The body of an answer that has no length yet. What is written leaves at once. */
export interface HttpBodySink {
  /**
   * Sent by reference: the bytes must not be changed afterwards.
   * False = the client is slow: wait for `onDrain` before writing more.
   */
  write(bytes: Uint8Array): boolean;
  /** Bytes accepted by `write` and not yet taken by the transport. */
  readonly bufferedBytes: number;
  onDrain(listener: () => void): void;
  /** The answer is over, by `end` or because the client is gone; called exactly once. */
  onClose(listener: () => void): void;
  /** The body is complete. */
  end(): void;
}

/** undefined = 404. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse | undefined>;

export interface EdgeLimits {
  /** Largest request message in bytes (etcd: `--max-request-bytes` + 512 KiB). */
  readonly requestMessageBytesMax: number;
  readonly concurrentStreamsMax: number;
}

/** What the transport does with sockets, memory and time. All values are positive integers. */
export interface EdgeTuning {
  /** A connection that has not said which protocol it speaks by then, or not done its TLS handshake, is closed. */
  readonly firstBytesTimeoutMs: number;
  /** Flow-control window for what a client sends on one stream; at most `connectionWindowBytes`. */
  readonly streamWindowBytes: number;
  /** The same for all streams of a connection together. */
  readonly connectionWindowBytes: number;
  /** `StreamCall.send` answers false while more than this waits for the peer. */
  readonly sendBufferBytesMax: number;
  /** All header names and values of one request, with 32 bytes for each field. */
  readonly headerBytesMax: number;
  /** What a connection may keep of messages that are not whole yet, at least one message; all calls together. */
  readonly unfinishedBytesMax: number;
  /** Answers and control frames ready for a peer that does not read; beyond it the connection ends. */
  readonly outputBytesMax: number;
  /** A stream whose data waits this long for its client to read is reset. */
  readonly sendStallMsMax: number;
  /** Frames that carry nothing (resets, pings, settings, …) which a client may send in `cheapFrameWindowMs`. */
  readonly cheapFramesMax: number;
  readonly cheapFrameWindowMs: number;
  /** A client that pings more often, with nothing sent to it meanwhile, is told to calm down (etcd: `--grpc-keepalive-min-time`). */
  readonly clientPingIntervalMsMin: number;
  /** A client that has said nothing for so long is asked whether it is there (etcd: `--grpc-keepalive-interval`). */
  readonly serverPingAfterMs: number;
  /** One that says nothing for so long after that is gone (etcd: `--grpc-keepalive-timeout`). */
  readonly serverPingTimeoutMs: number;
  /** How often connections are looked at for what is late: the other times here are kept about that exactly. */
  readonly tickMs: number;
  /** A peer that was sent the last bytes and does not close its side by then is cut. */
  readonly endTimeoutMs: number;
  /** A plain HTTP request must have arrived whole by then. */
  readonly httpRequestTimeoutMs: number;
  /** A plain HTTP connection may be idle this long. */
  readonly httpKeepAliveTimeoutMs: number;
  /** Requests over plain HTTP/1.1 that a connection may have sent without having been answered. */
  readonly httpPipelinedRequestsMax: number;
  /** Idle time after which TCP asks whether the peer is still there. */
  readonly tcpKeepAliveDelayMs: number;
}

export interface EdgeOptions {
  /** Of a Unix socket, in place of host and port; a file that a dead process has left there is replaced. */
  readonly path?: string | undefined;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly services: EdgeServices;
  readonly http: HttpHandler;
  readonly limits: EdgeLimits;
  /** The port speaks TLS and nothing else. Left out = plain TCP. */
  readonly tls?: ServerTls;
  /** Somebody has come who does not get through the handshake, or speaks TLS where nobody else does. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** Only what should differ from `defaultEdgeTuning`. */
  readonly tuning?: Partial<EdgeTuning>;
}

export interface Edge {
  readonly port: number;
  /** GOAWAY to everyone, calls in flight may end for `graceMs`, then everything is cut. */
  close(graceMs: number): Promise<void>;
}
