// A peer that grants no window or reads no bytes makes us keep what waits for it. For a while that is
// its right; then the one who stalls pays: a stream with its own window shut is reset, a connection
// that takes nothing at all is ended. Judged at ticks, so time costs nothing in between.
import type { Sender } from './sender.ts';
import type { Stream } from './stream.ts';

export class StallWatch {
  readonly #stallMsMax: number;
  #connectionSinceMs = 0;
  #connectionProgress = -1;

  constructor(stallMsMax: number) {
    this.#stallMsMax = stallMsMax;
  }

  /** Everything waits, and nothing went for too long. */
  isConnectionStalled(sender: Sender, nowMs: number): boolean {
    if (sender.isBlocked && sender.progress === this.#connectionProgress) {
      return nowMs - this.#connectionSinceMs >= this.#stallMsMax;
    }
    this.#connectionProgress = sender.progress;
    this.#connectionSinceMs = nowMs;
    return false;
  }

  /** Data of the stream waits for its own window, and none went for too long. */
  isStreamStalled(stream: Stream, nowMs: number): boolean {
    if (stream.queuedBytes === 0 || stream.sendWindow > 0) return false;
    if (stream.stalledSinceMs >= 0) return nowMs - stream.stalledSinceMs >= this.#stallMsMax;
    stream.stalledSinceMs = nowMs;
    return false;
  }
}
