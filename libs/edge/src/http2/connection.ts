// One socket that speaks HTTP/2, and the calls that come over it. The protocol itself is
// @cairn/http2, which knows no socket; here its bytes are moved and its requests become calls.
//
// open → ending → gone. `ending`: the last bytes (a GOAWAY, usually) are written and our side of the
// socket is ended, but what the peer still sends is read and dropped for a while. Closing at once
// would answer those bytes with a reset, and a reset makes the peer forget a GOAWAY it has not read.
//
// While the socket takes no more, output is not taken from the protocol either, so that what waits is
// bounded where the bounds are known: DATA in its stream, everything else by `outputBytesMax`.
import type { Socket } from 'node:net';
import type {
  ConnectionEnd,
  ConnectionOwner,
  HeaderBlock,
  Http2Connection,
  Http2Limits,
  Http2Stream,
  StreamSink,
} from '@cairn/http2';
import { Connection, errorCodes } from '@cairn/http2';
import type { Deadlines } from '../grpc/deadlines.ts';
import { describePeer } from '../peer-address.ts';
import type { EdgeTuning } from '../types.ts';
import { trailersOnly } from './answers.ts';
import type { CallConnection, Lingering } from './call.ts';
import type { CallPlans } from './call-plans.ts';
import type { EndOfTurn, Flushable } from './end-of-turn.ts';
import type { HttpService } from './http-exchange.ts';
import { HttpExchange } from './http-exchange.ts';
import { PingPolicy } from './ping-policy.ts';
import { RefusedRequest } from './refused-request.ts';
import { Silence } from './silence.ts';
import { GrpcStreamCall } from './streaming.ts';
import { GrpcUnaryCall } from './unary.ts';

/** What all connections of an edge share. */
export interface ConnectionContext {
  readonly plans: CallPlans;
  readonly http: HttpService;
  readonly deadlines: Deadlines;
  readonly messageBytesMax: number;
  readonly limits: Http2Limits;
  readonly tuning: EdgeTuning;
  readonly endOfTurn: EndOfTurn;
  /** The socket is closed and all calls of the connection have heard of it. */
  readonly onGone: (connection: GrpcConnection) => void;
}

export class GrpcConnection implements ConnectionOwner, CallConnection, Flushable {
  readonly peerAddress: string;
  readonly certificateName: string | undefined;
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #http2: Http2Connection;
  readonly #pings: PingPolicy;
  readonly #silence: Silence;
  /** Undefined = open. */
  #endingSinceMs: number | undefined;
  /** The socket takes no more until it says 'drain'. */
  #isBlocked = false;
  #isFlushing = false;
  /** Somebody will look at the end of what he does whether there is output. */
  #isGathering = false;
  #hasOutput = false;
  /** Answered calls whose clients have not ended their side. */
  #lingering: Lingering[] = [];
  /** Bytes of unfinished messages, over all calls. */
  #keptBytes = 0;

