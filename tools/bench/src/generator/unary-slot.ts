// A place for one request in flight. A load is a number of slots that a schedule keeps busy; what is
// sent and what an answer must look like is a slot's own business.
import { MessageCall } from './http2/call.ts';
import type { Connection } from './http2/connection.ts';
import type { Recorder } from './recorder.ts';

export interface Schedule {
  readonly recorder: Recorder;
  /** The slot's request is answered or has failed; the slot may send the next one. */
  onFree(slot: UnarySlot): void;
}

export abstract class UnarySlot extends MessageCall {
  readonly #connection: Connection;
  readonly #path: string;
  #schedule: Schedule | undefined;
  #sinceMs = 0;
  #messages = 0;

  constructor(connection: Connection, path: string) {
    super();
    this.#connection = connection;
    this.#path = path;
  }

  /** @param sinceMs from when the response time counts, as of `performance.now()`. */
  send(schedule: Schedule, sinceMs: number): void {
    this.#schedule = schedule;
    this.#sinceMs = sinceMs;
    this.#messages = 0;
    this.#connection.open(this, this.#path);
    this.#connection.send(this, this.nextRequest(), true);
  }

  override onMessage(bytes: Buffer, start: number, end: number): void {
    this.#messages++;
    this.onAnswer(bytes, start, end);
  }

  override onEnd(grpcStatus: number, grpcMessage: string): void {
    const schedule = this.#schedule;
    if (schedule === undefined) throw new Error('an answer to no request');
    const mistake = this.#mistakeOf(grpcStatus, grpcMessage);
    if (mistake === undefined) schedule.recorder.answered(performance.now() - this.#sinceMs);
    else schedule.recorder.failed(mistake);
    schedule.onFree(this);
  }

  #mistakeOf(grpcStatus: number, grpcMessage: string): string | undefined {
    if (grpcStatus !== 0) return `gRPC status ${grpcStatus} ${grpcMessage}`.trimEnd();
    return this.pendingBytes > 0 ? 'an answer is cut off' : this.mistake();
  }

  protected get messages(): number {
    return this.#messages;
  }

  /** The next request's message with its gRPC prefix; it is copied before the next one is asked for. */
  protected abstract nextRequest(): Uint8Array;

  protected abstract onAnswer(bytes: Buffer, start: number, end: number): void;

  /** What was wrong with an answer that says OK. */
  protected abstract mistake(): string | undefined;
}
