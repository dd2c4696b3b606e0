// Where does a watcher start that is created now? The raft-node knows the current revision. All
// creates of one turn share one question, and those that come while it is on its way share the next:
// when ten thousand watchers come back at once, that is a handful of requests.
import { emptyBytes } from '@cairn/core';
import { GrpcCode, cairn, toSafeNumber } from '@cairn/proto';
import type { Caller } from '../node/caller.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { Status } from '@cairn/api';
import { toRequestRange } from './key-range.ts';
import type { KeyRange } from './key-range.ts';

export type WatchOpening =
  | { readonly kind: 'open'; readonly revision: number; readonly compactRevision: number }
  | { readonly kind: 'failed'; readonly status: Status }
  /** This caller may not watch this range; the stream goes on. */
  | { readonly kind: 'refused'; readonly status: Status };

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

  /** While auth is on: whether this caller may see what is in this range is part of the question. */
  openFor(caller: Caller, range: KeyRange, listener: (opening: WatchOpening) => void): void {
    const { key, rangeEnd } = toRequestRange(range);
    const request = cairn.v1.WatchOpenRequest.encode({ key, range_end: rangeEnd }).finish();
    const sink = {
      respond: (message: Uint8Array) => listener(decodeOpening(message)),
      fail: (code: number, message: string) =>
        listener({
          kind: refusals.has(code) ? 'refused' : 'failed',
          status: { code, message },
        }),
    };
    this.#link.submit(nodeMethod.watchOpen, request, undefined, sink, caller);
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
      respond: (message) => settle(decodeOpening(message)),
      // That auth is on was not known here a moment ago.
      fail: (code, message) =>
        settle({ kind: refusals.has(code) ? 'refused' : 'failed', status: { code, message } }),
    });
  }
}

/** What auth refuses with. */
const refusals: ReadonlySet<number> = new Set([
  GrpcCode.invalidArgument,
  GrpcCode.permissionDenied,
  GrpcCode.unauthenticated,
]);

function decodeOpening(message: Uint8Array): WatchOpening {
  const { revision, compact_revision: compactRevision } =
    cairn.v1.WatchOpenResponse.decode(message);
  return {
    kind: 'open',
    revision: toSafeNumber(revision),
    compactRevision: toSafeNumber(compactRevision),
  };
}
