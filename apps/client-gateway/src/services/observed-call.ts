// The edge's calls with counting around them. Services see the same interface.
import type { StreamCall, UnaryCall } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import type { Span } from '@cairn/tracing';
import type { RpcCounters } from './rpc-counters.ts';
import type { SlowRequests } from './slow-requests.ts';

export class ObservedUnaryCall implements UnaryCall {
  /** Of this call, if it is traced. */
  readonly span: Span | undefined;
  readonly #call: UnaryCall;
  readonly #counters: RpcCounters;
  readonly #request: Uint8Array;
  readonly #slow: SlowRequests | undefined;
  readonly #startMs = performance.now();
  #bytesLeft = 0;

  /** @param slow left out = nobody wants to hear of slow requests. */
  constructor(
    call: UnaryCall,
    counters: RpcCounters,
    request: Uint8Array,
    slow: SlowRequests | undefined,
    span?: Span,
  ) {
    this.span = span;
    this.#call = call;
    this.#counters = counters;
    this.#request = request;
    this.#slow = slow;
    counters.started += 1;
  }

  get path(): string {
    return this.#call.path;
  }
  get metadata(): ReadonlyMap<string, string> {
    return this.#call.metadata;
  }
  get deadlineMs(): number | undefined {
    return this.#call.deadlineMs;
  }
  get peerAddress(): string {
    return this.#call.peerAddress;
  }
  get certificateName(): string | undefined {
    return this.#call.certificateName;
  }
  get signal(): AbortSignal {
    return this.#call.signal;
  }

  respond(message: Uint8Array): void {
    this.#counters.sent(message);
    this.#finish(GrpcCode.ok);
    this.#call.respond(message);
  }

  respondParts(parts: readonly Uint8Array[]): void {
    this.#counters.sentParts(parts);
    this.#finish(GrpcCode.ok);
    this.#call.respondParts(parts);
  }

  beginResponse(messageBytes: number): void {
    this.#bytesLeft = messageBytes;
    this.#call.beginResponse(messageBytes);
  }

  respondPart(part: Uint8Array): void {
    this.#bytesLeft -= part.length;
    const isLast = this.#bytesLeft === 0;
    this.#counters.sentPart(part, isLast);
    if (isLast) this.#finish(GrpcCode.ok);
    this.#call.respondPart(part);
  }

  fail(code: number, message: string): void {
    this.#finish(code);
    this.#call.fail(code, message);
  }

  #finish(code: number): void {
    const durationMs = performance.now() - this.#startMs;
    this.#counters.finished(code, durationMs / 1_000);
    this.#slow?.finished(durationMs, code, this.#call, this.#request);
    this.span?.end(code);
  }
}

export class ObservedStreamCall implements StreamCall {
  readonly #call: StreamCall;
  readonly #counters: RpcCounters;
  readonly #startMs = performance.now();
  readonly #onClosed: () => void;
  #code: number | undefined;
  #listener: () => void = () => {};

  /** @param onClosed called after the service's own close listener. */
  constructor(call: StreamCall, counters: RpcCounters, onClosed: () => void) {
    this.#call = call;
    this.#counters = counters;
    this.#onClosed = onClosed;
    counters.started += 1;
    call.onClose(() => this.#closed());
  }

  get path(): string {
    return this.#call.path;
  }
  get metadata(): ReadonlyMap<string, string> {
    return this.#call.metadata;
  }
  get deadlineMs(): number | undefined {
    return this.#call.deadlineMs;
  }
  get peerAddress(): string {
    return this.#call.peerAddress;
  }
  get certificateName(): string | undefined {
    return this.#call.certificateName;
  }
  get signal(): AbortSignal {
    return this.#call.signal;
  }
  get bufferedBytes(): number {
    return this.#call.bufferedBytes;
  }

  send(message: Uint8Array): boolean {
    this.#counters.sent(message);
    return this.#call.send(message);
  }

  onDrain(listener: () => void): void {
    this.#call.onDrain(listener);
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#call.onMessage((message) => {
      this.#counters.received(message);
      listener(message);
    });
  }

  onEnd(listener: () => void): void {
    this.#call.onEnd(listener);
  }

  onClose(listener: () => void): void {
    this.#listener = listener;
  }

  pause(): void {
    this.#call.pause();
  }

  resume(): void {
    this.#call.resume();
  }

  end(code: number, message: string): void {
    this.#code ??= code;
    this.#call.end(code, message);
  }

  #closed(): void {
    // Nobody here ended it, so the client did.
    this.#counters.finished(
      this.#code ?? GrpcCode.canceled,
      (performance.now() - this.#startMs) / 1_000,
    );
    this.#listener();
    this.#onClosed();
  }
}
