// Sends history to one reader at the reader's pace: slice by slice, waiting when the stream is full,
// with a turn of the event loop between slices.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompactedError } from '@cairn/mvcc';
import type { HistorySlice } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import { encodeBatches, encodeCompacted } from './event-batch.ts';
import type { EventFeed } from './event-feed.ts';

/** The sending half of a gRPC stream. */
export interface EventSink {
  write(message: Uint8Array): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

export interface HistoryRequest {
  readonly fromRevision: number;
  readonly toRevision: number;
  readonly filter: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } | undefined;
}

const sliceBytes = 512 * 1024;

/**
 * Sends all events of the closed range. Answers the last revision sent, or 'compacted' after having
 * said so, or 'aborted'.
 */
export async function sendHistory(
  replica: Replica,
  feed: EventFeed,
  sink: EventSink,
  { fromRevision, toRevision, filter }: HistoryRequest,
  signal: AbortSignal,
): Promise<number | 'compacted' | 'aborted'> {
  let next = fromRevision;
  while (next <= toRevision) {
    if (signal.aborted) return 'aborted';
    const slice = readSlice(replica, next, toRevision, filter);
    if (slice === undefined) {
      sink.write(encodeCompacted(feed.position()));
      return 'compacted';
    }
    for (const { bytes } of encodeBatches(
      slice.events,
      next,
      slice.upToRevision,
      feed.position(),
    )) {
      if (!sink.write(bytes)) await drained(sink, signal);
    }
    next = slice.upToRevision + 1;
    await nextTurn();
  }
  return toRevision;
}

function readSlice(
  replica: Replica,
  from: number,
  to: number,
  filter: HistoryRequest['filter'],
): HistorySlice | undefined {
  try {
    return replica.machine.store.history(from, to, sliceBytes, filter);
  } catch (error) {
    if (error instanceof CompactedError) return undefined;
    throw error;
  }
}

function drained(sink: EventSink, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    sink.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
