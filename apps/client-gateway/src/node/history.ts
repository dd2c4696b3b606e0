// Reading revisions from a raft-node: a closed range (Backfill) or everything from a revision on
// (Follow). Its own connection to the node keeps a large read from standing in the way of requests.
import { nodeService } from '@cairn/rpc';
import type { RpcClient } from '@cairn/rpc';
import type { cairn } from '@cairn/proto';
import { decodeEventBatch } from '../watch/event-batch.ts';
import type { EventBatch } from '../watch/event-batch.ts';

export interface BackfillRange {
  readonly fromRevision: number;
  /** Inclusive. */
  readonly toRevision: number;
  /** Empty = every key. */
  readonly key: Uint8Array;
  /** As in RangeRequest. */
  readonly rangeEnd: Uint8Array;
}

export interface HistoryListener {
  onBatch(batch: EventBatch): void;
  /** Called once, after everything else; undefined = the whole range was sent. */
  onEnd(error: Error | undefined): void;
}

export interface HistoryRead {
  /** Nothing is called after this. */
  cancel(): void;
}

export interface History {
  backfill(range: BackfillRange, listener: HistoryListener): HistoryRead;
  follow(fromRevision: number, listener: HistoryListener): HistoryRead;
}

export class NodeHistory implements History {
  readonly #client: RpcClient;

  constructor(client: RpcClient) {
    this.#client = client;
  }

  backfill(range: BackfillRange, listener: HistoryListener): HistoryRead {
    const stream = this.#client.openServerStream(nodeService.backfill, {
      from_revision: range.fromRevision,
      to_revision: range.toRevision,
      key: range.key,
      range_end: range.rangeEnd,
    });
    return listen(stream, listener);
  }

  follow(fromRevision: number, listener: HistoryListener): HistoryRead {
    const stream = this.#client.openServerStream(nodeService.follow, {
      from_revision: fromRevision,
    });
    return listen(stream, listener);
  }
}

type BatchStream = ReturnType<
  typeof RpcClient.prototype.openServerStream<
    typeof cairn.v1.BackfillRequest,
    typeof cairn.v1.EventBatch
  >
>;

function listen(stream: BatchStream, listener: HistoryListener): HistoryRead {
  let over = false;
  const end = (error: Error | undefined): void => {
    if (over) return;
    over = true;
    listener.onEnd(error);
  };
  stream.on('data', (message: cairn.v1.EventBatch) => {
    if (over) return;
    let batch;
    try {
      batch = decodeEventBatch(message);
    } catch (error) {
      stream.cancel();
      end(new Error('the raft-node sent a record that is not one', { cause: error }));
      return;
    }
    listener.onBatch(batch);
  });
  stream.on('error', end);
  stream.on('end', () => end(undefined));
  return {
    cancel: () => {
      over = true;
      stream.cancel();
    },
  };
}
