// A RangeResponse that is written record by record, into pieces that leave as they are. Records lie
// across their ends: where the pieces are joined is the gateway's client's business.
import { varintLength, writeVarint } from '@cairn/core';
import type { RangeResult } from '@cairn/mvcc';
import { pieceBytes, pieceHeadBytes } from './pieces.ts';
import type { FreePieces, Piece } from './pieces.ts';

type EncodeRange = (result: RangeResult) => Uint8Array;

const kvsTag = (2 << 3) | 2;
const pieceEnd = pieceHeadBytes + pieceBytes;

export class GrowingRange {
  readonly recordsMax: number;
  readonly #tail: Uint8Array;
  readonly #free: FreePieces;
  readonly #pieces: Piece[] = [];
  #last: Piece;
  #records = 0;

  /**
   * @param first the first records, with the count and the revision of the whole
   * @param recordsMax how many there will be: the limit, or all
   * @param encode writes header, records, more and count, in this order
   */
  constructor(first: RangeResult, recordsMax: number, encode: EncodeRange, free: FreePieces) {
    this.recordsMax = recordsMax;
    this.#free = free;
    this.#last = this.#begin();
    const { count, revision } = first;
    const head = encode({ records: [], count: 0, more: false, revision });
    const more = count > recordsMax;
    this.#tail = encode({ records: [], count, more, revision }).subarray(head.length);
    this.#write(head);
    for (const record of first.records) this.add(record);
  }

  get records(): number {
    return this.#records;
  }

  get isComplete(): boolean {
    return this.#records === this.recordsMax;
  }

  /** Copies the record. */
  add(record: Uint8Array): void {
    this.#records += 1;
    const size = record.length;
    const last = this.#last;
    const prefixBytes = 1 + varintLength(size);
    if (last.end + prefixBytes + size > pieceEnd) {
      const prefix = new Uint8Array(prefixBytes);
      prefix[0] = kvsTag;
      writeVarint(prefix, 1, size);
      this.#write(prefix);
      this.#write(record);
      return;
    }
    last.memory[last.end] = kvsTag;
    const offset = writeVarint(last.memory, last.end + 1, size);
    last.memory.set(record, offset);
    last.end = offset + size;
  }

  /** The whole response; nothing can be added after it. */
  finish(): readonly Piece[] {
    this.#write(this.#tail);
    return this.#pieces;
  }

  /** It is not wanted any more. */
  discard(): void {
    for (const piece of this.#pieces) this.#free.give(piece);
  }

  /** Puts the bytes behind what is there, over as many pieces as it takes. */
  #write(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#last.end === pieceEnd) this.#last = this.#begin();
      const { memory, end } = this.#last;
      const part = bytes.subarray(at, at + pieceEnd - end);
      memory.set(part, end);
      this.#last.end += part.length;
      at += part.length;
    }
  }

  #begin(): Piece {
    const piece = this.#free.take();
    this.#pieces.push(piece);
    return piece;
  }
}
