// Work that takes long is done in slices of a few milliseconds. Were each job to take its next slice as
// soon as it can, a hundred of them would stand between two turns of the Raft loop, and heartbeats
// would be late. So all jobs share one queue, and one slice is run per turn of the event loop.
export class Turns {
  #waiting: (() => void)[] = [];

  /** Runs `slice` in a turn of its own, after those who came before. */
  run(slice: () => void): void {
    this.#waiting.push(slice);
    if (this.#waiting.length === 1) setImmediate(() => this.#turn());
  }

  /** The same for async functions: what follows the `await` is the slice. */
  next(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }

  #turn(): void {
    const slice = this.#waiting[0];
    try {
      slice?.();
    } finally {
      // Only now: whoever comes during the slice must not start a second round.
      this.#waiting.shift();
      if (this.#waiting.length > 0) setImmediate(() => this.#turn());
    }
  }
}
