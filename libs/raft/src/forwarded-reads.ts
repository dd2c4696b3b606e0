// ReadIndex on a follower: the request travels to the leader under an id of its own, and the answer is
// matched to the caller's context here.
//
// The ids start at the random number of this life, because a member that restarts would otherwise take the leader's
// answer to a request of its former life for the answer to a new one, and serve a stale read.
/** The oldest are given up beyond this: their callers have long retried. */
const outstandingMax = 1024;

export class ForwardedReads {
  readonly #contexts = new Map<number, number>();
  #nextId: number;

  constructor(life: number) {
    this.#nextId = life;
  }

  /** The id to send to the leader. */
  add(context: number): number {
    const id = this.#nextId++;
    this.#contexts.set(id, context);
    if (this.#contexts.size > outstandingMax) {
      for (const oldest of this.#contexts.keys()) {
        this.#contexts.delete(oldest);
        break;
      }
    }
    return id;
  }

  /** The caller's context; undefined when nobody waits for this answer. */
  take(id: number): number | undefined {
    const context = this.#contexts.get(id);
    this.#contexts.delete(id);
    return context;
  }

  clear(): void {
    this.#contexts.clear();
  }
}
