// Events as the gateway keeps them: the stored records, what matching needs to know of them, and the
// bytes that go into a WatchResponse, made at most once for each of the two forms however many
// watchers get the event.
import { writeVarint } from '@cairn/core';
import { toSafeNumber } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { readRecord } from './stored-record.ts';
import { bytesFieldLength, writeBytesField } from './wire.ts';

/** Tags of one byte: field number and wire type. */
const tagEvents = (11 << 3) | 2;
const tagType = (1 << 3) | 0;
const tagKv = (2 << 3) | 2;
const tagPrevKv = (3 << 3) | 2;
const typeDelete = 1;

export class StoredEvent {
  readonly isDelete: boolean;
  /** One character per byte. */
  readonly key: string;
  readonly revision: number;
  readonly #kv: Uint8Array;
  readonly #prevKv: Uint8Array;
  #plain: Uint8Array | undefined;
  #withPrevKv: Uint8Array | undefined;

  /** @param prevKv empty = none. */
  constructor(isDelete: boolean, kv: Uint8Array, prevKv: Uint8Array) {
    const { key, modRevision } = readRecord(kv);
    this.isDelete = isDelete;
    this.key = key;
    this.revision = modRevision;
    this.#kv = kv;
    this.#prevKv = prevKv;
  }

  /** What keeping this event costs, about. */
  get sizeBytes(): number {
    return this.#kv.length + this.#prevKv.length + 64;
  }

  /** The event as a whole field of a WatchResponse. */
  encoded(withPrevKv: boolean): Uint8Array {
    if (!withPrevKv || this.#prevKv.length === 0) return (this.#plain ??= this.#encode(false));
    return (this.#withPrevKv ??= this.#encode(true));
  }

  #encode(withPrevKv: boolean): Uint8Array {
    const kvLength = bytesFieldLength(this.#kv.length);
    const prevLength = withPrevKv ? bytesFieldLength(this.#prevKv.length) : 0;
    const eventLength = (this.isDelete ? 2 : 0) + kvLength + prevLength;
    const target = new Uint8Array(bytesFieldLength(eventLength));
    target[0] = tagEvents;
    let offset = writeVarint(target, 1, eventLength);
    if (this.isDelete) {
      target[offset++] = tagType;
      target[offset++] = typeDelete;
    }
    offset = writeBytesField(target, offset, tagKv, this.#kv);
    if (withPrevKv) writeBytesField(target, offset, tagPrevKv, this.#prevKv);
    return target;
  }
}

/** All events with a revision from `firstRevision` to `lastRevision`. */
export interface EventBatch {
  readonly firstRevision: number;
  /** `firstRevision - 1` makes it a heartbeat. */
  readonly lastRevision: number;
  readonly compactRevision: number;
  /** In (revision, sub revision) order. */
  readonly events: readonly StoredEvent[];
  /** The events are missing: they have to be read as history. */
  readonly isOmitted: boolean;
  /** What was asked for is below `compactRevision`. */
  readonly isCompacted: boolean;
}

/** @throws Error when a record in it is not one. */
export function decodeEventBatch(batch: cairn.v1.EventBatch): EventBatch {
  return {
    firstRevision: toSafeNumber(batch.first_revision),
    lastRevision: toSafeNumber(batch.last_revision),
    compactRevision: toSafeNumber(batch.compact_revision),
    events: batch.events.map((event) => {
      const { type, kv, prev_kv: prevKv } = event as cairn.v1.WatchEvent;
      return new StoredEvent(type === typeDelete, kv, prevKv);
    }),
    isOmitted: batch.omitted,
    isCompacted: batch.compacted,
  };
}

export function isHeartbeat(batch: EventBatch): boolean {
  return batch.firstRevision === batch.lastRevision + 1;
}

/** The index of the first event with a revision above `revision`. */
export function firstEventAfter(events: readonly StoredEvent[], revision: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as StoredEvent).revision <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
