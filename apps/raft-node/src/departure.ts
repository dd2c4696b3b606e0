// The end of a member that was removed. It may hear of it from its own log or from a peer that refuses it,
// and more than once; the process stops once. Not at once: the client that asked for the removal may
// be waiting for the answer here, and a leader that has removed itself has others to tell.
export class Departure {
  readonly #leave: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  begin(): void {
    this.#timer ??= setTimeout(this.#leave, graceMs);
  }

  /** The process stops for another reason. */
  close(): void {
    clearTimeout(this.#timer);
  }
}

/** etcd's. */
const graceMs = 1_000;
