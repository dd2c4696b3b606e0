// Which configuration belongs to which applied index: the log's marker is written at what the backend has
// on disk, and Raft may have gone on to the next configuration since.
import type { LogIndex } from '@cairn/core';
import type { ConfState } from '@cairn/raft';

export class ConfStateHistory {
  /** Ascending; each holds from its index on. */
  #states: { readonly index: LogIndex; readonly confState: ConfState }[];

  constructor(index: LogIndex, confState: ConfState) {
    this.#states = [{ index, confState }];
  }

  changed(index: LogIndex, confState: ConfState): void {
    this.#states.push({ index, confState });
  }

  /** As of `index`, which never falls: what came before it is forgotten. */
  at(index: LogIndex): ConfState {
    while (this.#states.length > 1 && (this.#states[1]?.index ?? Infinity) <= index) {
      this.#states.shift();
    }
    return (this.#states[0] as { confState: ConfState }).confState;
  }
}
