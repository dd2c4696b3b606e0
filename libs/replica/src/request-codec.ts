// The payload of a log entry: etcd's InternalRaftRequest, written and read by hand so that the
// bytes a client sent go through unchanged. Only the wrapper is touched here:
//   header (field 100) { ID: uint64 }   then   field <kind> { the request's own bytes }
// The id tells a member which of its waiting callers an applied entry answers. It must never repeat
// across restarts (an entry of an earlier life may commit late), hence member bits and start time.
import { assert } from '@cairn/core';

/** Field numbers of InternalRaftRequest, and from 20001 on of CairnRaftRequest. */
export const RequestKind = {
  put: 4,
  deleteRange: 5,
  txn: 6,
  compaction: 7,
  leaseGrant: 8,
  leaseRevoke: 9,
  memberAttributes: 1301,
  leasePrimarySet: 20001,
  leaseExpire: 20002,
  leaseCheckpoints: 20003,
} as const;
export type RequestKind = (typeof RequestKind)[keyof typeof RequestKind];

/** 16 bits of the member and 48 bits that count up from the start time. */
export interface RequestId {
  readonly member: number;
  readonly sequence: number;
}

export interface DecodedRequest {
  readonly id: RequestId;
  readonly kind: RequestKind;
  readonly body: Uint8Array;
}

const lengthDelimited = 2;
const headerField = 100;
const knownKinds: ReadonlySet<number> = new Set(Object.values(RequestKind));

export class RequestIds {
  readonly member: number;
  #sequence: number;

  /** @param startMs wall-clock milliseconds; only has to differ between two lives of a member. */
  constructor(memberId: bigint, startMs: number) {
    this.member = Number(BigInt.asUintN(16, memberId));
    this.#sequence = (startMs % 2 ** 40) * 256;
  }

  next(): RequestId {
    this.#sequence = (this.#sequence + 1) % 2 ** 48;
    return { member: this.member, sequence: this.#sequence };
  }
}

export function encodeRequest(id: RequestId, kind: RequestKind, body: Uint8Array): Uint8Array {
  const low = id.sequence % 2 ** 32;
  const high = id.member * 2 ** 16 + Math.floor(id.sequence / 2 ** 32);
  const idLength = varintLength64(low, high);
  const tag = kind * 8 + lengthDelimited;
  const length = 2 + 1 + 1 + idLength + varintLength(tag) + varintLength(body.length) + body.length;
  const bytes = new Uint8Array(length);
  let offset = writeVarint(bytes, 0, headerField * 8 + lengthDelimited);
  bytes[offset++] = 1 + idLength;
  bytes[offset++] = 0x08;
  offset = writeVarint64(bytes, offset, low, high);
  offset = writeVarint(bytes, offset, tag);
  offset = writeVarint(bytes, offset, body.length);
  bytes.set(body, offset);
  assert(offset + body.length === length, 'request encoding has the computed length');
  return bytes;
}

/** Throws (assert) on anything that {@link encodeRequest} cannot have written. */
export function decodeRequest(bytes: Uint8Array): DecodedRequest {
  const cursor = { offset: 0 };
  assert(readVarint(bytes, cursor) === headerField * 8 + lengthDelimited, 'entry has a header');
  assert(readVarint(bytes, cursor) >= 2 && bytes[cursor.offset] === 0x08, 'header has an id');
  cursor.offset += 1;
  const id = readId(bytes, cursor);
  const tag = readVarint(bytes, cursor);
  const kind = Math.floor(tag / 8);
  assert(tag % 8 === lengthDelimited && knownKinds.has(kind), `entry of unknown kind ${kind}`);
  const length = readVarint(bytes, cursor);
  assert(cursor.offset + length === bytes.length, 'entry body ends with the entry');
  return { id, kind: kind as RequestKind, body: bytes.subarray(cursor.offset) };
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

function varintLength64(low: number, high: number): number {
  if (high === 0) return varintLength(low);
  return high < 8 ? 5 : 5 + varintLength(Math.floor(high / 8));
}

function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let offset = start;
  let rest = value;
  while (rest >= 128) {
    bytes[offset++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  bytes[offset++] = rest;
  return offset;
}

function writeVarint64(bytes: Uint8Array, start: number, low: number, high: number): number {
  if (high === 0) return writeVarint(bytes, start, low);
  let offset = start;
  let rest = low;
  for (let i = 0; i < 4; i++) {
    bytes[offset++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  const fifth = rest | ((high & 7) << 4);
  if (high < 8) {
    bytes[offset++] = fifth;
    return offset;
  }
  bytes[offset++] = fifth | 0x80;
  return writeVarint(bytes, offset, Math.floor(high / 8));
}

function readVarint(bytes: Uint8Array, cursor: { offset: number }): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[cursor.offset++];
    assert(byte !== undefined, 'entry ends inside a number');
    value += (byte & 0x7f) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}

function readId(bytes: Uint8Array, cursor: { offset: number }): RequestId {
  // Seven bits at a time into the low 48 bits, what is left into the member's 16.
  let sequence = 0;
  let member = 0;
  for (let bit = 0; ; bit += 7) {
    const byte = bytes[cursor.offset++];
    assert(byte !== undefined && bit < 70, 'entry id is a 64-bit number');
    const part = byte & 0x7f;
    if (bit + 7 <= 48) {
      sequence += part * 2 ** bit;
    } else if (bit < 48) {
      const below = 48 - bit;
      sequence += (part & (2 ** below - 1)) * 2 ** bit;
      member += part >> below;
    } else {
      member += part * 2 ** (bit - 48);
    }
    if (byte < 128) return { member, sequence };
  }
}
