// Keep-alives on the wire, by hand. A lease id is the same varint in all four messages that a renewal
// takes, so it is carried through as bytes: making a number of 64 bits of it and back again was most
// of what a renewal cost here. The generated code is the twin that the tests compare with.
import { decodeStreamMessage } from '@cairn/api';
import { encodeVarint64, varintLength, writeVarint } from '@cairn/core';
import { etcdserverpb, toSignedBigInt } from '@cairn/proto';

/** An int64 as a varint. */
export type LeaseIdBytes = Uint8Array;

export interface KeepAliveItem {
  readonly id: number;
  readonly leaseId: LeaseIdBytes;
  readonly peek: boolean;
}

/** `outcome` is a cairn.v1.KeepAliveResult.Outcome. */
export type ResultListener = (id: number, outcome: number, ttlSeconds: number) => void;

/** Field number and wire type, as one byte. */
const tag = {
  requestId: 0x08,
  responseId: 0x10,
  responseTtl: 0x18,
  item: 0x0a,
  itemId: 0x08,
  itemLeaseId: 0x10,
  itemPeek: 0x18,
  result: 0x0a,
  resultId: 0x08,
  resultOutcome: 0x10,
  resultTtl: 0x18,
} as const;

const varintBytesMax = 10;
const noLease: LeaseIdBytes = Uint8Array.of(0);

export function encodeLeaseId(leaseId: bigint): LeaseIdBytes {
  return encodeVarint64(leaseId);
}

/** The id of a LeaseKeepAliveRequest. @throws ApiError when it is none. */
export function readLeaseId(request: Uint8Array): LeaseIdBytes {
  if (request.length === 0) return noLease;
  if (request[0] === tag.requestId && isOneVarint(request, 1)) return request.subarray(1);
  const { ID } = decodeStreamMessage(etcdserverpb.LeaseKeepAliveRequest, request);
  return encodeLeaseId(toSignedBigInt(ID));
}

/** Whether all from `start` on is one varint that every reader understands alike. */
function isOneVarint(bytes: Uint8Array, start: number): boolean {
  const last = bytes.length - 1;
  // The tenth byte would hold bits that not everybody drops.
  if (last < start || last - start >= varintBytesMax - 1) return false;
  for (let i = start; i < last; i++) if ((bytes[i] as number) < 0x80) return false;
  return (bytes[last] as number) < 0x80;
}

/** @param headerField see HeaderBytes. @param ttlSeconds 0 = there is no such lease. */
export function encodeKeepAliveResponse(
  headerField: Uint8Array,
  leaseId: LeaseIdBytes,
  ttlSeconds: number,
): Uint8Array {
  // As everywhere in protobuf, what is 0 is left out.
  const idLength = leaseId[0] === 0 ? 0 : 1 + leaseId.length;
  const ttlLength = ttlSeconds === 0 ? 0 : 1 + varintLength(ttlSeconds);
  const response = Buffer.allocUnsafe(headerField.length + idLength + ttlLength);
  response.set(headerField, 0);
  let offset = headerField.length;
  if (idLength > 0) {
    response[offset++] = tag.responseId;
    response.set(leaseId, offset);
    offset += leaseId.length;
  }
  if (ttlLength > 0) {
    response[offset++] = tag.responseTtl;
    writeVarint(response, offset, ttlSeconds);
  }
  return response;
}

/** A cairn.v1.KeepAliveBatch. */
export function encodeKeepAliveBatch(items: readonly KeepAliveItem[]): Uint8Array {
  let length = 0;
  for (const item of items) length += 2 + itemLength(item);
  const batch = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const item of items) {
    const { id, leaseId, peek } = item;
    batch[offset++] = tag.item;
    // An item has at most 20 bytes, so its length takes one.
    batch[offset++] = itemLength(item);
    batch[offset++] = tag.itemId;
    offset = writeVarint(batch, offset, id);
    batch[offset++] = tag.itemLeaseId;
    batch.set(leaseId, offset);
    offset += leaseId.length;
    if (!peek) continue;
    batch[offset++] = tag.itemPeek;
    batch[offset++] = 1;
  }
  return batch;
}

function itemLength({ id, leaseId, peek }: KeepAliveItem): number {
  return 2 + varintLength(id) + leaseId.length + (peek ? 2 : 0);
}

/** Tells the results of a cairn.v1.KeepAliveResults. @throws RangeError when it is none. */
export function readKeepAliveResults(message: Uint8Array, listener: ResultListener): void {
  const reader = new Reader(message);
  while (reader.offset < message.length) {
    const field = reader.number();
    if (field !== tag.result) {
      reader.skip(field);
      continue;
    }
    const length = reader.number();
    const end = reader.offset + length;
    let id = 0;
    let outcome = 0;
    let ttlSeconds = 0;
    while (reader.offset < end) {
      const inner = reader.number();
      if (inner === tag.resultId) id = reader.number();
      else if (inner === tag.resultOutcome) outcome = reader.number();
      else if (inner === tag.resultTtl) ttlSeconds = reader.number();
      else reader.skip(inner);
    }
    if (reader.offset !== end) throw new RangeError('a result reaches beyond its end');
    listener(id, outcome, Math.min(ttlSeconds, Number.MAX_SAFE_INTEGER));
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** An unsigned varint; imprecise beyond 2^53. */
  number(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < varintBytesMax; i++) {
      const byte = this.#bytes[this.offset++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new RangeError('the message ends inside a number');
  }

  /** Steps over a field of a newer version. */
  skip(field: number): void {
    const wireType = field & 7;
    if (wireType === 0) this.number();
    else if (wireType === 1) this.offset += 8;
    else if (wireType === 2) this.#stepOverBytes();
    else if (wireType === 5) this.offset += 4;
    else throw new RangeError(`wire type ${wireType} is not known`);
    if (this.offset > this.#bytes.length) throw new RangeError('a field reaches beyond its end');
  }

  #stepOverBytes(): void {
    const length = this.number();
    this.offset += length;
  }
}
