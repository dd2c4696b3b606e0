// Is the history that watchers were told of still the store's? A data directory that was wiped, or put
// back from an old copy, under a running gateway begins again at a low revision, in the same cluster
// and under the same member id. Watchers would then hear nothing until the new history reaches the old
// revision, and the rest of another history after it.
//
// That the node stands below the hub proves nothing: it may be catching up, or NATS was faster. But a
// linearizable read that begins now cannot answer with a revision below one that was committed before.
import { emptyBytes } from '@cairn/core';
import { etcdserverpb, toSafeNumber } from '@cairn/proto';
import type { Logger } from '@cairn/telemetry';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';

export interface HistoryCheckOptions {
  readonly link: Pick<NodeLink, 'submit'>;
  readonly logger: Logger;
  /** The store's history is not the one that `revision`s were delivered of. */
  readonly onReplaced: () => void;
}

export class HistoryCheck {
  readonly #options: HistoryCheckOptions;
  #isAsking = false;

  constructor(options: HistoryCheckOptions) {
    this.#options = options;
  }

  /** @param revision delivered before this call. */
  begin(revision: number): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { link, logger, onReplaced } = this.#options;
    // As little as can be read linearizably, and by nobody.
    link.submit(nodeMethod.ownAlarms, emptyBytes, undefined, {
      fail: () => {
        this.#isAsking = false;
      },
      respond: (message) => {
        this.#isAsking = false;
        const { header } = etcdserverpb.AlarmResponse.decode(message);
        const current = toSafeNumber(header?.revision ?? 0);
        if (current >= revision) return;
        logger.error(
          { watchedRevision: revision, revision: current },
          'the history of the store was replaced by another one: all watches end',
        );
        onReplaced();
      },
    });
  }
}