  constructor(socket: Socket, context: ConnectionContext, certificateName: string | undefined) {
    this.#socket = socket;
    this.#context = context;
    this.peerAddress = describePeer(socket);
    this.certificateName = certificateName;
    const { tuning } = context;
    const nowMs = performance.now();
    this.#pings = new PingPolicy(tuning.clientPingIntervalMsMin);
    this.#silence = new Silence(
      { intervalMs: tuning.serverPingAfterMs, timeoutMs: tuning.serverPingTimeoutMs },
      nowMs,
    );
    this.#http2 = new Connection({
      role: 'server',
      limits: context.limits,
      owner: this,
      nowMs: () => performance.now(),
    });
    this.#listen();
  }

  get deadlines(): Deadlines {
    return this.#context.deadlines;
  }

  get messageBytesMax(): number {
    return this.#context.messageBytesMax;
  }

  get sendBufferBytesMax(): number {
    return this.#context.tuning.sendBufferBytesMax;
  }

  /** No new calls; the connection ends when those that are open have ended. */
  drain(): void {
    this.#http2.drain();
  }

  tick(nowMs: number): void {
    if (this.#endingSinceMs !== undefined) {
      if (nowMs - this.#endingSinceMs >= this.#context.tuning.endTimeoutMs) this.#socket.destroy();
      return;
    }
    const verdict = this.#silence.judge(nowMs);
    if (verdict === 'gone') {
      this.#http2.disconnected('the peer does not answer');
      this.#socket.destroy();
      return;
    }
    // Whatever the peer says is an answer, so this one needs no look.
    if (verdict === 'ask') this.#http2.ping(ignore);
    this.#http2.tick();
  }

  flush(): void {
    if (this.#isBlocked || this.#isFlushing || this.#endingSinceMs !== undefined) return;
    // Taking the last bytes may be what finishes the connection: they are still to be written then.
    this.#isFlushing = true;
    this.#write(this.#http2.takeOutput());
    if (this.#lingering.length > 0 && this.#endAnswered()) this.#write(this.#http2.takeOutput());
    this.#isFlushing = false;
    if (this.#endingSinceMs !== undefined) this.#end();
  }

  linger(stream: Lingering): void {
    this.#lingering.push(stream);
  }

  answering(): void {
    this.#pings.forgive();
  }

  keep(bytesMore: number): boolean {
    this.#keptBytes += bytesMore;
    return bytesMore <= 0 || this.#keptBytes <= this.#context.tuning.unfinishedBytesMax;
  }

  gather(): boolean {
    if (this.#isGathering) return false;
    this.#isGathering = true;
    return true;
  }

  release(): void {
    this.#isGathering = false;
    if (!this.#hasOutput) return;
    this.#hasOutput = false;
    // Without open calls nothing more can come in this turn, so nothing is gained by waiting for its end.
    if (this.#http2.openStreams === 0) this.flush();
    else this.#context.endOfTurn.add(this);
  }

  outputReady(): void {
    if (this.#isGathering) this.#hasOutput = true;
    else this.#context.endOfTurn.add(this);
  }

  request(stream: Http2Stream, head: HeaderBlock, endStream: boolean): StreamSink {
    if (head.isTooLarge) {
      // Its fields are not all there. grpc-go's word for it.
      stream.reset(errorCodes.frameSizeError);
      return new RefusedRequest(stream);
    }
    const plan = this.#context.plans.of(head);
    if (plan.kind === 'unary') {
      const call = new GrpcUnaryCall(this, stream, plan.facts, plan.handler);
      if (endStream) call.receivedEnd();
      return call;
    }
    if (plan.kind === 'stream') {
      const call = new GrpcStreamCall(this, stream, plan.facts);
      plan.handler(call);
      if (endStream) call.receivedEnd();
      return call;
    }
    if (plan.kind === 'http') {
      const exchange = new HttpExchange(this, stream, this.#context.http, head.fields);
      if (endStream) exchange.receivedEnd();
      return exchange;
    }
    const refused = new RefusedRequest(stream);
    this.answering();
    stream.sendHeaders(trailersOnly(plan.status, plan.httpStatus), true);
    if (!endStream) this.linger(refused);
    return refused;
  }

  pingReceived(): void {
    if (this.#pings.permits(performance.now(), this.#http2.openStreams)) return;
    this.#http2.abort(errorCodes.enhanceYourCalm, 'too_many_pings');
  }

  goAwayReceived(): void {
    // A client that goes away ends when its calls have.
  }

  finished(_end: ConnectionEnd): void {
    this.#endingSinceMs = performance.now();
    this.#lingering = [];
    if (!this.#isFlushing) this.#end();
  }

  /** Whatever still waits must not be held back: these are the last bytes. */
  #end(): void {
    this.#write(this.#http2.takeOutput());
    this.#socket.end();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => {
      if (this.#endingSinceMs !== undefined) return;
      this.#silence.heard();
      this.#isGathering = true;
      this.#http2.receive(chunk);
      this.release();
    });
    socket.on('drain', () => {
      if (!this.#isBlocked) return;
      this.#isBlocked = false;
      this.#http2.setWritable(true);
      this.flush();
    });
    socket.on('end', () => {
      // HTTP/2 knows no half-closed connections: who ends its side is gone.
      this.#disconnected('the peer has ended the connection');
      socket.end();
    });
    socket.on('close', () => {
      this.#disconnected('the connection is broken');
      this.#context.onGone(this);
    });
  }

  #disconnected(reason: string): void {
    if (this.#endingSinceMs === undefined) this.#http2.disconnected(reason);
  }

  #write(output: readonly Uint8Array[]): void {
    if (output.length === 0) return;
    const socket = this.#socket;
    if (output.length > 1) socket.cork();
    for (const bytes of output) socket.write(bytes);
    if (output.length > 1) socket.uncork();
    // A write that the system has taken whole leaves nothing behind, however large it was.
    if (socket.writableNeedDrain && socket.writableLength > 0) {
      this.#isBlocked = true;
      this.#http2.setWritable(false);
    }
  }

  /** Closes streams that are answered to the end; true = something is to be sent. */
  #endAnswered(): boolean {
    const lingering = this.#lingering;
    this.#lingering = [];
    let hasReset = false;
    for (const call of lingering) {
      if (call.isEnding) continue;
      if (call.stream.queuedBytes > 0) {
        this.#lingering.push(call);
        continue;
      }
      // RFC 9113, section 8.1: the answer is complete, the rest of the request is not wanted.
      call.stream.reset(errorCodes.noError);
      hasReset = true;
    }
    return hasReset;
  }
}

function ignore(): void {
  // See where it is used.
}
