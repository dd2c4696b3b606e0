// Watch events on the wire. A batch is encoded once and the same bytes go to every follower and to
// NATS; kv and prev_kv are the stored records, copied.
import { cairn } from '@cairn/proto';
import type { StoreEvent } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';

export interface EncodedBatch {
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly bytes: Uint8Array;
}

export interface BatchPosition {
  readonly raftTerm: number;
  readonly compactRevision: number;
}

/** Where the member stands now. */
export function positionOf(replica: Replica): BatchPosition {
  return { raftTerm: replica.term, compactRevision: replica.machine.store.compactRevision };
}

const eventType = { put: 0, delete: 1 } as const;
/** Batches grow to about this size; a single revision is never split. */
const batchBytes = 512 * 1024;

/** All events of `firstRevision` to `lastRevision`, as one or more batches of whole revisions. */
export function encodeBatches(
  events: readonly StoreEvent[],
  firstRevision: number,
  lastRevision: number,
  position: BatchPosition,
): EncodedBatch[] {
  const batches: EncodedBatch[] = [];
  let first = firstRevision;
  let start = 0;
  let bytes = 0;
  for (const [i, event] of events.entries()) {
    bytes += event.record.length + (event.previous?.length ?? 0);
    const next = events[i + 1];
    const isLastOfRevision = next === undefined || next.mainRevision !== event.mainRevision;
    if (bytes < batchBytes || !isLastOfRevision || next === undefined) continue;
    batches.push(encode(events.slice(start, i + 1), first, event.mainRevision, position));
    first = event.mainRevision + 1;
    start = i + 1;
    bytes = 0;
  }
  batches.push(encode(start === 0 ? events : events.slice(start), first, lastRevision, position));
  return batches;
}

/** No events: everything up to `revision` has been said. */
export function encodeHeartbeat(revision: number, position: BatchPosition): Uint8Array {
  return encode([], revision + 1, revision, position).bytes;
}

/** There were events, but they are too large for this way: fetch them by Backfill. */
export function encodeOmitted(batch: EncodedBatch, position: BatchPosition): Uint8Array {
  const message = cairn.v1.EventBatch.encode({
    raft_term: position.raftTerm,
    first_revision: batch.firstRevision,
    last_revision: batch.lastRevision,
    compact_revision: position.compactRevision,
    omitted: true,
  });
  return message.finish();
}

/** The history asked for is gone. */
export function encodeCompacted(position: BatchPosition): Uint8Array {
  const message = cairn.v1.EventBatch.encode({
    raft_term: position.raftTerm,
    compact_revision: position.compactRevision,
    compacted: true,
  });
  return message.finish();
}

function encode(
  events: readonly StoreEvent[],
  firstRevision: number,
  lastRevision: number,
  position: BatchPosition,
): EncodedBatch {
  const message = cairn.v1.EventBatch.encode({
    raft_term: position.raftTerm,
    first_revision: firstRevision,
    last_revision: lastRevision,
    compact_revision: position.compactRevision,
    events: events.map((event) => ({
      type: eventType[event.kind],
      kv: event.record,
      ...(event.previous === undefined ? {} : { prev_kv: event.previous }),
    })),
  });
  return { firstRevision, lastRevision, bytes: message.finish() };
}
