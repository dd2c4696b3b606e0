// Byte strings as Uint8Array, and the same as one-byte ("latin-1") strings where they are map keys:
// such strings compare in byte order, hash fast and take one byte per character in V8.

// The only Node global in this library, named here so that pure libraries that compile without
// Node's types can still use it through these functions.
declare const Buffer: {
  readonly prototype: { latin1Slice(this: Uint8Array, start: number, end: number): string };
  from(source: string, encoding: 'latin1'): Uint8Array;
  compare(a: Uint8Array, b: Uint8Array): number;
};

// Works on any Uint8Array and takes half the time of making a Buffer first.
// oxlint-disable-next-line typescript/unbound-method -- always called with a receiver below
const { latin1Slice } = Buffer.prototype;

export const emptyBytes: Uint8Array = new Uint8Array(0);

/** Byte order, as memcmp: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const result = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

/** One character per byte; `<` on two such strings is byte order. Inverse of {@link fromByteString}. */
export function toByteString(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): string {
  return latin1Slice.call(bytes, start, end);
}

/** Inverse of {@link toByteString}. The string must hold characters below 256 only. */
export function fromByteString(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
