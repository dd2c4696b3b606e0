// A gRPC client sends the same few blocks over and over, a handful of indexes each: here they are found
// by their bytes. That is only right while the dynamic table stays as it is, and only for blocks
// that leave it so; the decoder sees to both. Everything kept was decoded under the present table,
// so what a hostile peer can make us hold is bounded by that table and by the limits below.
import type { HeaderBlock } from '../types.ts';

/** Two places for each value of the hash, so that two frequent blocks need not fight for one. */
const setCount = 32;
const placesPerSet = 2;
const blockBytesMax = 512;
/** Longer blocks are sampled: the comparison decides anyway. */
const hashedOctetsMax = 64;

interface Entry {
  readonly bytes: Uint8Array;
  readonly block: HeaderBlock;
}

export class RecognisedBlocks {
  readonly #places: (Entry | undefined)[] = Array.from({ length: setCount * placesPerSet });
  #size = 0;
  /** Of the last block looked for. */
  #place = 0;

  find(bytes: Uint8Array): HeaderBlock | undefined {
    if (bytes.length > blockBytesMax) return undefined;
    const place = (hashOf(bytes) & (setCount - 1)) * placesPerSet;
    this.#place = place;
    if (this.#size === 0) return undefined;
    const first = this.#places[place];
    if (first !== undefined && isEqual(first.bytes, bytes)) return first.block;
    const second = this.#places[place + 1];
    return second !== undefined && isEqual(second.bytes, bytes) ? second.block : undefined;
  }

  /** Keeps what the bytes were decoded to, that `find` was just asked for in vain. */
  add(bytes: Uint8Array, block: HeaderBlock): void {
    if (bytes.length > blockBytesMax) return;
    this.#places[this.#place + 1] = this.#places[this.#place];
    // A real copy: `slice` of a Node Buffer would be a view of the chunk it came in.
    this.#places[this.#place] = { bytes: new Uint8Array(bytes), block };
    this.#size++;
  }

  clear(): void {
    if (this.#size === 0) return;
    this.#places.fill(undefined);
    this.#size = 0;
  }
}

function hashOf(bytes: Uint8Array): number {
  const step = 1 + Math.floor(bytes.length / hashedOctetsMax);
  let hash = bytes.length;
  for (let i = 0; i < bytes.length; i += step)
    hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
