// The payload of a log entry: etcd's InternalRaftRequest, written and read by hand so that the
// bytes a client sent go through unchanged. Only the wrapper is touched here:
//   header (field 100) { ID: uint64 }   then   field <kind> { the request's own bytes }
// The id tells a member which of its waiting callers an applied entry answers. It must never repeat
// across restarts (an entry of an earlier life may commit late), hence member bits and start time.
import { AssertionFailure, assert } from '@cairn/core';

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
  readonly kind: RequestKind;
  /** The whole entry; the body goes from `bodyOffset` to its end. */
  readonly bytes: Uint8Array;
  readonly bodyOffset: number;
}

interface Cursor {
  offset: number;
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

/** Entries are kept by the thousand: memory of their own is for large ones only. */
const slabBytes = 64 * 1024;
const slabRequestBytesMax = 4 * 1024;
let slab = new Uint8Array(slabBytes);
let slabUsed = 0;

function allocate(length: number): Uint8Array {
  if (length > slabRequestBytesMax) return new Uint8Array(length);
  if (slabUsed + length > slabBytes) {
    slab = new Uint8Array(slabBytes);
    slabUsed = 0;
  }
  const bytes = new Uint8Array(slab.buffer, slabUsed, length);
  slabUsed += length;
  return bytes;
}

export function encodeRequest(id: RequestId, kind: RequestKind, body: Uint8Array): Uint8Array {
  const low = id.sequence >>> 0;
  const high = id.member * 2 ** 16 + Math.floor(id.sequence / 2 ** 32);
  const idLength = varintLength64(low, high);
  const tag = kind * 8 + lengthDelimited;
  const length = 2 + 1 + 1 + idLength + varintLength(tag) + varintLength(body.length) + body.length;
  const bytes = allocate(length);
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
  readHeader(bytes, cursor);
  skipVarint(bytes, cursor);
  const tag = readVarint(bytes, cursor);
  const kind = tag >>> 3;
  if ((tag & 7) !== lengthDelimited || !knownKinds.has(kind)) {
    throw new AssertionFailure(`entry of unknown kind ${kind}`);
  }
  const length = readVarint(bytes, cursor);
  assert(cursor.offset + length === bytes.length, 'entry body ends with the entry');
  return { kind: kind as RequestKind, bytes, bodyOffset: cursor.offset };
}

/** The request's own bytes. */
export function bodyOf({ bytes, bodyOffset }: DecodedRequest): Uint8Array {
  return bytes.subarray(bodyOffset);
}

/** The sequence of the request's id, or -1 when it is another member's. */
export function sequenceOf(bytes: Uint8Array, member: number): number {
  const cursor = { offset: 0 };
  readHeader(bytes, cursor);
  // Four bytes of seven bits each, four more, and the last two of 64 bits.
  const first = readParts(bytes, cursor, 4);
  const second = first.ended ? none : readParts(bytes, cursor, 4);
  const third = second.ended ? none : readParts(bytes, cursor, 2);
  assert(third.ended, 'entry id is a 64-bit number');
  const low = (first.value | (second.value << 28)) >>> 0;
  const high = ((second.value >>> 4) | (third.value << 24)) >>> 0;
  return high >>> 16 === member ? (high & 0xffff) * 2 ** 32 + low : -1;
}

function readHeader(bytes: Uint8Array, cursor: Cursor): void {
  assert(readVarint(bytes, cursor) === headerField * 8 + lengthDelimited, 'entry has a header');
  assert(readVarint(bytes, cursor) >= 2 && bytes[cursor.offset] === 0x08, 'header has an id');
  cursor.offset += 1;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) length += 1;
  return length;
}

function varintLength64(low: number, high: number): number {
  if (high === 0) return varintLength(low);
  return high < 8 ? 5 : 5 + varintLength(high >>> 3);
}

function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let offset = start;
  let rest = value;
  for (; rest >= 128; rest >>>= 7) bytes[offset++] = (rest & 0x7f) | 0x80;
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
  return writeVarint(bytes, offset, high >>> 3);
}

function readVarint(bytes: Uint8Array, cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[cursor.offset++];
    assert(byte !== undefined && shift < 32, 'entry ends inside a number');
    value |= (byte & 0x7f) << shift;
    if (byte < 128) return value >>> 0;
  }
}

function skipVarint(bytes: Uint8Array, cursor: Cursor): void {
  for (let length = 0; ; length++) {
    const byte = bytes[cursor.offset++];
    assert(byte !== undefined && length < 10, 'entry id is a 64-bit number');
    if (byte < 128) return;
  }
}

interface Parts {
  readonly value: number;
  /** The number ends here. */
  readonly ended: boolean;
}

const none: Parts = { value: 0, ended: true };

/** Up to `count` bytes of a varint. */
function readParts(bytes: Uint8Array, cursor: Cursor, count: number): Parts {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const byte = bytes[cursor.offset++];
    assert(byte !== undefined, 'entry ends inside a number');
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 128) return { value, ended: true };
  }
  return { value, ended: false };
}
