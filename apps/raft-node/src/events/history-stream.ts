// Sends history to one reader at the reader's pace: slice by slice, waiting when the stream is full,
// with a turn of the event loop between slices.
import { assert } from '@cairn/core';
import { CompactedError } from '@cairn/mvcc';
import type { HistorySlice } from '@cairn/mvcc';
import { CorruptClusterError } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { isOutOfService } from '../corruption/out-of-service.ts';
import { drained } from '../drained.ts';
import type { DrainingStream } from '../drained.ts';
import type { Turns } from '../turns.ts';
import { encodeBatches, encodeCompacted, positionOf } from './event-batch.ts';

export interface HistorySource {
  readonly replica: Replica;
  readonly turns: Turns;
}

/** The sending half of a gRPC stream. */
export interface EventSink extends DrainingStream {
  write(message: Uint8Array): boolean;
}

export interface HistoryRequest {
  readonly fromRevision: number;
  /** Not beyond what is applied. */
  readonly toRevision: number;
  readonly filter: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } | undefined;
}

const sliceBytes = 512 * 1024;

/**
 * Sends all events of the closed range. 'compacted' is answered after having said so.
 * @throws ReplicaStoppedError, CorruptClusterError when what is stored here may be wrong
 */
export async function sendHistory(
  { replica, turns }: HistorySource,
  sink: EventSink,
  { fromRevision, toRevision, filter }: HistoryRequest,
  signal: AbortSignal,
): Promise<'sent' | 'compacted' | 'aborted'> {
  let next = fromRevision;
  while (next <= toRevision) {
    await untilReadable(replica);
    if (signal.aborted) return 'aborted';
    const slice = readSlice(replica, next, toRevision, filter);
    if (slice === undefined) {
      sink.write(encodeCompacted(positionOf(replica)));
      return 'compacted';
    }
    const { events, upToRevision } = slice;
    assert(upToRevision >= next, `history of ${next}..${toRevision} ends at ${upToRevision}`);
    for (const { bytes } of encodeBatches(events, next, upToRevision, positionOf(replica))) {
      if (!sink.write(bytes)) await drained(sink, signal);
    }
    next = upToRevision + 1;
    await turns.next();
  }
  return signal.aborted ? 'aborted' : 'sent';
}

function untilReadable(replica: Replica): Promise<void> | undefined {
  if (replica.readable) return undefined;
  return new Promise((resolve, reject) => {
    replica.readSerializable((error) => (error === undefined ? resolve() : reject(error)));
  });
}

function readSlice(
  replica: Replica,
  from: number,
  to: number,
  filter: HistoryRequest['filter'],
): HistorySlice | undefined {
  if (isOutOfService(replica)) throw new CorruptClusterError('this member may hold wrong data');
  try {
    return replica.machine.store.history(from, to, sliceBytes, filter);
  } catch (error) {
    if (error instanceof CompactedError) return undefined;
    throw error;
  }
}
