// A streaming call that leaves a line when it begins and one when it ends. What is asked for comes with the
// first message of most of them; their first line waits for it.
import type { StreamCall } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import { answerRevision } from './answer-revision.ts';
import type { AuditedCaller } from './audited-caller.ts';
import type { AuditOutcome } from './audit-record.ts';
import { factsOf, hasFacts } from './request-facts.ts';

export class AuditedStreamCall implements StreamCall {
  protected readonly call: StreamCall;
  protected readonly caller: AuditedCaller;
  /** Of this stream, in this run of the gateway. */
  protected readonly number: number;
  #hasBegun = false;
  #revision: number | undefined;
  #outcome: AuditOutcome | undefined;
  #closeListener: () => void = () => {};

  constructor(call: StreamCall, caller: AuditedCaller, number: number) {
    this.call = call;
    this.caller = caller;
    this.number = number;
    call.onClose(() => this.#closed());
    if (!hasFacts(call.path)) this.#begin();
  }

  get path(): string {
    return this.call.path;
  }
  get metadata(): ReadonlyMap<string, string> {
    return this.call.metadata;
  }
  get deadlineMs(): number | undefined {
    return this.call.deadlineMs;
  }
  get peerAddress(): string {
    return this.call.peerAddress;
  }
  get certificateName(): string | undefined {
    return this.call.certificateName;
  }
  get signal(): AbortSignal {
    return this.call.signal;
  }
  get bufferedBytes(): number {
    return this.call.bufferedBytes;
  }

  send(message: Uint8Array): boolean {
    this.sent(message);
    return this.call.send(message);
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.call.onMessage((message) => {
      if (this.received(message)) listener(message);
    });
  }

  onDrain(listener: () => void): void {
    this.call.onDrain(listener);
  }

  onEnd(listener: () => void): void {
    this.call.onEnd(listener);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  pause(): void {
    this.call.pause();
  }

  resume(): void {
    this.call.resume();
  }

  end(code: number, message: string): void {
    this.#outcome ??= { code, message };
    this.call.end(code, message);
  }

  /** False = the service does not hear of it. */
  protected received(message: Uint8Array): boolean {
    if (!this.#hasBegun) this.#begin(message);
    return true;
  }

  protected sent(message: Uint8Array): void {
    this.#revision = answerRevision(message) ?? this.#revision;
  }

  #begin(request?: Uint8Array): void {
    this.#hasBegun = true;
    this.caller.write({
      event: 'begin',
      stream: this.number,
      request: request === undefined ? undefined : factsOf(this.call.path, request),
    });
  }

  #closed(): void {
    if (!this.#hasBegun) this.#begin();
    this.caller.write({
      event: 'end',
      stream: this.number,
      // Nobody here ended it, so the client did.
      outcome: this.#outcome ?? { code: GrpcCode.canceled, message: '' },
      revision: this.#revision,
      durationMs: this.caller.durationMs,
    });
    this.#closeListener();
  }
}
