// KeepAliveBatch and KeepAliveResults by hand: with the generated code every renewal costs three
// objects and two conversions of 64-bit numbers, which is more than renewing it. The generated code
// is the twin that the test compares with.
import { varintLength, writeVarint } from '@cairn/core';

export interface KeepAliveResult {
  readonly id: number;
  /** A cairn.v1.KeepAliveResult.Outcome. */
  readonly outcome: number;
  readonly ttlSeconds: number;
}

export type ItemListener = (id: number, leaseId: bigint, peek: boolean) => void;

/** Field number and wire type, as one byte. */
const tag = {
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

/** Tells the items of a cairn.v1.KeepAliveBatch. @throws RangeError when it is none. */
export function readKeepAliveBatch(message: Uint8Array, listener: ItemListener): void {
  const reader = new Reader(message);
  while (reader.offset < message.length) {
    const field = reader.uint32();
    if (field !== tag.item) {
      reader.skip(field);
      continue;
    }
    const length = reader.uint32();
    const end = reader.offset + length;
    let id = 0;
    let leaseId = 0n;
    let peek = false;
    while (reader.offset < end) {
      const inner = reader.uint32();
      if (inner === tag.itemId) id = reader.uint32();
      else if (inner === tag.itemLeaseId) leaseId = reader.int64();
      else if (inner === tag.itemPeek) peek = reader.uint32() !== 0;
      else reader.skip(inner);
    }
    if (reader.offset !== end) throw new RangeError('an item reaches beyond its end');
    listener(id, leaseId, peek);
  }
}

/** A cairn.v1.KeepAliveResults. */
export function encodeKeepAliveResults(results: readonly KeepAliveResult[]): Uint8Array {
  let length = 0;
  for (const result of results) length += 2 + resultLength(result);
  const message = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const result of results) {
    const { id, outcome, ttlSeconds } = result;
    message[offset++] = tag.result;
    // A result has at most 17 bytes, so its length takes one.
    message[offset++] = resultLength(result);
    message[offset++] = tag.resultId;
    offset = writeVarint(message, offset, id);
    if (outcome !== 0) {
      message[offset++] = tag.resultOutcome;
      message[offset++] = outcome;
    }
    if (ttlSeconds !== 0) {
      message[offset++] = tag.resultTtl;
      offset = writeVarint(message, offset, ttlSeconds);
    }
  }
  return message;
}

function resultLength({ id, outcome, ttlSeconds }: KeepAliveResult): number {
  const ttlLength = ttlSeconds === 0 ? 0 : 1 + varintLength(ttlSeconds);
  return 1 + varintLength(id) + (outcome === 0 ? 0 : 2) + ttlLength;
}

const words = new DataView(new ArrayBuffer(8));

class Reader {
  readonly #bytes: Uint8Array;
  offset = 0;
  /** The bits above the 32 of the last varint. */
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The low 32 bits of a varint. */
  uint32(): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < varintBytesMax; i++) {
      const byte = this.#bytes[this.offset++];
      if (byte === undefined) break;
      const bits = byte & 0x7f;
      if (i < 5) low |= bits << (7 * i);
      // The fifth byte has bits on both sides.
      if (i === 4) high = bits >>> 4;
      else if (i > 4) high |= bits << (7 * i - 32);
      if (byte >= 0x80) continue;
      this.#high = high;
      return low >>> 0;
    }
    throw new RangeError('the message ends inside a number');
  }

  int64(): bigint {
    words.setUint32(0, this.uint32(), true);
    words.setUint32(4, this.#high, true);
    return words.getBigInt64(0, true);
  }

  /** Steps over a field of a newer version. */
  skip(field: number): void {
    const wireType = field & 7;
    if (wireType === 0) this.uint32();
    else if (wireType === 1) this.offset += 8;
    else if (wireType === 2) this.#stepOverBytes();
    else if (wireType === 5) this.offset += 4;
    else throw new RangeError(`wire type ${wireType} is not known`);
    if (this.offset > this.#bytes.length) throw new RangeError('a field reaches beyond its end');
  }

  #stepOverBytes(): void {
    const length = this.uint32();
    this.offset += length;
  }
}
