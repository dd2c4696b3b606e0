// The gateway's one conversation with its raft-node. A gRPC call per client request would cost more
// than everything else together, so all requests of one event-loop turn travel as one message of one
// long-lived stream, and while the stream is full they gather for the next message.
//
// The danger is the break of that stream: whether a request in flight was carried out is then
// unknown. Invariant: a write is given to a stream at most once; reads may be given to the next one.
// Every request is answered exactly once: by the node, by its deadline, or by the break.
import type { MonotonicClock } from '@cairn/core';
import { concatBytes, emptyBytes } from '@cairn/core';
import { asBytes, nodeService } from '@cairn/rpc';
import type { BytesCodec, RpcClient } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { Span } from '@cairn/tracing';
import {
  deadlineSweepMs,
  requestBytesInFlightMax,
  requestsInFlightMax,
  submitBatchBytesMax,
  submitBatchItemsMax,
} from '../limits.ts';
import { etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';
import { InFlight } from './in-flight.ts';
import type { NodeMethod } from './methods.ts';
import { certificateUserOf, tokenOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { NodeStateView, decodeNodeState } from './node-state.ts';
import { ReopenDelay } from './reopen-delay.ts';
import { decodeSubmitResults, encodeSubmitBatch } from './submit-codec.ts';
import type { OutgoingItem, ResultsListener } from './submit-codec.ts';

/** Where the answer goes: one of the two, once. The edge's calls are such sinks. */
export interface ReplySink {
  respond(message: Uint8Array): void;
  /** Takes an answer that came in slices as it is; a sink without it is given them joined. */
  respondParts?(parts: readonly Uint8Array[]): void;
  /**
   * Takes an answer in slices while it comes: its length, then each of them. `fail` may still follow.
   * A sink without these two gets the slices together.
   */
  beginResponse?(messageBytes: number): void;
  respondPart?(part: Uint8Array): void;
  fail(code: number, message: string): void;
}

export interface NodeLinkMetrics {
  batchSent(items: number): void;
  reopened(): void;
  failed(): void;
}

export interface NodeLinkOptions {
  readonly client: RpcClient;
  readonly clock: MonotonicClock;
  readonly requestTimeoutMs: number;
  readonly logger: Logger;
  readonly metrics: NodeLinkMetrics;
  /** Who shows a certificate and no token is the user with its common name. Left out = nobody is. */
  readonly certificatesNameUsers?: boolean;
}

const submitMethod = asBytes(nodeService.submit);
type SubmitStream = ReturnType<typeof openSubmit>;

type Connection =
  | { readonly kind: 'closed' }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'opening'; readonly stream: SubmitStream }
  | { readonly kind: 'open'; readonly stream: SubmitStream; isFull: boolean };

interface Pending extends OutgoingItem {
  /** From here to the node and back; undefined = it is not traced. */
  readonly span: Span | undefined;
  /** Given when it is sent; another one when it is sent again. */
  id: number;
  readonly isRead: boolean;
  timeoutMs: number;
  readonly sink: ReplySink;
  readonly deadlineMs: number;
  readonly atDeadline: Status;
  /** What has arrived of an answer that comes in slices. */
  slices: Uint8Array[] | undefined;
  /** What is missing of an answer whose slices are passed on while they come; undefined = they are not. */
  bytesLeft: number | undefined;
}

export class NodeLink {
  readonly state: NodeStateView = new NodeStateView();
  readonly #options: NodeLinkOptions;
  readonly #delay: ReopenDelay;
  readonly #inFlight = new InFlight<Pending>(requestsInFlightMax);
  readonly #sweep: NodeJS.Timeout;
  readonly #results: ResultsListener;
  readonly #flushNow = (): void => this.#flush();
  #queue: Pending[] = [];
  #bytes = 0;
  #flushDue = false;
  /** When the first request of this turn came. */
  #turnMs = 0;
  #connection: Connection;

  constructor(options: NodeLinkOptions) {
    this.#options = options;
    this.#delay = new ReopenDelay(options.client.address);
    this.#results = {
      onState: (state) => this.state.update(decodeNodeState(state)),
      onResult: (id, code, text, response, isMore, totalBytes) => {
        if (isMore) this.#continue(id, response, totalBytes);
        else this.#settle(id, code, text, response);
      },
    };
    this.#sweep = setInterval(() => this.#expire(), deadlineSweepMs);
    this.#connection = this.#open();
  }

  /** Requests not answered yet. */
  get pendingCount(): number {
    return this.#queue.length + this.#inFlight.size;
  }

  /**
   * Asks the node. The answer comes later, never during this call, except for a refusal because too
   * much is in flight.
   * @param deadlineMs of the client, on the clock; undefined = none.
   * @param caller the call this is asked for, whose token or certificate says who asks; left out = the
   *   gateway itself, which may ask little while auth is on.
   */
  submit(
    method: NodeMethod,
    request: Uint8Array,
    deadlineMs: number | undefined,
    sink: ReplySink,
    caller?: Caller,
  ): void {
    if (
      this.pendingCount >= requestsInFlightMax ||
      this.#bytes + request.length > requestBytesInFlightMax
    ) {
      const { code, message } = etcdErrors.tooManyRequests;
      sink.fail(code, message);
      return;
    }
    // Requests of one turn came at one time: reading the clock costs a tenth of all that is done here.
    if (!this.#flushDue) this.#turnMs = this.#options.clock.nowMs();
    const ownDeadlineMs = this.#turnMs + (method.timeoutMs ?? this.#options.requestTimeoutMs);
    const isClients = deadlineMs !== undefined && deadlineMs < ownDeadlineMs;
    const asked = caller !== undefined && this.state.isAuthEnabled ? caller : undefined;
    const isNamed = asked !== undefined && this.#options.certificatesNameUsers === true;
    this.#bytes += request.length;
    const span = caller?.span?.child('submit', 'client');
    this.#queue.push({
      id: 0,
      methodNumber: method.number,
      isRead: method.isRead,
      request,
      timeoutMs: 0,
      token: asked === undefined ? undefined : tokenOf(asked),
      certificateName: isNamed ? certificateUserOf(asked) : '',
      span,
      traceContext: span === undefined ? emptyBytes : span.context,
      sink,
      deadlineMs: isClients ? deadlineMs : ownDeadlineMs,
      atDeadline: isClients ? etcdErrors.contextDeadlineExceeded : etcdErrors.timeout,
      slices: undefined,
      bytesLeft: undefined,
    });
    this.#scheduleFlush();
  }

  /** Fails what is pending and ends the stream. */
  close(): void {
    clearInterval(this.#sweep);
    const connection = this.#connection;
    this.#connection = { kind: 'closed' };
    if (connection.kind === 'waiting') clearTimeout(connection.timer);
    else if (connection.kind !== 'closed') connection.stream.cancel();
    const pending = [...this.#inFlight.items(), ...this.#queue];
    this.#inFlight.clear();
    this.#queue = [];
    for (const each of pending) this.#fail(each, etcdErrors.stopped);
  }

  #open(): Connection {
    const stream = openSubmit(this.#options.client);
    stream.on('data', (results: Uint8Array) => this.#receive(stream, results));
    stream.on('error', (error) => this.#broken(stream, error.message));
    stream.on('end', () => this.#broken(stream, 'the raft-node ended the stream'));
    return { kind: 'opening', stream };
  }

  #receive(stream: SubmitStream, results: Uint8Array): void {
    const connection = this.#connection;
    if (!('stream' in connection) || connection.stream !== stream) return;
    if (connection.kind === 'opening') this.#opened(stream);
    try {
      decodeSubmitResults(results, this.#results);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#broken(stream, `the raft-node sent a message that is none: ${error.message}`);
    }
  }

  #opened(stream: SubmitStream): void {
    this.#delay.reset();
    this.#connection = { kind: 'open', stream, isFull: false };
    this.#options.logger.info({ address: this.#options.client.address }, 'raft-node reached');
    this.#options.metrics.reopened();
    this.#scheduleFlush();
  }

  /** A slice of an answer that is not the last one. */
  #continue(id: number, slice: Uint8Array, totalBytes: number): void {
    const pending = this.#inFlight.get(id);
    if (pending === undefined) return;
    if (pending.slices === undefined && totalBytes > 0 && pending.sink.beginResponse) {
      pending.bytesLeft = totalBytes;
      pending.sink.beginResponse(totalBytes);
    }
    if (pending.bytesLeft === undefined) (pending.slices ??= []).push(slice);
    else this.#passOn(pending, pending.bytesLeft, slice);
  }

  #passOn(pending: Pending, bytesLeft: number, slice: Uint8Array): void {
    if (slice.length >= bytesLeft) throw new RangeError('an answer is longer than was said');
    pending.bytesLeft = bytesLeft - slice.length;
    pending.sink.respondPart?.(slice);
  }

  #settle(id: number, code: number, text: string, response: Uint8Array): void {
    const pending = this.#inFlight.get(id);
    if (pending === undefined) return; // answered by its deadline meanwhile
    const { sink, slices, bytesLeft } = pending;
    if (code === 0 && bytesLeft !== undefined && bytesLeft !== response.length) {
      throw new RangeError('an answer is not as long as was said');
    }
    this.#inFlight.delete(pending);
    if (code !== 0) {
      this.#fail(pending, { code, message: text });
      return;
    }
    this.#bytes -= pending.request.length;
    pending.span?.end(code);
    if (bytesLeft !== undefined) {
      sink.respondPart?.(response);
    } else if (slices === undefined) {
      sink.respond(response);
    } else {
      slices.push(response);
      if (sink.respondParts === undefined) sink.respond(concatBytes(slices));
      else sink.respondParts(slices);
    }
  }

  #fail(pending: Pending, { code, message }: Status): void {
    this.#bytes -= pending.request.length;
    pending.span?.end(code);
    pending.sink.fail(code, message);
  }

  #broken(stream: SubmitStream, reason: string): void {
    const connection = this.#connection;
    if (!('stream' in connection) || connection.stream !== stream) return;
    stream.cancel();
    if (connection.kind === 'open') {
      this.#options.logger.warn({ reason }, 'raft-node lost');
      this.#options.metrics.failed();
    }
    this.#connection = {
      kind: 'waiting',
      timer: setTimeout(() => {
        this.#connection = this.#open();
      }, this.#delay.takeMs()),
    };
    const inFlight = this.#inFlight.items();
    this.#inFlight.clear();
    const again: Pending[] = [];
    for (const pending of inFlight) {
      // What the client has begun to read cannot be begun again.
      const hasBegun = pending.bytesLeft !== undefined;
      pending.slices = undefined;
      if (pending.isRead && !hasBegun) again.push(pending);
      else this.#fail(pending, etcdErrors.timeoutDueToConnectionLost);
    }
    this.#queue = [...again, ...this.#queue];
    this.state.disconnected();
  }

  #scheduleFlush(): void {
    if (this.#flushDue || this.#connection.kind !== 'open' || this.#connection.isFull) return;
    this.#flushDue = true;
    // After everything that the sockets delivered in this turn, so that it travels together.
    setImmediate(this.#flushNow);
  }

  #flush(): void {
    this.#flushDue = false;
    const connection = this.#connection;
    if (connection.kind !== 'open') return;
    let sent = 0;
    while (sent < this.#queue.length && !connection.isFull) {
      const items = this.#takeBatch(sent);
      sent += items.length;
      this.#options.metrics.batchSent(items.length);
      const isTaken = connection.stream.write(encodeSubmitBatch(items));
      if (!isTaken) this.#waitForDrain(connection);
    }
    this.#queue = sent === this.#queue.length ? [] : this.#queue.slice(sent);
  }

  #takeBatch(from: number): Pending[] {
    const items: Pending[] = [];
    const nowMs = this.#options.clock.nowMs();
    let bytes = 0;
    for (let i = from; i < this.#queue.length && items.length < submitBatchItemsMax; i++) {
      const pending = this.#queue[i] as Pending;
      bytes += pending.request.length;
      if (items.length > 0 && bytes > submitBatchBytesMax) break;
      this.#inFlight.add(pending);
      pending.timeoutMs = Math.max(1, Math.ceil(pending.deadlineMs - nowMs));
      items.push(pending);
    }
    return items;
  }

  #waitForDrain(connection: Extract<Connection, { kind: 'open' }>): void {
    connection.isFull = true;
    connection.stream.once('drain', () => {
      connection.isFull = false;
      if (this.#connection === connection) this.#scheduleFlush();
    });
  }

  #expire(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const pending of this.#inFlight.items()) {
      if (pending.deadlineMs > nowMs) continue;
      this.#inFlight.delete(pending);
      this.#fail(pending, pending.atDeadline);
    }
    if (!this.#queue.some((pending) => pending.deadlineMs <= nowMs)) return;
    const expired = this.#queue.filter((pending) => pending.deadlineMs <= nowMs);
    this.#queue = this.#queue.filter((pending) => pending.deadlineMs > nowMs);
    for (const pending of expired) this.#fail(pending, neverSent(pending));
  }
}

/** A request that waited for the node all its time says so. */
function neverSent({ atDeadline }: Pending): Status {
  return atDeadline === etcdErrors.timeout ? etcdErrors.timeoutDueToConnectionLost : atDeadline;
}

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- inferred for SubmitStream
function openSubmit(client: RpcClient): ReturnType<typeof client.openBidi<BytesCodec, BytesCodec>> {
  return client.openBidi(submitMethod);
}
