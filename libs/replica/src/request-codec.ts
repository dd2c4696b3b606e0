// The payload of a log entry: etcd's InternalRaftRequest, written and read by hand so that the
// bytes a client sent go through unchanged. Only the wrapper is touched here:
//   header (field 100) { ID: uint64 }   then   field <kind> { the request's own bytes }
// While auth is on, a second header { username, auth_revision } stands between the two: a message that
// comes twice is one message to protobuf, and the id stays where it is found without looking.
// The id tells a member which of its waiting callers an applied entry answers. It must never repeat
// across restarts (an entry of an earlier life may commit late, and would be taken for the answer to
// another request), hence member bits and a random beginning. The time of the start would not do: a
// clock that was set back gives the ids of an earlier life again.
import type { Requester } from '@cairn/auth';
import { AssertionFailure, assert, emptyBytes, varintLength, writeVarint } from '@cairn/core';
import { etcdserverpb, toSafeNumber } from '@cairn/proto';

/** Field numbers of InternalRaftRequest, and from 20001 on of CairnRaftRequest. */
export const RequestKind = {
  put: 4,
  deleteRange: 5,
  txn: 6,
  compaction: 7,
  leaseGrant: 8,
  leaseRevoke: 9,
  alarm: 10,
  authEnable: 1000,
  authDisable: 1011,
  authenticate: 1012,
  authUserAdd: 1100,
  authUserDelete: 1101,
  authUserChangePassword: 1103,
  authUserGrantRole: 1104,
  authUserRevokeRole: 1105,
  authRoleAdd: 1200,
  authRoleDelete: 1201,
  authRoleGrantPermission: 1203,
  authRoleRevokePermission: 1204,
  memberAttributes: 1301,
  downgradeInfo: 1302,
  leasePrimarySet: 20001,
  leaseExpire: 20002,
  leaseCheckpoints: 20003,
  /** In the context of a conf change. */
  membersChange: 20020,
  memberUpdate: 20021,
} as const;
export type RequestKind = (typeof RequestKind)[keyof typeof RequestKind];

/** 16 bits of the member and 48 bits that count up. */
export interface RequestId {
  readonly member: number;
  readonly sequence: number;
}

export interface DecodedRequest {
  readonly kind: RequestKind;
  /** undefined = nobody, or the cluster itself. */
  readonly requester: Requester | undefined;
  /** The whole entry; the body goes from `bodyOffset` to its end. */
  readonly bytes: Uint8Array;
  readonly bodyOffset: number;
}

const lengthDelimited = 2;
const headerField = 100;
const headerTagLow = ((headerField * 8 + lengthDelimited) & 0x7f) | 0x80;
const headerTagHigh = (headerField * 8 + lengthDelimited) >>> 7;
const knownKinds: ReadonlySet<number> = new Set(Object.values(RequestKind));

/** So many requests at least are left for a life, more than it can have: the numbers never wrap. */
export const firstRequestMax: number = 2 ** 47;

export class RequestIds {
  readonly member: number;
  #sequence: number;

  /** @param firstRequest far from where an earlier life of this member has counted. */
  constructor(memberId: bigint, firstRequest: number) {
    assert(
      Number.isInteger(firstRequest) && firstRequest >= 0 && firstRequest < firstRequestMax,
      `requests of a life that begin at ${firstRequest}`,
    );
    this.member = Number(BigInt.asUintN(16, memberId));
    this.#sequence = firstRequest;
  }

