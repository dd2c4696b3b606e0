// The few pieces of the protobuf wire format that WatchResponses are put together from.

/** Bytes of `value` as a varint; `value` from 0 to 2^53. */
export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

/** Returns the offset behind it. */
export function writeVarint(target: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest >= 128) {
    target[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}

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
