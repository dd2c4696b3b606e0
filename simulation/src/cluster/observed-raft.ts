// The real Raft, with somebody looking over its shoulder: what it hands out goes to the checkers before
// the replica does anything with it.
import { Raft } from '@cairn/raft';
import type { RaftInitialState, RaftOptions, Ready } from '@cairn/raft';

export class ObservedRaft extends Raft {
  readonly #onReady: (ready: Ready, raft: Raft) => void;

  constructor(
    options: RaftOptions,
    initial: RaftInitialState,
    onReady: (ready: Ready, raft: Raft) => void,
  ) {
    super(options, initial);
    this.#onReady = onReady;
  }

  override ready(): Ready {
    const ready = super.ready();
    this.#onReady(ready, this);
    return ready;
  }
}
