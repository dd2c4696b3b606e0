// Node.Follow and Node.Backfill. A follower is either live (the next batch is the next revision) or
// catching up from history; whenever it cannot keep up it goes back to history, so what is buffered
// for it stays bounded and nothing is left out.
import { emptyBytes } from '@cairn/core';
import { toSafeNumber } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import type { WriteStream } from '@cairn/rpc';
import type { EncodedBatch } from './event-batch.ts';
import type { EventFeed, EventSubscriber } from './event-feed.ts';
import { sendHistory } from './history-stream.ts';

type V1 = typeof cairn.v1;
type BatchStream<Q extends keyof V1> = WriteStream<V1[Q] & Codec, V1['EventBatch']>;
type Codec = V1['FollowRequest'] | V1['BackfillRequest'];

export interface EventServiceOptions {
  readonly replica: Replica;
  readonly feed: EventFeed;
}

export function follow(
  { replica, feed }: EventServiceOptions,
  request: cairn.v1.FollowRequest,
  stream: BatchStream<'FollowRequest'>,
): void {
  const aborted = abortedWith(stream);
  let said = toSafeNumber(request.from_revision) - 1;
  let live = false;
  let full = false;

  const subscriber: EventSubscriber = {
    onBatch: (batch: EncodedBatch) => {
      if (!live) return;
      if (full || batch.firstRevision !== said + 1) {
        live = false;
        void catchUp();
        return;
      }
      said = batch.lastRevision;
      write(batch.bytes);
    },
    onHeartbeat: (bytes, revision) => {
      if (live && !full && said === revision) write(bytes);
    },
    onJump: () => {
      if (live) void catchUp();
      live = false;
    },
  };

  function write(bytes: Uint8Array): void {
    if (stream.write(bytes)) return;
    full = true;
    stream.once('drain', () => {
      full = false;
    });
  }

  async function catchUp(): Promise<void> {
    while (!aborted.aborted) {
      const toRevision = feed.revision;
      if (said >= toRevision) {
        live = true;
        return;
      }
      const range = { fromRevision: said + 1, toRevision, filter: undefined };
      const sent = await sendHistory(replica, feed, stream, range, aborted);
      if (sent === 'aborted') return;
      if (sent === 'compacted') return void stream.end();
      said = sent;
    }
  }

  const unsubscribe = feed.subscribe(subscriber);
  aborted.addEventListener('abort', unsubscribe, { once: true });
  catchUp().catch((error: unknown) => stream.emit('error', error as Error));
}

export function backfill(
  { replica, feed }: EventServiceOptions,
  request: cairn.v1.BackfillRequest,
  stream: BatchStream<'BackfillRequest'>,
): void {
  const aborted = abortedWith(stream);
  const asked = toSafeNumber(request.to_revision);
  const toRevision = asked === 0 ? feed.revision : asked;
  const filter =
    request.key.length === 0
      ? undefined
      : { key: request.key, rangeEnd: request.range_end ?? emptyBytes };
  const fromRevision = toSafeNumber(request.from_revision);
  feed
    .whenApplied(toRevision, aborted)
    .then(() => sendHistory(replica, feed, stream, { fromRevision, toRevision, filter }, aborted))
    .then(
      () => stream.end(),
      (error: unknown) => stream.emit('error', error as Error),
    );
}

/** A signal that aborts when the call is over for any reason. */
function abortedWith(stream: {
  once(event: 'cancelled' | 'close' | 'finish', listener: () => void): unknown;
}): AbortSignal {
  const controller = new AbortController();
  stream.once('cancelled', () => controller.abort());
  stream.once('close', () => controller.abort());
  return controller.signal;
}
