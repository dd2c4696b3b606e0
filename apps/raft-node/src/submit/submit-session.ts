// One Node.Submit stream. Answers that become ready in the same turn leave in one message, but of
// bounded size; a large answer leaves in slices, one with each message, so that it neither stands in
// front of small answers nor waits for them to end. When the gateway does not read, nothing more is
// taken from it either, so what waits here stays bounded by what it has in flight.
//
// Invariant: each request is answered once, its slices in order; every message is written while the
// stream takes it or waits for `drain`; after the stream is over nothing is kept.
import type { cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import type { BidiStream } from '@cairn/rpc';
import type { Call } from './call.ts';
import { NodeState } from './node-state.ts';
import { failure } from './outcome.ts';
import type { Outcome } from './outcome.ts';

type V1 = typeof cairn.v1;
type SubmitStream = BidiStream<V1['SubmitBatch'], V1['SubmitResults']>;
type Result = cairn.v1.SubmitResult.$Properties;

/** Answers above this leave in slices of this. */
const sliceBytes = 512 * 1024;
/** A message is full when its answers have reached this. */
const messageBytes = 1024 * 1024;

export class SubmitSession {
  readonly #replica: Replica;
  readonly #stream: SubmitStream;
  readonly #handle: (method: number, call: Call) => void;
  readonly #state: NodeState;
  #results: Result[] = [];
  /** Slices of large answers, in order. */
  #slices: Result[] = [];
  #flush: 'idle' | 'due' | 'waitingForDrain' | 'over' = 'idle';

  constructor(
    replica: Replica,
    stream: SubmitStream,
    handle: (method: number, call: Call) => void,
  ) {
    this.#replica = replica;
    this.#stream = stream;
    this.#handle = handle;
    this.#state = new NodeState(replica);
    this.sayState();
    stream.on('data', (batch: cairn.v1.SubmitBatch) => {
      for (const item of batch.items) this.#take(item as cairn.v1.SubmitItem);
    });
  }

  /** The state of the node may have changed. */
  sayState(): void {
    this.#scheduleFlush();
  }

  /** Says what is answered and ends the stream. */
  close(): void {
    if (this.#flush !== 'over') this.#write(Infinity);
    this.drop();
  }

  /** The stream is over: answers to it go nowhere. */
  drop(): void {
    if (this.#flush === 'over') return;
    this.#flush = 'over';
    this.#results = [];
    this.#slices = [];
    this.#stream.end();
  }

  #take({ id, method, request, timeout_ms: timeout }: cairn.v1.SubmitItem): void {
    const call: Call = {
      request,
      timeoutMs: timeout === 0 ? Infinity : timeout,
      reply: (outcome) => this.#add(id, outcome),
    };
    if (this.#replica.readable) return this.#serve(method, call);
    this.#replica.readSerializable((error) => {
      if (error === undefined) this.#serve(method, call);
      else call.reply(failure(error));
    });
  }

  #serve(method: number, call: Call): void {
    try {
      this.#handle(method, call);
    } catch (error) {
      call.reply(failure(error));
    }
  }

  #add(id: number, outcome: Outcome): void {
    if (this.#flush === 'over') return;
    if (outcome.kind === 'failure') {
      this.#results.push({ id, code: outcome.code, message: outcome.message });
    } else if (outcome.bytes.length > sliceBytes) {
      this.#addSlices(id, outcome.bytes);
    } else {
      this.#results.push({ id, response: outcome.bytes });
    }
    this.#scheduleFlush();
  }

  #addSlices(id: number, bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length; offset += sliceBytes) {
      const end = Math.min(offset + sliceBytes, bytes.length);
      this.#slices.push({ id, response: bytes.subarray(offset, end), more: end < bytes.length });
    }
  }

  #scheduleFlush(): void {
    if (this.#flush !== 'idle') return;
    this.#flush = 'due';
    queueMicrotask(() => this.#flushDue());
  }

  #flushDue(): void {
    if (this.#flush !== 'due') return;
    if (!this.#write(messageBytes)) return this.#waitForDrain();
    if (this.#slices.length === 0) {
      this.#flush = 'idle';
      return;
    }
    // Small answers that come until then go with the next slice.
    setImmediate(() => this.#flushDue());
  }

  /** All answers and a slice with each message; false = the stream is full. */
  #write(bytesMax: number): boolean {
    let takesMore = true;
    let isFirst = true;
    while (takesMore && (isFirst || this.#results.length > 0)) {
      const results = this.#takeResults(bytesMax);
      const slices = bytesMax === Infinity ? this.#slices.splice(0) : this.#slices.splice(0, 1);
      results.push(...slices);
      const state = this.#state.news();
      if (results.length > 0 || state !== undefined) {
        takesMore = this.#stream.write({ results, ...(state === undefined ? {} : { state }) });
      }
      isFirst = false;
    }
    return takesMore;
  }

  #takeResults(bytesMax: number): Result[] {
    let bytes = 0;
    let count = 0;
    for (const { response } of this.#results) {
      if (bytes >= bytesMax) break;
      bytes += response?.length ?? 0;
      count += 1;
    }
    if (count < this.#results.length) return this.#results.splice(0, count);
    const all = this.#results;
    this.#results = [];
    return all;
  }

  #waitForDrain(): void {
    const stream = this.#stream;
    this.#flush = 'waitingForDrain';
    stream.pause();
    stream.once('drain', () => {
      if (this.#flush !== 'waitingForDrain') return;
      stream.resume();
      this.#flush = 'due';
      this.#flushDue();
    });
  }
}
