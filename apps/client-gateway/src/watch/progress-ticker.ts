// Tells quiet watchers now and then how far they are. A little randomness per stream keeps thousands
// of streams that were opened together from being told together.

const jitterShare = 0.1;

export class ProgressTicker {
  readonly #intervalMs: number;
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs: number, onTick: () => void) {
    this.#intervalMs = Math.round(intervalMs * (1 + Math.random() * jitterShare));
    this.#onTick = onTick;
  }

  /** Once is enough. */
  start(): void {
    this.#timer ??= setInterval(this.#onTick, this.#intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
