// The connection as its owner sees it, and everything in its life that belongs to no stream: preface,
// SETTINGS, PING, GOAWAY, and the end. The halves do the rest (receiver.ts, sender.ts).
//
// The end comes once, whatever happens on the way to it: all sinks are told, then the owner, and from
// then on nothing is read and no call does anything. A violation found anywhere below is thrown as
// PeerViolation and caught here; what an owner's callback throws passes through.
import { assert, toByteString } from '@cairn/core';
import { errorCodes } from '../error-codes.ts';
import {
  clientPreface,
  frameFlags,
  initialSettings,
  streamIdLimit,
} from '../frames/frame-layout.ts';
import { FrameOutput } from '../frames/frame-output.ts';
import { FrameReader } from '../frames/frame-reader.ts';
import { HpackDecoder } from '../hpack/decoder.ts';
import { HpackEncoder } from '../hpack/encoder.ts';
import { HpackError } from '../hpack/hpack-error.ts';
import type {
  ConnectionEnd,
  ErrorCode,
  HeaderList,
  Http2Connection,
  Http2ConnectionOptions,
  Http2Stream,
  StreamSink,
} from '../types.ts';
import { checkInvariants } from './check-invariants.ts';
import { CheapFrameGuard } from './cheap-frame-guard.ts';
import { GoingAway } from './going-away.ts';
import type { ConnectionFrames } from './frame-rules.ts';
import { FrameRules } from './frame-rules.ts';
import { PeerViolation } from './peer-violation.ts';
import { Pings } from './pings.ts';
import { Preface } from './preface.ts';
import { Receiver } from './receiver.ts';
import type { StreamLife } from './receiver.ts';
import { Sender } from './sender.ts';
import type { SenderEvents } from './sender.ts';
import { checkLimits, readSettings, writeSettings } from './settings.ts';
import { StallWatch } from './stall-watch.ts';
import { StreamTable } from './stream-table.ts';
import { Stream } from './stream.ts';
import type { StreamHost } from './stream.ts';

/** What a server is assumed to allow until its SETTINGS arrive (section 6.5.2 recommends no less). */
const concurrentStreamsAssumed = 100;
const debugCharsMax = 200;

const nothing: readonly Uint8Array[] = [];

