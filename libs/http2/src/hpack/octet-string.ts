import { toByteString } from '@cairn/core';

/** Up to here, building a string char by char is cheaper than the way out of JavaScript. */
const shortCharsMax = 8;

/** The octets from `start` to `end` as a one-byte string. */
export function octetsToString(octets: Uint8Array, start: number, end: number): string {
  if (end - start > shortCharsMax) return toByteString(octets.subarray(start, end));
  let text = '';
  let i = start;
  for (; i + 4 <= end; i += 4) {
    text += String.fromCharCode(
      octets[i] as number,
      octets[i + 1] as number,
      octets[i + 2] as number,
      octets[i + 3] as number,
    );
  }
  for (; i < end; i++) text += String.fromCharCode(octets[i] as number);
  return text;
}
