// Keep-alives as clients send and get them, by hand: making a number of 64 bits of the lease id and back
// again was most of what a renewal cost here. The generated code is the twin that the tests compare
// with, and reads what is not the usual form.
import { decodeStreamMessage } from '@cairn/api';
import { varintLength, writeVarint } from '@cairn/core';
import { etcdserverpb, toSignedBigInt } from '@cairn/proto';
import { VarintReader, leaseIdLength, wordsOfLeaseId, writeLeaseId } from '@cairn/rpc';
import type { LeaseIdWords } from '@cairn/rpc';

/** Field number and wire type, as one byte. */
const tag = { requestId: 0x08, responseId: 0x10, responseTtl: 0x18 } as const;

/** A tag and nine bytes: the tenth would hold bits that not everybody drops. */
const usualBytesMax = 10;

/** The last id that was read; valid until the next one is. */
class LeaseIdReader implements LeaseIdWords {
  leaseLow = 0;
  leaseHigh = 0;
  readonly #reader = new VarintReader();

  read(request: Uint8Array): LeaseIdWords {
    if (!this.#readUsual(request)) {
      const { ID } = decodeStreamMessage(etcdserverpb.LeaseKeepAliveRequest, request);
      const { leaseLow, leaseHigh } = wordsOfLeaseId(toSignedBigInt(ID));
      this.leaseLow = leaseLow;
      this.leaseHigh = leaseHigh;
    }
    return this;
  }

  /** The id and nothing else. */
  #readUsual(request: Uint8Array): boolean {
    const last = request[request.length - 1];
    const isWhole = last !== undefined && last < 0x80 && request.length <= usualBytesMax;
    if (!isWhole || request[0] !== tag.requestId || request.length === 1) return false;
    const reader = this.#reader;
    reader.begin(request);
    reader.offset = 1;
    this.leaseLow = reader.word();
    this.leaseHigh = reader.high;
    return reader.isAtEnd;
  }
}

const leaseIds = new LeaseIdReader();

/** The id of a LeaseKeepAliveRequest, to be copied before the next one is read. @throws ApiError */
export function readLeaseId(request: Uint8Array): LeaseIdWords {
  return leaseIds.read(request);
}

/** @param headerField see HeaderBytes. @param ttlSeconds 0 = there is no such lease. */
export function encodeKeepAliveResponse(
  headerField: Uint8Array,
  { leaseLow, leaseHigh }: LeaseIdWords,
  ttlSeconds: number,
): Uint8Array {
  // As everywhere in protobuf, what is 0 is left out.
  const hasId = leaseLow !== 0 || leaseHigh !== 0;
  const idLength = hasId ? 1 + leaseIdLength(leaseLow, leaseHigh) : 0;
  const ttlLength = ttlSeconds === 0 ? 0 : 1 + varintLength(ttlSeconds);
  const response = Buffer.allocUnsafe(headerField.length + idLength + ttlLength);
  response.set(headerField, 0);
  let offset = headerField.length;
  if (hasId) {
    response[offset] = tag.responseId;
    offset = writeLeaseId(response, offset + 1, leaseLow, leaseHigh);
  }
  if (ttlLength > 0) {
    response[offset] = tag.responseTtl;
    writeVarint(response, offset + 1, ttlSeconds);
  }
  return response;
}
