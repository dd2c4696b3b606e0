// The end of a member that was removed. It may hear of it from its own log or from a peer that refuses it,
// and more than once; the process stops once. Not at once: the client that asked for the removal may
// be waiting for the answer here, and a leader that has removed itself has others to tell.
//
// Who has it from its own log may be the only one to know that the removal is committed. To those who do not,
// its vote still counts, and where few are left they cannot do without it: it would have taken the cluster
// with it. So it stays until one of the others refuses it, and thereby says that it knows, too; or, where
// nobody can be reached, for a few elections.
export class Departure {
  readonly #leave: () => void;
  #graceTimer: NodeJS.Timeout | undefined;
  #patienceTimer: NodeJS.Timeout | undefined;
  #isGraceOver = false;
  #isKnownToOthers = false;
  #isOver = false;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  /** Its own log says so. */
  learned(): void {
    this.#begin();
    this.#patienceTimer ??= setTimeout(() => this.#end(), patienceMs);
  }

  /** A peer says so. */
  refused(): void {
    this.#isKnownToOthers = true;
    this.#begin();
    if (this.#isGraceOver) this.#end();
  }

  /** The process stops for another reason. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#graceTimer);
    clearTimeout(this.#patienceTimer);
  }

  #begin(): void {
    this.#graceTimer ??= setTimeout(() => {
      this.#isGraceOver = true;
      if (this.#isKnownToOthers) this.#end();
    }, graceMs);
  }

  #end(): void {
    if (this.#isOver) return;
    this.close();
    this.#leave();
  }
}

/** etcd's. */
const graceMs = 1_000;
const patienceMs = 10_000;
