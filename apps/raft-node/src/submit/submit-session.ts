// One Node.Submit stream. Answers that become ready in the same turn leave in one message, but of
// bounded size; a large answer leaves in slices, one with each message, so that it neither stands in
// front of small answers nor waits for them to end. Requests are taken meanwhile: a large answer
// fills the stream most of the time, and puts would wait for each of its slices. Only when too much
// waits, because the gateway does not read, nothing more is taken from it either.
//
// Invariant: each request is answered once, its slices in order; every message is written while the
// stream takes it or waits for `drain`; after the stream is over nothing is kept.
import { GrpcCode } from '@cairn/api';
import type { Requester } from '@cairn/auth';
import { cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import { failStream } from '@cairn/rpc';
import type { BidiStream, BytesCodec } from '@cairn/rpc';
import type { SpanMaker } from '@cairn/tracing';
import { Answers } from './answers.ts';
import type { Call } from './call.ts';
import { NodeState } from './node-state.ts';
import { failure } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { messageOf, pieceBytes, pieceHeadBytes } from './pieces.ts';
import type { FreePieces, Piece } from './pieces.ts';
import { RequestSteps } from './request-steps.ts';
import { MalformedBatchError, readSubmitBatch } from './submit-batch.ts';
import type { ItemListener } from './submit-batch.ts';

export interface SubmitSessionOptions {
  readonly handle: (method: number, call: Call) => void;
  /** Whether the other end must be a gateway, whose word on certificates counts. */
  readonly believesNames: boolean;
  /** Left out = nothing is traced. */
  readonly spans?: SpanMaker | undefined;
}

/** Messages come and go encoded. */
export type SubmitStream = BidiStream<BytesCodec, BytesCodec>;

/** Answers above this leave in slices of this. */
const sliceBytes = pieceBytes;
/** A message is full when its answers have reached this. */
const messageBytes = 1024 * 1024;
/** While the gateway does not read, requests are taken until this waits: small answers, large ones. */
const answersBytesMax = messageBytes;
const slicesBytesMax = 64 * 1024 * 1024;

interface Slice {
  readonly id: number;
  readonly more: boolean;
  /** Of all slices of the answer, with the first of them; else 0. */
  readonly totalBytes: number;
  readonly content: Uint8Array | PieceToReturn;
}

interface PieceToReturn {
  readonly piece: Piece;
  readonly free: FreePieces;
}

export class SubmitSession implements ItemListener {
  readonly #replica: Replica;
  readonly #stream: SubmitStream;
  readonly #options: SubmitSessionOptions;
  readonly #state: NodeState;
  readonly #answers = new Answers();
  /** Slices of large answers, in order. */
  #slices: Slice[] = [];
  #slicesBytes = 0;
  /** Traced requests whose answers wait, with their gRPC codes. */
  #traced: { readonly steps: RequestSteps; readonly code: number }[] = [];
  /** Pieces that were written and may not have left. */
  #leaving: PieceToReturn[] = [];
  #isPaused = false;
  #flush: 'idle' | 'due' | 'waitingForDrain' | 'over' = 'idle';

  constructor(replica: Replica, stream: SubmitStream, options: SubmitSessionOptions) {
    this.#replica = replica;
    this.#stream = stream;
    this.#options = options;
    this.#state = new NodeState(replica);
    this.sayState();
    stream.on('data', (batch: Uint8Array) => this.#takeBatch(batch));
  }

  /** The state of the node may have changed. */
  sayState(): void {
    this.#scheduleFlush();
  }

  /** Says what is answered and ends the stream. */
  close(): void {
    if (this.#flush !== 'over') {
      do this.#write(Infinity);
      while (this.#slices.length > 0);
    }
    this.drop();
  }

  /** The stream is over: answers to it go nowhere. */
  drop(): void {
    if (this.#flush === 'over') return;
    this.#flush = 'over';
    this.#answers.clear();
    this.#slices = [];
    this.#slicesBytes = 0;
    this.#endTraced();
    // Who knows what the stream still does with them.
    this.#leaving = [];
    this.#stream.end();
  }

  #takeBatch(batch: Uint8Array): void {
    try {
      readSubmitBatch(batch, this);
    } catch (error) {
      if (!(error instanceof MalformedBatchError)) throw error;
      // The gateway's mistake, not ours: it must not stop this member.
      failStream(this.#stream, { code: GrpcCode.invalidArgument, details: error.message });
      this.drop();
    }
  }

  onItem(
    id: number,
    method: number,
    request: Uint8Array,
    timeout: number,
    token: string | undefined,
    certificateName: string,
    traceContext: Uint8Array,
  ): void {
    const timeoutMs = timeout === 0 ? Infinity : timeout;
    const name = this.#options.believesNames ? certificateName : '';
    const steps = traceContext.length === 0 ? undefined : this.#join(method, traceContext);
    const call = new SubmittedCall(this, id, request, timeoutMs, token, name, steps);
    if (this.#replica.readable) return this.#serve(method, call);
    this.#replica.readSerializable((error) => {
      if (error === undefined) this.#serve(method, call);
      else call.reply(failure(error));
    });
  }

  #serve(method: number, call: Call): void {
    try {
      this.#options.handle(method, call);
    } catch (error) {
      call.reply(failure(error));
    }
  }

  #join(method: number, traceContext: Uint8Array): RequestSteps | undefined {
    const span = this.#options.spans?.join(cairn.v1.Method[method] ?? 'unknown', traceContext, {});
    return span === undefined ? undefined : new RequestSteps(span);
  }

  /** The answer to the request with this id. */
  answer(id: number, outcome: Outcome, steps: RequestSteps | undefined): void {
    if (steps !== undefined) this.#answerTraced(steps, outcome);
    if (this.#flush === 'over') return;
    if (outcome.kind === 'pieces') {
      this.#addPieces(id, outcome.pieces, outcome.free);
    } else if (outcome.kind === 'failure') {
      this.#answers.addFailure(id, outcome.code, outcome.message);
    } else if (outcome.bytes.length > sliceBytes) {
      this.#addSlices(id, outcome.bytes);
    } else {
      this.#answers.add(id, outcome.bytes, false, 0);
    }
    if (this.#flush === 'waitingForDrain') this.#pauseIfTooMuchWaits();
    this.#scheduleFlush();
  }

  #answerTraced(steps: RequestSteps, outcome: Outcome): void {
    const code = outcome.kind === 'failure' ? outcome.code : GrpcCode.ok;
    if (this.#flush === 'over') return steps.end(code);
    steps.begin('answer');
    this.#traced.push({ steps, code });
  }

  /** All that was answered has been written. */
  #endTraced(): void {
    const traced = this.#traced;
    if (traced.length === 0) return;
    this.#traced = [];
    for (const { steps, code } of traced) steps.end(code);
  }

  #addSlices(id: number, bytes: Uint8Array): void {
    this.#slicesBytes += bytes.length;
    for (let offset = 0; offset < bytes.length; offset += sliceBytes) {
      const end = Math.min(offset + sliceBytes, bytes.length);
      this.#slices.push({
        id,
        more: end < bytes.length,
        totalBytes: offset === 0 ? bytes.length : 0,
        content: bytes.subarray(offset, end),
      });
    }
  }

  #addPieces(id: number, pieces: readonly Piece[], free: FreePieces): void {
    let bytes = 0;
    for (const { end } of pieces) bytes += end - pieceHeadBytes;
    this.#slicesBytes += bytes;
    for (const [i, piece] of pieces.entries()) {
      this.#slices.push({
        id,
        more: i < pieces.length - 1,
        totalBytes: i === 0 ? bytes : 0,
        content: { piece, free },
      });
    }
  }

  #scheduleFlush(): void {
    if (this.#flush !== 'idle') return;
    this.#flush = 'due';
    queueMicrotask(() => this.#flushDue());
  }

  #flushDue(): void {
    if (this.#flush !== 'due') return;
    this.#returnPieces();
    if (!this.#write(messageBytes)) return this.#waitForDrain();
    if (this.#slices.length === 0) {
      this.#flush = 'idle';
      this.#endTraced();
      return;
    }
    // Small answers that come until then go with the next slice.
    setImmediate(() => this.#flushDue());
  }

  /** All answers and a slice with each message; false = the stream is full. */
  #write(bytesMax: number): boolean {
    let takesMore = true;
    let isFirst = true;
    while (takesMore && (isFirst || this.#answers.count > 0)) {
      takesMore = this.#writeAnswers(bytesMax);
      if (takesMore && isFirst) takesMore = this.#writePiece();
      isFirst = false;
    }
    return takesMore;
  }

  #writeAnswers(bytesMax: number): boolean {
    const answers = this.#answers.take(bytesMax);
    const [slice] = this.#slices;
    if (slice !== undefined && slice.content instanceof Uint8Array) {
      this.#slices.shift();
      this.#slicesBytes -= slice.content.length;
      answers.add(slice.id, slice.content, slice.more, slice.totalBytes);
    }
    const state = this.#state.news();
    if (answers.count === 0 && state === undefined) return true;
    return this.#stream.write(answers.encode(state));
  }

  /** The next slice, if it is a message by itself. */
  #writePiece(): boolean {
    const [slice] = this.#slices;
    if (slice === undefined || slice.content instanceof Uint8Array) return true;
    const { id, more, totalBytes, content } = slice;
    this.#slices.shift();
    this.#slicesBytes -= content.piece.end - pieceHeadBytes;
    this.#leaving.push(content);
    return this.#stream.write(messageOf(content.piece, id, more, totalBytes));
  }

  #returnPieces(): void {
    if (this.#leaving.length === 0 || !this.#stream.isFlushed) return;
    for (const { piece, free } of this.#leaving) free.give(piece);
    this.#leaving = [];
  }

  #waitForDrain(): void {
    const stream = this.#stream;
    this.#flush = 'waitingForDrain';
    this.#pauseIfTooMuchWaits();
    stream.once('drain', () => {
      if (this.#flush !== 'waitingForDrain') return;
      if (this.#isPaused) stream.resume();
      this.#isPaused = false;
      this.#flush = 'due';
      this.#flushDue();
    });
  }

  #pauseIfTooMuchWaits(): void {
    const isTooMuch = this.#answers.bytes > answersBytesMax || this.#slicesBytes > slicesBytesMax;
    if (!isTooMuch || this.#isPaused) return;
    this.#isPaused = true;
    this.#stream.pause();
  }
}

/** One item of a batch. A class, because a closure for the reply would be made for every request. */
class SubmittedCall implements Call {
  readonly request: Uint8Array;
  readonly timeoutMs: number;
  readonly token: string | undefined;
  readonly certificateName: string;
  readonly steps: RequestSteps | undefined;
  requester: Requester | undefined = undefined;
  readonly #session: SubmitSession;
  readonly #id: number;

  constructor(
    session: SubmitSession,
    id: number,
    request: Uint8Array,
    timeoutMs: number,
    token: string | undefined,
    certificateName: string,
    steps: RequestSteps | undefined,
  ) {
    this.steps = steps;
    this.request = request;
    this.timeoutMs = timeoutMs;
    this.token = token;
    this.certificateName = certificateName;
    this.#session = session;
    this.#id = id;
  }

  reply(outcome: Outcome): void {
    this.#session.answer(this.#id, outcome, this.steps);
  }
}
