// A gRPC client sends the same few blocks over and over, a handful of indexes each: here they are found
// by their bytes. That is only right while the dynamic table stays as it is, and only for blocks
// that leave it so; the decoder sees to both. What a hostile peer can make us hold is bounded in
// bytes: with 32 for each field, as everywhere in HPACK, because an empty field costs memory too.
import type { HeaderBlock } from '../types.ts';

/** Two places for each value of the hash, so that two frequent blocks need not fight for one. */
const setCount = 32;
const placesPerSet = 2;
/** What is kept, encoded and decoded, at most: of one block, and of all. */
const entryBytesMax = 4096;
const keptBytesMax = 65_536;
/** Longer blocks are sampled: the comparison decides anyway. */
const hashedOctetsMax = 64;

interface Entry {
  readonly bytes: Uint8Array;
  readonly block: HeaderBlock;
  readonly cost: number;
}

export class RecognisedBlocks {
  readonly #places: (Entry | undefined)[] = Array.from({ length: setCount * placesPerSet });
  #keptBytes = 0;
  /** Of the last block looked for. */
  #place = 0;

  find(bytes: Uint8Array): HeaderBlock | undefined {
    if (bytes.length > entryBytesMax) return undefined;
    const place = (hashOf(bytes) & (setCount - 1)) * placesPerSet;
    this.#place = place;
    const first = this.#places[place];
    if (first !== undefined && isEqual(first.bytes, bytes)) return first.block;
    const second = this.#places[place + 1];
    return second !== undefined && isEqual(second.bytes, bytes) ? second.block : undefined;
  }

  /**
   * Keeps what the bytes were decoded to, that `find` was just asked for in vain. `listBytes` is the
   * size of the decoded list. The older of the two in the same set makes room.
   */
  add(bytes: Uint8Array, block: HeaderBlock, listBytes: number): void {
    const cost = bytes.length + listBytes;
    if (cost > entryBytesMax) return;
    if (this.#keptBytes + cost > keptBytesMax) this.clear();
    const newer = this.#places[this.#place];
    this.#keptBytes += cost - (this.#places[this.#place + 1]?.cost ?? 0);
    this.#places[this.#place + 1] = newer;
    // A real copy: `slice` of a Node Buffer would be a view of the chunk it came in.
    this.#places[this.#place] = { bytes: new Uint8Array(bytes), block, cost };
  }

  clear(): void {
    if (this.#keptBytes === 0) return;
    this.#places.fill(undefined);
    this.#keptBytes = 0;
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
