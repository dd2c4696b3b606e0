// Where does a watcher start that is created now? The raft-node knows the current revision. All
// creates of one turn share one question, and those that come while it is on its way share the next:
// when ten thousand watchers come back at once, that is a handful of requests.
import { emptyBytes } from '@cairn/core';
import { cairn, toSafeNumber } from '@cairn/proto';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { Status } from '@cairn/api';

export type WatchOpening =
  | { readonly kind: 'open'; readonly revision: number; readonly compactRevision: number }
  | { readonly kind: 'failed'; readonly status: Status };

export class WatchOpener {
  readonly #link: Pick<NodeLink, 'submit'>;
  #waiting: ((opening: WatchOpening) => void)[] = [];
  #asking = false;

  constructor(link: Pick<NodeLink, 'submit'>) {
    this.#link = link;
  }

  /** The answer is from after this call. */
  open(listener: (opening: WatchOpening) => void): void {
    this.#waiting.push(listener);
    if (this.#asking) return;
    this.#asking = true;
    setImmediate(() => this.#ask());
  }

  #ask(): void {
    const listeners = this.#waiting;
    this.#waiting = [];
    const settle = (opening: WatchOpening): void => {
      if (this.#waiting.length > 0) this.#ask();
      else this.#asking = false;
      for (const listener of listeners) listener(opening);
    };
    this.#link.submit(nodeMethod.watchOpen, emptyBytes, undefined, {
      respond: (message) => {
        const { revision, compact_revision: compactRevision } =
          cairn.v1.WatchOpenResponse.decode(message);
        settle({
          kind: 'open',
          revision: toSafeNumber(revision),
          compactRevision: toSafeNumber(compactRevision),
        });
      },
      fail: (code, message) => settle({ kind: 'failed', status: { code, message } }),
    });
  }
}
