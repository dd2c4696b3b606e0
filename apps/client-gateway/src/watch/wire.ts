// The few pieces of the protobuf wire format that WatchResponses are put together from.
import { varintLength, writeVarint } from '@cairn/core';

/** Bytes of a length-delimited field whose tag takes one byte. */
export function bytesFieldLength(length: number): number {
  return 1 + varintLength(length) + length;
}

export function writeBytesField(
  target: Uint8Array,
  offset: number,
  tag: number,
  bytes: Uint8Array,
): number {
  target[offset] = tag;
  const start = writeVarint(target, offset + 1, bytes.length);
  target.set(bytes, start);
  return start + bytes.length;
}
