// A request that is answered from its head alone. What the client still sends is dropped.
import type { Http2Stream, StreamSink } from '@cairn/http2';
import type { Lingering } from './call.ts';

export class RefusedRequest implements StreamSink, Lingering {
  readonly stream: Http2Stream;
  #isEnding = false;

  constructor(stream: Http2Stream) {
    this.stream = stream;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    this.#isEnding ||= endStream;
    this.stream.consumed(bytes.length);
  }

  headers(): void {
    this.#isEnding = true;
  }

  drained(): void {
    // Nothing that could wait is sent.
  }

  closed(): void {
    this.#isEnding = true;
  }
}
