// The bytes of WatchResponses. Those with events are put together by hand from parts that many
// watchers share: the header, and the encoded events; only the watch id differs. Everything else is
// rare and goes through the generated code.
import { concatBytes, emptyBytes } from '@cairn/core';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { responseHeader } from '../node/node-state.ts';
import type { NodeState } from '../node/node-state.ts';
import type { StoredEvent } from './event-batch.ts';
import { bytesFieldLength, writeBytesField } from './wire.ts';

const tagHeader = (1 << 3) | 2;
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

/** The header as a whole field of a WatchResponse. */
export function encodeHeaderField(state: NodeState | undefined, revision: number): Uint8Array {
  const header = etcdserverpb.ResponseHeader.encode(responseHeader(state, revision)).finish();
  const field = new Uint8Array(bytesFieldLength(header.length));
  writeBytesField(field, 0, tagHeader, header);
  return field;
}

/**
 * Events in the form one group of watchers gets them, ready to be sent to any of them. The message
 * for a watch id is kept, because nearly all watchers of a group have the same one.
 */
export class EventsMessage {
  readonly eventCount: number;
  readonly #header: Uint8Array;
  readonly #events: readonly Uint8Array[];
  #lastId: bigint | undefined;
  #lastMessage: Uint8Array = emptyBytes;

  /** @param header from {@link encodeHeaderField}. */
  constructor(header: Uint8Array, events: readonly StoredEvent[], withPrevKv: boolean) {
    this.eventCount = events.length;
    this.#header = header;
    this.#events = events.map((event) => event.encoded(withPrevKv));
  }

  forWatcher(watchId: bigint): Uint8Array {
    if (this.#lastId !== watchId) {
      this.#lastId = watchId;
      this.#lastMessage = concatBytes([this.#header, encodeWatchId(watchId), ...this.#events]);
    }
    return this.#lastMessage;
  }

  /** The same in parts below `bytesMax`, as far as single events allow; all but the last say so. */
  fragmentsForWatcher(watchId: bigint, bytesMax: number): readonly Uint8Array[] {
    const whole = this.forWatcher(watchId);
    if (whole.length < bytesMax || this.#events.length < 2) return [whole];
    const front = concatBytes([this.#header, encodeWatchId(watchId)]);
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
}

function encodeWatchId(watchId: bigint): Uint8Array {
  if (watchId === 0n) return emptyBytes;
  const bytes = [tagWatchId];
  let rest = BigInt.asUintN(64, watchId);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
