// Node.Follow and Node.Backfill: events at the pace of the one who reads.
import { AssertionFailure } from '@cairn/core';
import { GrpcCode } from '@cairn/api';
import { toClampedNumber } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { failStream } from '@cairn/rpc';
import type { WriteStream } from '@cairn/rpc';
import type { EventFeed } from './event-feed.ts';
import { Follower } from './follower.ts';
import { sendHistory } from './history-stream.ts';
import type { HistorySource } from './history-stream.ts';

type V1 = typeof cairn.v1;
type FollowStream = WriteStream<V1['FollowRequest'], V1['EventBatch']>;
type BackfillStream = WriteStream<V1['BackfillRequest'], V1['EventBatch']>;

export interface EventServiceOptions {
  readonly source: HistorySource;
  readonly feed: EventFeed;
}

export function follow(
  { source, feed }: EventServiceOptions,
  request: cairn.v1.FollowRequest,
  stream: FollowStream,
): void {
  const signal = overSignal(stream);
  const follower = new Follower({
    source,
    feed,
    stream,
    fromRevision: toClampedNumber(request.from_revision),
    signal,
    onError: (error) => fail(stream, error),
  });
  signal.addEventListener('abort', feed.subscribe(follower), { once: true });
  follower.start();
}

export function backfill(
  { source, feed }: EventServiceOptions,
  request: cairn.v1.BackfillRequest,
  stream: BackfillStream,
): void {
  const signal = overSignal(stream);
  const asked = toClampedNumber(request.to_revision);
  const toRevision = asked === 0 ? feed.revision : asked;
  const fromRevision = toClampedNumber(request.from_revision);
  const filter =
    request.key.length === 0 ? undefined : { key: request.key, rangeEnd: request.range_end };
  feed
    .whenApplied(toRevision, signal)
    .then(() => sendHistory(source, stream, { fromRevision, toRevision, filter }, signal))
    .then(
      () => void stream.end(),
      (error: unknown) => fail(stream, error),
    );
}

function fail(stream: FollowStream | BackfillStream, error: unknown): void {
  // A broken invariant is no answer to anybody: it ends the process.
  if (error instanceof AssertionFailure) throw error;
  const details = error instanceof Error ? error.message : String(error);
  failStream(stream, { code: GrpcCode.unavailable, details });
}

/** A signal that aborts when the call is over for any reason. */
function overSignal(stream: FollowStream | BackfillStream): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  stream.once('cancelled', abort);
  stream.once('close', abort);
  return controller.signal;
}
