// A plain HTTP request as a handler gets it, and what came of it.
import type { HttpBodySink, HttpRequest, HttpResponse } from '@cairn/edge';

export function httpRequest(given: Partial<HttpRequest>): HttpRequest {
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    headers: new Map(),
    body: new Uint8Array(0),
    peerAddress: '127.0.0.1:1',
    isSecure: false,
    signal: new AbortController().signal,
    ...given,
  };
}

/** The client's side of a body that comes in pieces. */
export class FakeBody implements HttpBodySink {
  text = '';
  isEnded = false;
  /** False = the client does not read: it takes what comes, and says that it is too much. */
  isReading = true;
  bufferedBytes = 0;
  #drainListener: () => void = () => {};
  #closeListener: () => void = () => {};

  /** Takes the body of an answer that is a stream. */
  static of({ body }: HttpResponse): FakeBody {
    if (typeof body !== 'function') throw new Error('the answer is whole');
    const sink = new FakeBody();
    body(sink);
    return sink;
  }

  get lines(): readonly unknown[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  }

  write(bytes: Uint8Array): boolean {
    this.text += Buffer.from(bytes).toString();
    return this.isReading;
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
  }

  end(): void {
    this.isEnded = true;
    this.#closeListener();
  }

  drain(): void {
    this.isReading = true;
    this.#drainListener();
  }

  /** The client goes away. */
  leave(): void {
    this.#closeListener();
  }
}
