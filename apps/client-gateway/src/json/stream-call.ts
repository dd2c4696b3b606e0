// A streaming call that came as JSON: its requests are the values of the body, its responses lines of
// `{"result": …}`, and at the end, if it did not end well, `{"error": …}`.
//
// silent → speaking → over. The head of the HTTP answer depends on what is said first (an error has
// another status), so it waits for that; and between the two the body has yet to be handed over, so
// what the service sends meanwhile is kept.
import type { HttpBodySink, HttpRequest, HttpResponse, StreamCall } from '@cairn/edge';
import { GrpcCode, JsonMistake } from '@cairn/proto';
import type { MessageJson } from '@cairn/proto';
import { JsonCall } from './call.ts';
import { answeredHeaders, failedStream, streamError } from './failures.ts';
import type { GrpcStatus } from './failures.ts';

export interface JsonStreamCallOptions {
  readonly path: string;
  readonly request: HttpRequest;
  /** The messages of the client; undefined = no more. Throws JsonMistake. */
  readonly nextMessage: () => Uint8Array | undefined;
  readonly response: MessageJson;
  /** What may wait until the answer's body is handed over. */
  readonly bufferBytesMax: number;
  /** Called once, but not for a client that is gone before anything was said. */
  readonly answer: (response: HttpResponse) => void;
}

export class JsonStreamCall extends JsonCall implements StreamCall {
  readonly #options: JsonStreamCallOptions;
  #state: 'silent' | 'speaking' | 'over' = 'silent';
  #sink: HttpBodySink | undefined;
  /** Lines from before there was a sink. */
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  /** `send` has answered false while there was no sink. */
  #isFull = false;
  #isPaused = false;
  #isDelivering = false;
  #inputEnded = false;
  #messageListener: (message: Uint8Array) => void = () => {};
  #endListener: () => void = () => {};
  #drainListener: () => void = () => {};
  #closeListener: (() => void) | undefined;

  constructor(options: JsonStreamCallOptions) {
    super(options.path, options.request);
    this.#options = options;
  }

  /** Begins to give out the client's messages; the service has set its listeners. */
  start(): void {
    this.#deliver();
  }

  get bufferedBytes(): number {
    return this.#keptBytes + (this.#sink?.bufferedBytes ?? 0);
  }

  send(message: Uint8Array): boolean {
    if (this.#state === 'over') return false;
    return this.#say(`{"result":${this.#options.response.toJson(message)}}\n`);
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#messageListener = listener;
  }

  onEnd(listener: () => void): void {
    this.#endListener = listener;
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#deliver();
  }

  end(code: number, message: string): void {
    if (this.#state === 'over') return;
    this.#finish({ code, message });
    // Not from inside the service's own call: it has yet to return from `end`.
    queueMicrotask(() => this.#tellClosed());
  }

  protected override cut(reason: GrpcStatus | undefined): void {
    if (this.#state === 'over') return;
    if (reason === undefined) {
      this.#state = 'over';
      this.#forget();
    } else {
      this.#finish(reason);
    }
    this.#tellClosed();
  }

  #finish(status: GrpcStatus): void {
    const wasSilent = this.#state === 'silent';
    if (wasSilent && status.code !== GrpcCode.ok) {
      this.#options.answer(failedStream(status));
    } else {
      if (status.code !== GrpcCode.ok) this.#say(streamError(status));
      else if (wasSilent) this.#speak({});
      this.#sink?.end();
    }
    this.#state = 'over';
    this.finished();
  }

  #say(line: string): boolean {
    const bytes = Buffer.from(line);
    if (this.#sink !== undefined) return this.#sink.write(bytes);
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    if (this.#state === 'silent') this.#speak(answeredHeaders);
    this.#isFull = this.#keptBytes > this.#options.bufferBytesMax;
    return !this.#isFull;
  }

  #speak(headers: HttpResponse['headers']): void {
    this.#state = 'speaking';
    this.#options.answer({ status: 200, headers, body: (sink) => this.#attach(sink) });
  }

  #attach(sink: HttpBodySink): void {
    this.#sink = sink;
    sink.onDrain(() => this.#drainListener());
    sink.onClose(() => this.#sinkClosed());
    let goesOn = true;
    for (const bytes of this.#kept) goesOn = sink.write(bytes);
    this.#forget();
    if (this.#state === 'over') sink.end();
    else if (this.#isFull && goesOn) this.#drainListener();
  }

  /** After our own end this is only the end of the end. */
  #sinkClosed(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.abandoned();
    this.#tellClosed();
  }

  #forget(): void {
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #tellClosed(): void {
    const listener = this.#closeListener;
    this.#closeListener = undefined;
    listener?.();
  }

  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    while (!this.#isPaused && !this.#inputEnded && this.#state !== 'over') {
      const message = this.#nextMessage();
      if (message === undefined) {
        this.#inputEnded = true;
        this.#endListener();
      } else {
        this.#messageListener(message);
      }
    }
    this.#isDelivering = false;
  }

  /** What cannot be read ends the requests, not the responses. */
  #nextMessage(): Uint8Array | undefined {
    try {
      return this.#options.nextMessage();
    } catch (error) {
      if (!(error instanceof JsonMistake)) throw error;
      return undefined;
    }
  }
}
