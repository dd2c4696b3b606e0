// Are there watchers at all? Most gateways of most clusters serve requests and watch nothing for
// hours; then events are neither asked for nor listened to, and every write costs less. With the first
// watcher they are taken up at the revision where it starts, so nothing has to be made up for; with
// the last one gone they go on for a while, because a watcher seldom leaves for good.
//
// Invariant: while there is a watcher, events come.
import { assert } from '@cairn/core';

export interface WatcherDemandOptions {
  /** How long events go on without a watcher. */
  readonly lingerMs: number;
  /** Everything after `revision` will be wanted. */
  readonly onWanted: (revision: number) => void;
  readonly onUnwanted: () => void;
}

export class WatcherDemand {
  readonly #options: WatcherDemandOptions;
  #watchers = 0;
  #isWanted = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: WatcherDemandOptions) {
    this.#options = options;
  }

  /** @param revision the raft-node's, when the watcher was created. */
  add(revision: number): void {
    this.#watchers += 1;
    clearTimeout(this.#linger);
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#options.onWanted(revision);
  }

  remove(watchers: number): void {
    if (watchers === 0) return;
    this.#watchers -= watchers;
    if (this.#watchers > 0 || !this.#isWanted) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.#isWanted = false;
      this.#options.onUnwanted();
    }, this.#options.lingerMs);
  }

  /** Without lingering. There must be no watcher. */
  forget(): void {
    assert(this.#watchers === 0, 'a watcher still wants its events');
    clearTimeout(this.#linger);
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#options.onUnwanted();
  }

  close(): void {
    clearTimeout(this.#linger);
    this.#isWanted = false;
  }
}
