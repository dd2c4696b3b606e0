// A watch of the gateway's own: the client's end of a watch stream, held in this process by a recipe
// that waits for a key. It is served by the same session as a client's watch, so there is one way to
// watch, with its catching up, its bounds and its refusals, and not a second one for locks.
//
// A recipe that does not read on (its client does not read) lets messages wait here up to the
// session's bound; then the session goes back to history like that of any slow client.
import { ApiError, GrpcCode, etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';
import type { CallInfo, StreamCall, StreamHandler } from '@cairn/edge';
import { etcdserverpb } from '@cairn/proto';
import { statusOfLeft, statusOfRecipe } from './recipe-status.ts';

const { WatchRequest, WatchResponse } = etcdserverpb;

const doNothing = (): void => {};

export class OwnWatch implements StreamCall, Disposable {
  readonly path: string = '/etcdserverpb.Watch/Watch';
  readonly deadlineMs: number | undefined = undefined;
  readonly #call: CallInfo;
  readonly #onAbort = (): void => this.#finish(statusOfLeft(this.#call));
  #messages: Uint8Array[] = [];
  #bufferedBytes = 0;
  #ended: Status | undefined;
  #isClosed = false;
  #wake: () => void = doNothing;
  #onMessage: (message: Uint8Array) => void = doNothing;
  #onDrain: () => void = doNothing;
  #onClose: () => void = doNothing;

  /** @param call in whose name is watched; the watch ends with it. */
  constructor(
    open: StreamHandler,
    call: CallInfo,
    create: etcdserverpb.WatchCreateRequest.$Properties,
  ) {
    this.#call = call;
    call.signal.addEventListener('abort', this.#onAbort);
    open(this);
    this.#onMessage(WatchRequest.encode({ create_request: create }).finish());
    if (call.signal.aborted) this.#onAbort();
  }

  get metadata(): ReadonlyMap<string, string> {
    return this.#call.metadata;
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
    return this.#bufferedBytes;
  }

  /**
   * The next response with events; undefined = what was to be watched is compacted away.
   * @throws ApiError when the watch is refused, or ends, or the call does.
   */
  async events(): Promise<etcdserverpb.WatchResponse | undefined> {
    for (;;) {
      const response = await this.#next();
      if (response.canceled) {
        if (response.cancel_reason === '') return undefined;
        throw new ApiError(GrpcCode.unknown, response.cancel_reason);
      }
      if (response.events.length > 0) return response;
    }
  }

  send(message: Uint8Array): boolean {
    if (this.#ended !== undefined) return false;
    this.#messages.push(message);
    this.#bufferedBytes += message.length;
    this.#wake();
    return false;
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#onMessage = listener;
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }

  /** This side never half-closes. */
  onEnd(): void {}

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  /** There is one request, and it was sent. */
  pause(): void {}

  resume(): void {}

  end(code: number, message: string): void {
    this.#finish(statusOfRecipe({ code, message }));
  }

  [Symbol.dispose](): void {
    this.#finish(etcdErrors.contextCanceled);
  }

  async #next(): Promise<etcdserverpb.WatchResponse> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) {
        this.#bufferedBytes -= message.length;
        if (this.#messages.length === 0) this.#onDrain();
        return WatchResponse.decode(message);
      }
      if (this.#ended !== undefined) throw ApiError.of(this.#ended);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #finish(status: Status): void {
    this.#ended ??= status;
    this.#wake();
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#call.signal.removeEventListener('abort', this.#onAbort);
    // Not while the session is in the middle of what ended it.
    queueMicrotask(() => this.#onClose());
  }
}