  next(): RequestId {
    this.#sequence += 1;
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

export function encodeRequest(
  id: RequestId,
  kind: RequestKind,
  body: Uint8Array,
  requester?: Requester,
): Uint8Array {
  const low = id.sequence >>> 0;
  const high = id.member * 2 ** 16 + Math.floor(id.sequence / 2 ** 32);
  const idLength = varintLength64(low, high);
  const tag = kind * 8 + lengthDelimited;
  const who = requester === undefined ? emptyBytes : encodeRequester(requester);
  const length =
    4 + idLength + who.length + varintLength(tag) + varintLength(body.length) + body.length;
  const bytes = allocate(length);
  bytes[0] = headerTagLow;
  bytes[1] = headerTagHigh;
  bytes[2] = 1 + idLength;
  bytes[3] = 0x08;
  let offset = writeVarint64(bytes, idOffset, low, high);
  bytes.set(who, offset);
  offset = writeVarint(bytes, offset + who.length, tag);
  offset = writeVarint(bytes, offset, body.length);
  bytes.set(body, offset);
  assert(offset + body.length === length, 'request encoding has the computed length');
  return bytes;
}

/** Throws (assert) on anything that {@link encodeRequest} cannot have written. */
export function decodeRequest(bytes: Uint8Array): DecodedRequest {
  let tagAt = endOfId(bytes);
  let requester: Requester | undefined;
  if (isHeaderAt(bytes, tagAt)) {
    const end = endOfRequester(bytes, tagAt);
    requester = readRequester(bytes.subarray(tagAt, end));
    tagAt = end;
  }
  const lengthAt = endOfVarint(bytes, tagAt);
  const bodyOffset = endOfVarint(bytes, lengthAt);
  const tag = varintBetween(bytes, tagAt, lengthAt);
  const kind = tag >>> 3;
  if ((tag & 7) !== lengthDelimited || !knownKinds.has(kind)) {
    throw new AssertionFailure(`entry of unknown kind ${kind}`);
  }
  const length = varintBetween(bytes, lengthAt, bodyOffset);
  assert(bodyOffset + length === bytes.length, 'entry body ends with the entry');
  return { kind: kind as RequestKind, requester, bytes, bodyOffset };
}

/** The kind alone, of an entry that {@link decodeRequest} has taken. */
export function kindOf(bytes: Uint8Array): RequestKind {
  let tagAt = endOfId(bytes);
  if (isHeaderAt(bytes, tagAt)) tagAt = endOfRequester(bytes, tagAt);
  return (varintBetween(bytes, tagAt, endOfVarint(bytes, tagAt)) >>> 3) as RequestKind;
}

/** The request's own bytes. */
export function bodyOf({ bytes, bodyOffset }: DecodedRequest): Uint8Array {
  return bytes.subarray(bodyOffset);
}

/** The sequence of the request's id, or -1 when it is another member's. */
export function sequenceOf(bytes: Uint8Array, member: number): number {
  const end = endOfId(bytes);
  let low = 0;
  let high = 0;
  for (let i = idOffset, bit = 0; i < end; i++, bit += 7) {
    const part = (bytes[i] as number) & 0x7f;
    if (bit < 32) low |= part << bit;
    if (bit === 28) high |= part >>> 4;
    else if (bit > 28) high |= part << (bit - 32);
  }
  return high >>> 16 === member ? (high & 0xffff) * 2 ** 32 + (low >>> 0) : -1;
}

/** Where the id begins: behind the header's tag and length and the id's own tag. */
const idOffset = 4;
const idBytesMax = 10;

/** Checks the header, which has nothing but the id, and answers where it ends. */
function endOfId(bytes: Uint8Array): number {
  const isHeader = isHeaderAt(bytes, 0) && bytes[3] === 0x08;
  assert(isHeader, 'entry begins with a header, and that with an id');
  const end = endOfVarint(bytes, idOffset);
  assert(end === idOffset - 1 + (bytes[2] as number), 'header ends with the id');
  assert(end - idOffset <= idBytesMax, 'entry id is a 64-bit number');
  return end;
}

function isHeaderAt(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === headerTagLow && bytes[offset + 1] === headerTagHigh;
}

/** Header field, tag included. */
function encodeRequester({ user, authRevision }: Requester): Uint8Array {
  const header = { username: user, auth_revision: authRevision };
  return etcdserverpb.InternalRaftRequest.encode({ header }).finish();
}

function endOfRequester(bytes: Uint8Array, start: number): number {
  const contentAt = endOfVarint(bytes, start + 2);
  const end = contentAt + varintBetween(bytes, start + 2, contentAt);
  assert(end <= bytes.length, 'header ends inside the entry');
  return end;
}

/** @param field as {@link encodeRequester} makes it */
function readRequester(field: Uint8Array): Requester {
  const { header } = decoded(field);
  return {
    user: header?.username ?? '',
    authRevision: toSafeNumber(header?.auth_revision ?? 0),
  };
}

function decoded(field: Uint8Array): etcdserverpb.InternalRaftRequest {
  try {
    return etcdserverpb.InternalRaftRequest.decode(field);
  } catch (error) {
    throw new AssertionFailure(`entry with an unreadable requester: ${String(error)}`);
  }
}

function varintLength64(low: number, high: number): number {
  if (high === 0) return varintLength(low);
  return high < 8 ? 5 : 5 + varintLength(high >>> 3);
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

function endOfVarint(bytes: Uint8Array, start: number): number {
  for (let i = start; ; i++) {
    const byte = bytes[i];
    assert(byte !== undefined, 'entry ends inside a number');
    if (byte < 128) return i + 1;
  }
}

/** Of 32 bits. */
function varintBetween(bytes: Uint8Array, start: number, end: number): number {
  assert(end - start <= 5, 'numbers of an entry have 32 bits');
  let value = 0;
  for (let i = end - 1; i >= start; i--) value = (value << 7) | ((bytes[i] as number) & 0x7f);
  return value >>> 0;
}
