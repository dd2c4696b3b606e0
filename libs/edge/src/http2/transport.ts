// gRPC over node:http2: sessions in, calls out. The only folder that knows node:http2.
//
// node:http2 checks the protocol itself. Whatever a peer does wrong ends that peer's session: errors
// of sessions and streams are listened to and otherwise ignored here, because what the handlers need
// to know reaches them as the end of their calls.
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { createServer } from 'node:http2';
import type { Socket } from 'node:net';
import { GrpcCode } from '@cairn/proto';
import { isKnownEncoding, unknownEncoding } from '../grpc/decompress.ts';
import type { Deadlines } from '../grpc/deadlines.ts';
import type { CallStatus } from '../grpc/failure.ts';
import type { RequestHeaders } from '../grpc/request-head.ts';
import { admitRequest } from '../grpc/request-head.ts';
import type { ServiceTable } from '../grpc/service-table.ts';
import type { EdgeLimits, EdgeTuning } from '../types.ts';
import { respondTrailersOnly } from './call.ts';
import { Http2StreamCall } from './streaming.ts';
import { Http2UnaryCall } from './unary.ts';

export interface Http2TransportOptions {
  readonly services: ServiceTable;
  readonly limits: EdgeLimits;
  readonly tuning: EdgeTuning;
  readonly deadlines: Deadlines;
}

export class Http2Transport {
  readonly #options: Http2TransportOptions;
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  #onEmpty: (() => void) | undefined;

  constructor(options: Http2TransportOptions) {
    this.#options = options;
    const { limits, tuning } = options;
    this.#server = createServer({
      settings: {
        maxConcurrentStreams: limits.concurrentStreamsMax,
        initialWindowSize: tuning.streamWindowBytes,
        maxHeaderListSize: tuning.headerBytesMax,
        enableConnectProtocol: false,
      },
      maxSessionMemory: tuning.connectionMemoryMbMax,
      maxHeaderListPairs: 256,
      maxSettings: 32,
      // Clients of etcd cancel calls all the time; a flood of resets is still a flood.
      streamResetBurst: 10_000,
      streamResetRate: 1_000,
    });
    this.#server.on('session', (session) => {
      this.#attend(session);
    });
    this.#server.on('sessionError', ignore);
  }

  /** Takes over a connection that has opened with the HTTP/2 preface, which is still to be read. */
  accept(socket: Socket): void {
    // A client that ends its side is gone: HTTP/2 knows no half-closed connections.
    socket.allowHalfOpen = false;
    this.#server.emit('connection', socket);
  }

  /**
   * GOAWAY on every connection; each closes when its last call is over. Resolves when all have
   * closed and the handlers of calls that were cut have heard of it.
   */
  drain(): Promise<void> {
    for (const session of this.#sessions) session.close();
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #attend(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.setLocalWindowSize(this.#options.tuning.connectionWindowBytes);
    const { remoteAddress, remotePort } = session.socket;
    const host = remoteAddress?.includes(':') === true ? `[${remoteAddress}]` : remoteAddress;
    const peerAddress = `${host ?? ''}:${String(remotePort ?? 0)}`;
    session.on('close', () => {
      this.#sessions.delete(session);
      if (this.#sessions.size === 0) this.#onEmpty?.();
    });
    session.on('stream', (stream, headers, _flags, rawHeaders: readonly string[]) => {
      stream.on('error', ignore);
      this.#admit(stream, headers, rawHeaders, peerAddress);
    });
  }

  #admit(
    stream: ServerHttp2Stream,
    headers: RequestHeaders,
    rawHeaders: readonly string[],
    peerAddress: string,
  ): void {
    const admission = admitRequest(headers);
    if (admission.kind === 'refused') {
      refuse(stream, admission.refusal, admission.refusal.httpStatus);
      return;
    }
    const { services, limits, tuning, deadlines } = this.#options;
    const { head } = admission;
    const target = services.find(head.path);
    if (target.kind === 'unknown') {
      refuse(stream, { code: GrpcCode.unimplemented, message: target.message });
      return;
    }
    if (!isKnownEncoding(head.messageEncoding)) {
      refuse(stream, unknownEncoding(head.messageEncoding));
      return;
    }
    const messageBytesMax = limits.requestMessageBytesMax;
    const context = { stream, head, rawHeaders, peerAddress, deadlines, messageBytesMax };
    if (target.kind === 'unary') {
      // It listens to its stream and lives as long as that.
      void new Http2UnaryCall(context, target.handler);
      return;
    }
    const { sendBufferBytesMax } = tuning;
    const call = new Http2StreamCall({ ...context, sendBufferBytesMax });
    target.handler(call);
    call.start();
  }
}

function refuse(stream: ServerHttp2Stream, status: CallStatus, httpStatus?: number): void {
  stream.resume();
  respondTrailersOnly(stream, status, httpStatus);
}

function ignore(): void {
  // See the top of this file.
}