export class Connection
  implements Http2Connection, StreamHost, StreamLife, SenderEvents, ConnectionFrames
{
  readonly #options: Http2ConnectionOptions;
  readonly #isServer: boolean;
  readonly #output = new FrameOutput();
  readonly #table = new StreamTable();
  readonly #guard: CheapFrameGuard;
  readonly #sender: Sender;
  readonly #receiver: Receiver;
  readonly #rules: FrameRules;
  readonly #reader: FrameReader;
  readonly #stalls: StallWatch;
  readonly #pings = new Pings();

  readonly #preface: Preface;
  readonly #goingAway: GoingAway;
  #isOver = false;
  /** Inside `receive` or `takeOutput`: the owner is told of output at their end. */
  #isBusy = false;
  #isOutputAnnounced = false;
  #areSettingsAcknowledged = false;

  #nextStreamId = 1;
  #peerStreamsMax = concurrentStreamsAssumed;
  /** How it ended, until that is told. */
  #end: ConnectionEnd | undefined = undefined;

  constructor(options: Http2ConnectionOptions) {
    const { limits, role } = options;
    checkLimits(limits);
    this.#options = options;
    this.#isServer = role === 'server';
    this.#preface = new Preface(this.#isServer);
    this.#goingAway = new GoingAway(this.#output);
    this.#guard = new CheapFrameGuard(limits, options.nowMs);
    const encoder = new HpackEncoder({ tableBytesMax: limits.headerTableBytes });
    const decoder = new HpackDecoder({
      tableBytesMax: limits.headerTableBytes,
      listBytesMax: limits.headerListBytesMax,
    });
    this.#sender = new Sender(this.#output, encoder, this);
    this.#receiver = new Receiver({
      role,
      limits,
      owner: options.owner,
      host: this,
      life: this,
      table: this.#table,
      sender: this.#sender,
      decoder,
      guard: this.#guard,
    });
    this.#rules = new FrameRules(limits, this.#guard, this.#receiver, this);
    this.#reader = new FrameReader(limits.frameBytesMax);
    this.#stalls = new StallWatch(limits.sendStallMsMax);
    this.#begin();
  }

  #begin(): void {
    const { role, limits } = this.#options;
    if (!this.#isServer) this.#output.copy(clientPreface);
    writeSettings(this.#output, role, limits);
    const extra = limits.connectionWindowBytes - initialSettings.windowBytes;
    if (extra > 0) this.#output.windowUpdate(0, extra);
  }

  get openStreams(): number {
    return this.#table.size;
  }

  /** Memory held for what is unfinished or may come, beside the open streams. */
  get heldBytes(): number {
    return this.#reader.heldBytes + this.#rules.heldBytes + this.#output.heldBytes;
  }

  /** For tests: throws AssertionFailure if the state contradicts itself. */
  check(): void {
    if (this.#isOver) {
      assert(this.#table.size === 0, 'a stream outlived its connection');
      return;
    }
    const { limits } = this.#options;
    checkInvariants(limits, this.#table, this.#sender, this.#receiver);
    assert(
      !this.#isServer || this.#table.size <= limits.concurrentStreamsMax,
      'more streams than announced',
    );
    assert(this.#sender.unreadBytes <= limits.outputBytesMax, 'more output than allowed');
  }

  // What the owner calls.

  receive(chunk: Uint8Array): void {
    if (this.#isOver) return;
    assert(!this.#isBusy, 'receive is not called from a callback');
    this.#isBusy = true;
    try {
      const offset = this.#preface.isComplete ? 0 : this.#preface.match(chunk);
      this.#reader.read(chunk, offset, this.#rules);
    } catch (error) {
      this.#failBy(error);
    } finally {
      this.#isBusy = false;
    }
    this.#settle();
  }

  takeOutput(): readonly Uint8Array[] {
    if (this.#isOver) return this.#output.take();
    // From a callback: there will be more, and the owner will be told.
    if (this.#isBusy) return nothing;
    this.#isBusy = true;
    try {
      this.#sender.fill();
    } finally {
      this.#isBusy = false;
    }
    // If these are the last bytes, the owner is told before they are out of its sight: it takes them then.
    this.#isOutputAnnounced = true;
    this.#settle();
    const taken = this.#output.take();
    this.#sender.batchTaken();
    this.#isOutputAnnounced = false;
    this.#settle();
    return taken;
  }

  setWritable(isWritable: boolean): void {
    if (this.#isOver) return;
    this.#sender.setWritable(isWritable);
    this.#settle();
  }

  tick(): void {
    if (this.#isOver) return;
    const now = this.#options.nowMs();
    this.#guard.tick(now);
    this.#output.rest();
    if (this.#goingAway.isAnnouncementOld(now)) this.#leave();
    this.#endStalls(now);
    this.#settle();
  }

  open(head: HeaderList, endStream: boolean, sink: StreamSink): Http2Stream | undefined {
    const isPossible =
      !this.#isServer &&
      !this.#isOver &&
      this.#goingAway.isStaying &&
      !this.#goingAway.hasPeerSaidIt &&
      this.#table.size < this.#peerStreamsMax &&
      this.#nextStreamId <= streamIdLimit;
    if (!isPossible) return undefined;
    const id = this.#nextStreamId;
    this.#nextStreamId += 2;
    const stream = new Stream(
      id,
      this,
      endStream ? 'half-closed (local)' : 'open',
      this.#sender.initialWindow,
      this.#receiver.initialWindow,
      false,
    );
    stream.sink = sink;
    stream.isHeadRequest = head.fields.some(
      (field) => field[0] === ':method' && field[1] === 'HEAD',
    );
    this.#table.use(id);
    this.#table.add(stream);
    this.#sender.addUpdateCredit();
    this.#sender.writeHeaders(id, head, endStream);
    this.#settle();
    return stream;
  }

  ping(onAnswer: () => void): void {
    if (this.#isOver) return;
    this.#output.ping(0, this.#pings.mark, this.#pings.add(onAnswer));
    this.#settle();
  }

  drain(): void {
    if (this.#isOver || !this.#goingAway.isStaying) return;
    if (this.#isServer && !this.#goingAway.hasPeerSaidIt) {
      this.#goingAway.announce(this.#options.nowMs());
      this.ping(() => this.#leave());
    } else {
      this.#leave();
    }
    this.#settle();
  }

  abort(code: ErrorCode, reason: string): void {
    if (this.#isOver) return;
    this.#sayGoAway(code, reason);
    this.#finish(code, { kind: 'aborted', reason });
  }

  disconnected(reason: string): void {
    if (this.#isOver) return;
    const end: ConnectionEnd =
      this.#table.size === 0 ? { kind: 'ended' } : { kind: 'aborted', reason };
    this.#finish(errorCodes.connectError, end);
  }

  // What streams call.

  sendHeaders(stream: Stream, list: HeaderList, endStream: boolean): void {
    this.#sender.sendHeaders(stream, list, endStream);
    this.#settle();
  }

  sendData(
    stream: Stream,
    first: Uint8Array,
    second: Uint8Array | undefined,
    endStream: boolean,
  ): boolean {
    const goesOn = this.#sender.sendData(stream, first, second, endStream);
    this.#settle();
    return goesOn;
  }

  consumed(stream: Stream, bytes: number): void {
    this.#receiver.consumed(stream, bytes);
    this.#settle();
  }

  resetByOwner(stream: Stream, code: ErrorCode): void {
    this.resetStream(stream, code);
    this.#settle();
  }

  // The life of streams.

  localEnded(stream: Stream): void {
    if (stream.state === 'open') stream.state = 'half-closed (local)';
    else this.closeStream(stream, errorCodes.noError);
  }

  resetStream(stream: Stream, code: ErrorCode): void {
    this.#output.rstStream(stream.id, code);
    this.#table.rememberReset(stream.id);
    this.closeStream(stream, code);
  }

  closeStream(stream: Stream, code: ErrorCode): void {
    if (stream.state === 'closed') return;
    stream.state = 'closed';
    stream.closeCode = code;
    this.#table.remove(stream);
    this.#sender.forget(stream);
    this.#receiver.forget(stream);
    stream.tellClosed();
  }

  isBeyondGoAway(streamId: number): boolean {
    return streamId > this.#goingAway.lastServedId;
  }

  // Frames of the connection; those of streams go to the receiver.

  settingsReceived(bytes: Uint8Array, start: number, end: number): void {
    const settings = readSettings(bytes, start, end, this.#options.role);
    for (const size of settings.headerTableBytes) this.#sender.setPeerTableBytes(size);
    if (settings.initialWindowBytes !== undefined) {
      this.#sender.setInitialWindow(settings.initialWindowBytes, this.#table.values());
    }
    if (settings.frameBytesMax !== undefined) {
      this.#sender.setPeerFrameBytesMax(settings.frameBytesMax);
    }
    if (settings.concurrentStreamsMax !== undefined) {
      this.#peerStreamsMax = settings.concurrentStreamsMax;
    }
    this.#output.settingsAck();
  }

  settingsAcknowledged(): void {
    if (this.#areSettingsAcknowledged) return;
    this.#areSettingsAcknowledged = true;
    this.#receiver.settingsAcknowledged();
  }

  pingReceived(high: number, low: number): void {
    this.#output.ping(frameFlags.ack, high, low);
    this.#options.owner.pingReceived?.();
  }

  pingAnswered(high: number, low: number): void {
    this.#pings.answered(high, low);
  }

  goAwayReceived(lastStreamId: number, code: ErrorCode, debug: Uint8Array): void {
    this.#goingAway.received(lastStreamId);
    if (!this.#isServer) {
      for (const stream of this.#table.values()) {
        if (stream.id > lastStreamId) this.closeStream(stream, errorCodes.refusedStream);
      }
    }
    const text = toByteString(debug.subarray(0, debugCharsMax));
    this.#options.owner.goAwayReceived(lastStreamId, code, text);
  }

  // The end.

  /** What is served is what has begun. */
  #leave(): void {
    if (!this.#isOver) this.#goingAway.leave(this.#isServer ? this.#table.lastId : 0);
  }

  #endStalls(now: number): void {
    if (this.#stalls.isConnectionStalled(this.#sender, now)) {
      this.#fail(errorCodes.enhanceYourCalm, 'the peer takes nothing');
      return;
    }
    for (const stream of this.#table.values()) {
      if (!this.#stalls.isStreamStalled(stream, now)) continue;
      this.resetStream(stream, errorCodes.enhanceYourCalm);
    }
  }

  /** What follows every call from outside: the end if it has come, or the word that there is output. */
  #settle(): void {
    if (this.#isBusy) return;
    if (!this.#isOver) {
      if (this.#sender.unreadBytes > this.#options.limits.outputBytesMax) {
        this.#fail(errorCodes.enhanceYourCalm, 'the peer does not read');
      } else if (this.#table.size === 0) {
        this.#endIfDrained();
      }
    }
    if (this.#isOver) {
      this.#tellEnd();
    } else if (!this.#isOutputAnnounced && (!this.#output.isEmpty || this.#sender.canSendData)) {
      this.#isOutputAnnounced = true;
      this.#options.owner.outputReady();
    }
  }

  #endIfDrained(): void {
    if (!this.#goingAway.isLeaving) {
      if (!this.#goingAway.hasPeerSaidIt) return;
      this.#leave();
    }
    this.#finish(errorCodes.noError, { kind: 'ended' });
  }

  #failBy(error: unknown): void {
    if (error instanceof PeerViolation) this.#fail(error.code, error.message);
    else if (error instanceof HpackError) this.#fail(errorCodes.compressionError, error.message);
    else throw error;
  }

  #fail(code: ErrorCode, reason: string): void {
    if (this.#isOver) return;
    this.#sayGoAway(code, reason);
    this.#finish(code, { kind: 'violation', code, reason });
  }

  #sayGoAway(code: ErrorCode, reason: string): void {
    const last = this.#isServer ? Math.min(this.#table.lastId, this.#goingAway.lastServedId) : 0;
    const debug = Uint8Array.from(reason.slice(0, debugCharsMax), (char) => char.charCodeAt(0));
    this.#output.goAway(last, code, debug);
  }

  /** Nothing is read or sent any more; who is to be told is told when the call from outside ends. */
  #finish(code: ErrorCode, end: ConnectionEnd): void {
    this.#isOver = true;
    this.#end = end;
    this.#reader.stop();
    for (const stream of this.#table.values()) {
      stream.state = 'closed';
      stream.closeCode = code;
      this.#sender.forget(stream);
    }
    this.#settle();
  }

  #tellEnd(): void {
    const end = this.#end;
    if (end === undefined) return;
    this.#end = undefined;
    for (const stream of this.#table.values()) stream.tellClosed();
    this.#table.clear();
    this.#pings.clear();
    this.#options.owner.finished(end);
  }
}
