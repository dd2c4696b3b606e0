// A lease id as two halves of 32 bits. Of all the ways to carry 64 bits through a gateway this is the one
// that makes no garbage: a BigInt is an object, a Long is one, and so is a view of the received bytes,
// which would keep a whole read alive as well.
import { varintLength } from '@cairn/core';

export interface LeaseIdWords {
  /** Both as signed numbers of 32 bits, which V8 keeps without an object. */
  readonly leaseLow: number;
  readonly leaseHigh: number;
}

const words = new DataView(new ArrayBuffer(8));

/** An int64. */
export function leaseIdOf(low: number, high: number): bigint {
  words.setInt32(0, low, true);
  words.setInt32(4, high, true);
  return words.getBigInt64(0, true);
}

export function wordsOfLeaseId(leaseId: bigint): LeaseIdWords {
  words.setBigInt64(0, leaseId, true);
  return { leaseLow: words.getInt32(0, true), leaseHigh: words.getInt32(4, true) };
}

/** How many bytes the id takes as a varint. */
export function leaseIdLength(low: number, high: number): number {
  if (high === 0) return varintLength(low >>> 0);
  return Math.floor((64 - Math.clz32(high) + 6) / 7);
}

/** Writes the id as a varint and returns the offset behind it. */
export function writeLeaseId(
  target: Uint8Array,
  offset: number,
  low: number,
  high: number,
): number {
  let at = offset;
  let lowLeft = low;
  let highLeft = high;
  while (highLeft !== 0 || (lowLeft & ~0x7f) !== 0) {
    target[at++] = (lowLeft & 0x7f) | 0x80;
    lowLeft = (lowLeft >>> 7) | (highLeft << 25);
    highLeft >>>= 7;
  }
  target[at++] = lowLeft;
  return at;
}
