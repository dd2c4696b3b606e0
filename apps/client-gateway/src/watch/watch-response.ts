// The bytes of WatchResponses. Those with events are put together by hand from parts that many
// watchers share: the header, and the encoded events; only the watch id differs. Clients count their
// watchers from zero, so the same few ids come again on every stream, and a whole response serves the
// watchers with one id of all of them. Everything else is rare and goes through the generated code.
import { concatBytes, emptyBytes, encodeVarint64 } from '@cairn/core';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { responseHeader } from '../node/node-state.ts';
import type { NodeState } from '../node/node-state.ts';
import type { StoredEvent } from './event-batch.ts';

const tagWatchId = (2 << 3) | 0;
const fragmentField: Uint8Array = Uint8Array.of((7 << 3) | 0, 1);

/** The id in answers that belong to no watcher: a refused create, the progress of a whole stream. */
export const noWatchId: bigint = -1n;

export interface ControlFields {
  readonly watchId: bigint;
  readonly created?: true;
  readonly canceled?: true;
  readonly compactRevision?: number;
  readonly cancelReason?: string;
}

/** A response without events: created, canceled or progress. Revision 0 is left out. */
export function encodeControl(
  state: NodeState | undefined,
  revision: number,
  fields: ControlFields,
): Uint8Array {
  return etcdserverpb.WatchResponse.encode({
    header: responseHeader(state, revision),
    ...(fields.watchId === 0n ? {} : { watch_id: fromBigInt(fields.watchId, 'signed') }),
    ...(fields.created === undefined ? {} : { created: true }),
    ...(fields.canceled === undefined ? {} : { canceled: true }),
    ...(fields.compactRevision === undefined ? {} : { compact_revision: fields.compactRevision }),
    ...(fields.cancelReason === undefined ? {} : { cancel_reason: fields.cancelReason }),
  }).finish();
}

/** A watch id as messages need it: made once for a watcher. */
export interface EncodedWatchId {
  /** As a whole field of a WatchResponse; 0 is left out. */
  readonly field: Uint8Array;
  /** Small ids: where the message for this id is kept. */
  readonly slot: number | undefined;
}

const slotsMax = 1_024n;

export function encodeWatchId(watchId: bigint): EncodedWatchId {
  const slot = watchId >= 0n && watchId < slotsMax ? Number(watchId) : undefined;
  if (watchId === 0n) return { field: emptyBytes, slot };
  return { field: Uint8Array.of(tagWatchId, ...encodeVarint64(watchId)), slot };
}

/** Events in the form one group of watchers gets them, ready to be sent to any of them. */
export class EventsMessage {
  readonly eventCount: number;
  readonly #header: Uint8Array;
  readonly #events: readonly Uint8Array[];
  #body: Uint8Array | undefined;
  readonly #bySlot: (Uint8Array | undefined)[] = [];

  /** @param header from {@link HeaderBytes}. */
  constructor(header: Uint8Array, events: readonly StoredEvent[], withPrevKv: boolean) {
    this.eventCount = events.length;
    this.#header = header;
    this.#events = events.map((event) => event.encoded(withPrevKv));
  }

  forWatcher({ field, slot }: EncodedWatchId): Uint8Array {
    if (slot === undefined) return this.#join(field);
    return (this.#bySlot[slot] ??= this.#join(field));
  }

  /** The same in parts below `bytesMax`, as far as single events allow; all but the last say so. */
  fragmentsForWatcher(watchId: EncodedWatchId, bytesMax: number): readonly Uint8Array[] {
    const whole = this.forWatcher(watchId);
    if (whole.length < bytesMax || this.#events.length < 2) return [whole];
    const front = concatBytes([this.#header, watchId.field]);
    const parts: Uint8Array[][] = [];
    let bytes = Infinity;
    for (const event of this.#events) {
      if (bytes + event.length >= bytesMax) {
        parts.push([]);
        bytes = front.length + fragmentField.length;
      }
      parts.at(-1)?.push(event);
      bytes += event.length;
    }
    return parts.map((events, index) => {
      const marks = index === parts.length - 1 ? [] : [fragmentField];
      return concatBytes([front, ...marks, ...events]);
    });
  }

  #join(idField: Uint8Array): Uint8Array {
    const header = this.#header;
    const body = (this.#body ??= concatBytes(this.#events));
    // From the pool and not zeroed: one of these is made for every watch id and batch.
    const message = Buffer.allocUnsafe(header.length + idField.length + body.length);
    message.set(header, 0);
    message.set(idField, header.length);
    message.set(body, header.length + idField.length);
    return message;
  }
}
