// The streams whose data may go now, in the order of their turns. A list through the streams
// themselves: a stream that is reset leaves at once, so nobody's dead streams pile up here.
import type { Stream } from './stream.ts';

export class SendRound {
  #first: Stream | undefined = undefined;
  #last: Stream | undefined = undefined;

  get first(): Stream | undefined {
    return this.#first;
  }

  /** To the end of the round; a stream that waits already keeps its place. */
  add(stream: Stream): void {
    if (stream.isInRound) return;
    stream.isInRound = true;
    stream.previous = this.#last;
    if (this.#last === undefined) this.#first = stream;
    else this.#last.next = stream;
    this.#last = stream;
  }

  remove(stream: Stream): void {
    if (!stream.isInRound) return;
    const { previous, next } = stream;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    stream.previous = undefined;
    stream.next = undefined;
    stream.isInRound = false;
  }
}
