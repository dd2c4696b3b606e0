// The records that were written or read last. A put looks up the record it replaces and most reads ask
// for what is hot, and each of these look-ups costs a microsecond or two in the backend: its layers are
// maps by name, and behind them is LMDB.
//
// Records are copied into segments, one after the other, and the oldest segment goes when a new one
// begins. So what this takes is known, and hardly any of it is work for the garbage collector. A
// segment is never written twice: whoever still holds bytes of one that went holds the right ones.
// Each revision has one slot that it can be in, and the one added last has it.
//
// Invariant: a revision is given out only with the bytes it was added with. Revisions are never written
// twice, and one that is removed is forgotten.
import { emptyBytes } from '@cairn/core';

const slotCount = 32_768;
const segmentBytes = 512 * 1024;
const segmentCount = 16;
/** Larger records would push out too many others. */
const recordBytesMax = 4 * 1024;

export class RecordCache {
  /** The segment a position lies in is its number modulo `segmentCount`. */
  readonly #segments: Uint8Array[] = Array.from({ length: segmentCount }, () => emptyBytes);
  #segment: Uint8Array = emptyBytes;
  /** Where the next record goes, counted from the first one ever added. */
  #end = 0;
  readonly #mains = new Float64Array(slotCount);
  readonly #subs = new Float64Array(slotCount);
  readonly #starts = new Float64Array(slotCount);
  /** 0 = the slot is empty; no record is. */
  readonly #sizes = new Uint16Array(slotCount);

  add(main: number, sub: number, record: Uint8Array): void {
    const size = record.length;
    if (size === 0 || size > recordBytesMax) return;
    let offset = this.#end % segmentBytes;
    if (offset === 0 || offset + size > segmentBytes) {
      this.#beginSegment();
      offset = 0;
    }
    this.#segment.set(record, offset);
    const slot = slotOf(main, sub);
    this.#mains[slot] = main;
    this.#subs[slot] = sub;
    this.#starts[slot] = this.#end;
    this.#sizes[slot] = size;
    this.#end += size;
  }

  /** Not to be written to. */
  get(main: number, sub: number): Uint8Array | undefined {
    const slot = slotOf(main, sub);
    const size = this.#sizes[slot] as number;
    if (size === 0 || this.#mains[slot] !== main || this.#subs[slot] !== sub) return undefined;
    const start = this.#starts[slot] as number;
    const number = Math.floor(start / segmentBytes);
    if (number + segmentCount <= Math.floor((this.#end - 1) / segmentBytes)) return undefined;
    const segment = this.#segments[number % segmentCount] as Uint8Array;
    return new Uint8Array(segment.buffer, start % segmentBytes, size);
  }

  delete(main: number, sub: number): void {
    const slot = slotOf(main, sub);
    if (this.#mains[slot] === main && this.#subs[slot] === sub) this.#sizes[slot] = 0;
  }

  #beginSegment(): void {
    const number = Math.ceil(this.#end / segmentBytes);
    this.#end = number * segmentBytes;
    this.#segment = new Uint8Array(segmentBytes);
    this.#segments[number % segmentCount] = this.#segment;
  }
}

/**
 * The last revisions do not stand in each other's way: neither those that follow each other, nor the
 * changes of large transactions (`main + sub` would give all of these the same few slots).
 */
function slotOf(main: number, sub: number): number {
  return (main + Math.imul(sub, subStride)) & (slotCount - 1);
}

/** Odd, and about the golden part of all slots: multiples of it keep away from each other. */
const subStride = 20_251;
