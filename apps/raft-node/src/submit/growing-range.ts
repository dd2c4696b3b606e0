// A RangeResponse that is written record by record. Its size is estimated from the records so far; when
// that was too little it moves to a larger place. Pages of the place that are never written to take no
// memory, so there is room for a good estimate.
import { writeVarint } from '@cairn/core';
import type { RangeResult } from '@cairn/mvcc';

type EncodeRange = (result: RangeResult) => Uint8Array;

const kvsTag = (2 << 3) | 2;
/** The tag and a length of 32 bits. */
const prefixBytesMax = 6;
const spareBytes = 64 * 1024;
/** A larger estimate is believed in parts: a few large records need not be typical. */
const growthBytesMax = 256 * 1024 * 1024;

export class GrowingRange {
  readonly recordsMax: number;
  readonly #tail: Uint8Array;
  #bytes: Uint8Array;
  #used: number;
  #records = 0;

  /**
   * @param first the first records, with the count and the revision of the whole
   * @param recordsMax how many there will be: the limit, or all
   * @param encode writes header, records, more and count, in this order
   */
  constructor(first: RangeResult, recordsMax: number, encode: EncodeRange) {
    this.recordsMax = recordsMax;
    const { count, revision } = first;
    const head = encode({ records: [], count: 0, more: false, revision });
    const more = count > recordsMax;
    this.#tail = encode({ records: [], count, more, revision }).subarray(head.length);
    let firstBytes = 0;
    for (const record of first.records) firstBytes += record.length + prefixBytesMax;
    const perRecord = firstBytes / Math.max(1, first.records.length);
    this.#bytes = newBytes(head.length + firstBytes, perRecord * recordsMax - firstBytes);
    this.#bytes.set(head);
    this.#used = head.length;
    for (const record of first.records) this.add(record);
  }

  get records(): number {
    return this.#records;
  }

  get isComplete(): boolean {
    return this.#records === this.recordsMax;
  }

  add(record: Uint8Array): void {
    this.#reserve(prefixBytesMax + record.length);
    const bytes = this.#bytes;
    bytes[this.#used] = kvsTag;
    const offset = writeVarint(bytes, this.#used + 1, record.length);
    bytes.set(record, offset);
    this.#used = offset + record.length;
    this.#records += 1;
  }

  /** The whole response; nothing can be added after it. */
  finish(): Uint8Array {
    this.#reserve(this.#tail.length);
    this.#bytes.set(this.#tail, this.#used);
    return this.#bytes.subarray(0, this.#used + this.#tail.length);
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#used + sizeBytes;
    if (needed <= this.#bytes.length) return;
    const perRecord = needed / (this.#records + 1);
    const rest = perRecord * (this.recordsMax - this.#records);
    const place = newBytes(needed, rest);
    place.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = place;
  }
}

function newBytes(neededBytes: number, estimatedBytes: number): Uint8Array {
  const more = Math.min(Math.ceil(estimatedBytes * 1.125), growthBytesMax) + spareBytes;
  return Buffer.allocUnsafeSlow(neededBytes + more);
}
