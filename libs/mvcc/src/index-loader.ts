// Fills the key index when a store opens. One by one, a million keys in no order cost a walk through the
// index each, and every walk misses the cache at every step. Here records are collected into runs of
// some hundred thousand, a run is sorted at one go, and whole leaves are made of it: a tenth of the time.
//
// Records come in revision order, so within a run and from run to run the revisions of a key do.
import { toByteString } from '@cairn/core';
import type { KeyIndex } from './key-index.ts';
import { sortKeys } from './key-sort.ts';
import type { SortedRun } from './leaf-merge.ts';
import type { Span } from './record.ts';
import { noNode } from './revision-arena.ts';
import type { RevisionKey } from './revision-key.ts';

export interface IndexLoaderLimits {
  /** Of one run. They bound what opening a store takes beside the index. */
  readonly recordsMax: number;
  readonly keyBytesMax: number;
}

/**
 * Larger runs miss the cache more often while they are sorted, smaller ones go through the index more
 * often. A million keys: 1.3 s with these, 2.5 s with a quarter of them, 1.7 s with twice as many.
 */
const limitsDefault: IndexLoaderLimits = {
  recordsMax: 2 ** 18,
  keyBytesMax: 16 * 1024 * 1024,
};

/** Room to begin with: most stores are small, and 18 MB of zeros are most of what opening one takes. */
const recordsFirst = 1024;
const keyBytesFirst = 64 * 1024;

export class IndexLoader {
  readonly #index: KeyIndex;
  readonly #limits: IndexLoaderLimits;
  #bytes: Uint8Array;
  #starts: Uint32Array;
  #nodes: Int32Array;
  #count = 0;
  #used = 0;

  constructor(index: KeyIndex, limits: IndexLoaderLimits = limitsDefault) {
    this.#index = index;
    this.#limits = limits;
    const records = Math.min(recordsFirst, limits.recordsMax);
    this.#bytes = new Uint8Array(Math.min(keyBytesFirst, limits.keyBytesMax));
    this.#starts = new Uint32Array(records + 1);
    this.#nodes = new Int32Array(records);
  }

  /** The next record in revision order; its key is copied. */
  add(
    bytes: Uint8Array,
    { start, end }: Readonly<Span>,
    { main, sub, tombstone }: RevisionKey,
  ): void {
    const { recordsMax, keyBytesMax } = this.#limits;
    const length = end - start;
    if (this.#count === recordsMax || this.#used + length > keyBytesMax) this.finish();
    if (length > keyBytesMax) {
      this.#index.append(toByteString(bytes, start, end), main, sub, tombstone);
      return;
    }
    if (this.#used + length > this.#bytes.length) this.#growBytes(this.#used + length);
    if (this.#count === this.#nodes.length) this.#growRecords();
    // Keys are short: a loop costs less than a view to copy from.
    for (let from = start, to = this.#used; from < end;) {
      this.#bytes[to++] = bytes[from++] as number;
    }
    this.#used += length;
    this.#nodes[this.#count] = this.#index.arena.add(main, sub, tombstone, noNode);
    this.#count++;
    this.#starts[this.#count] = this.#used;
  }

  /** Puts what was collected into the index. */
  finish(): void {
    if (this.#count === 0) return;
    const order = sortKeys(this.#bytes, this.#starts, this.#count);
    this.#index.load(this.#toRun(order));
    this.#count = 0;
    this.#used = 0;
  }

  #growBytes(needed: number): void {
    const length = Math.min(this.#limits.keyBytesMax, Math.max(needed, 2 * this.#bytes.length));
    const bytes = new Uint8Array(length);
    bytes.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = bytes;
  }

  #growRecords(): void {
    const count = Math.min(this.#limits.recordsMax, 2 * this.#count);
    const starts = new Uint32Array(count + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    const nodes = new Int32Array(count);
    nodes.set(this.#nodes);
    this.#nodes = nodes;
  }

  /** One entry per key, its revisions linked. */
  #toRun(order: Uint32Array): SortedRun {
    const { arena } = this.#index;
    const starts = this.#starts;
    const keys: string[] = [];
    const heads = new Int32Array(order.length);
    const tails = new Int32Array(order.length);
    const deadFrom = new Float64Array(order.length);
    let at = -1;
    let key = '';
    for (let i = 0; i < order.length; i++) {
      const record = order[i] as number;
      const node = this.#nodes[record] as number;
      const start = starts[record] as number;
      const next = toByteString(this.#bytes, start, starts[record + 1]);
      if (at >= 0 && next === key) {
        deadFrom[at] = Math.min(deadFrom[at] as number, arena.main(node));
        arena.setOlder(node, heads[at] as number);
        heads[at] = node;
        continue;
      }
      key = next;
      at++;
      keys.push(key);
      heads[at] = node;
      tails[at] = node;
      deadFrom[at] = arena.isTombstone(node) ? arena.main(node) + 1 : Infinity;
    }
    return { keys, heads, tails, deadFrom };
  }
}
