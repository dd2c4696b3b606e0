// Numbers as protobuf writes them: seven bits to a byte, the lowest first. Messages on the hottest paths
// are written by hand, each by the library that owns it; this is the part that they share.
import { AssertionFailure } from './assert.ts';

/** Bytes of `value`, a safe integer from 0. */
export function varintLength(value: number): number {
  if (value < 2 ** 31) return value < 128 ? 1 : Math.ceil((32 - Math.clz32(value)) / 7);
  let length = 5;
  for (let rest = Math.floor(value / 2 ** 35); rest > 0; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

/** Writes `value`, a safe integer from 0, and returns the offset behind it. */
export function writeVarint(target: Uint8Array, offset: number, value: number): number {
  if (value < 0)
    throw new AssertionFailure(`a number to be written as a varint is negative: ${value}`);
  let at = offset;
  let rest = value;
  for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) target[at++] = (rest % 128) | 128;
  for (; rest >= 128; rest >>>= 7) target[at++] = (rest & 127) | 128;
  target[at++] = rest;
  return at;
}

/** `value` in two's complement of 64 bits, as protobuf writes signed and unsigned numbers alike. */
export function encodeVarint64(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
