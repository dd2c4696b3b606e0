// Which streams there are, and what can be said of those that are not there any more. Frames for a
// closed stream are innocent when *we* reset it (the peer had sent them before it knew) and an error
// when the peer itself had ended it; ids that were skipped are neither. Nobody can remember every id,
// so the reset ones are kept up to a bound, and what fell out of it gets the benefit of the doubt.
import type { Stream } from './stream.ts';

/** What a stream without an object is. */
export type AbsentStream =
  /** Never used, and may still be. */
  | 'idle'
  /** We reset it, a while ago at most. */
  | 'reset by us'
  /** Ended by both sides, or reset by the peer. */
  | 'ended'
  /** A lower id than one that was used later (section 5.1.1): it can never be used. */
  | 'skipped';

const resetIdsMax = 1024;

export class StreamTable {
  readonly #streams = new Map<number, Stream>();
  #lastId = 0;
  /** An id was left out, so absence does not prove that a stream ended. */
  #hasSkipped = false;
  /** Ids we reset, oldest first. */
  readonly #resetIds = new Set<number>();
  #forgottenResetIdMax = 0;

  get size(): number {
    return this.#streams.size;
  }

  /** The highest id that was ever used. */
  get lastId(): number {
    return this.#lastId;
  }

  get(id: number): Stream | undefined {
    return this.#streams.get(id);
  }

  values(): IterableIterator<Stream> {
    return this.#streams.values();
  }

  /** A new stream uses `id`, which is above all used before. */
  use(id: number): void {
    if (id !== this.#lastId + 2 && !(id === 1 && this.#lastId === 0)) this.#hasSkipped = true;
    this.#lastId = id;
  }

  add(stream: Stream): void {
    this.#streams.set(stream.id, stream);
  }

  clear(): void {
    this.#streams.clear();
  }

  remove(stream: Stream): void {
    this.#streams.delete(stream.id);
  }

  /** We reset `id`: what the peer sent meanwhile is to be ignored. */
  rememberReset(id: number): void {
    this.#resetIds.add(id);
    if (this.#resetIds.size <= resetIdsMax) return;
    for (const oldest of this.#resetIds) {
      this.#resetIds.delete(oldest);
      this.#forgottenResetIdMax = Math.max(this.#forgottenResetIdMax, oldest);
      break;
    }
  }

  /** About an odd id that `get` does not know. */
  classify(id: number): AbsentStream {
    if (id > this.#lastId) return 'idle';
    if (this.#resetIds.has(id) || id <= this.#forgottenResetIdMax) return 'reset by us';
    return this.#hasSkipped ? 'skipped' : 'ended';
  }
}
