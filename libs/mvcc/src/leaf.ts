// A run of neighbouring keys of the key index with the heads of their revision chains, and a summary
// that lets counts and compactions step over the whole run without looking at its keys.
import type { RevisionArena } from './revision-arena.ts';
import { noNode } from './revision-arena.ts';
import type { RemoveRecord, TrimBudget } from './trim-chain.ts';
import { trimChain } from './trim-chain.ts';

/**
 * Chosen with key-index.bench.ts: smaller runs make the list of leaves long, larger ones make every
 * insert move more. Between 64 and 256 nothing much changes.
 */
export const leafKeysMax = 128;

export class Leaf {
  keys: string[] = [];
  readonly heads: Int32Array = new Int32Array(leafKeysMax);
  /** Keys whose newest revision is not a tombstone. */
  live = 0;
  /** No revision in here is later than this. */
  lastMain = 0;
  /** No compaction below this revision would remove anything in here. */
  deadFrom: number = Infinity;

  get isFull(): boolean {
    return this.keys.length >= leafKeysMax;
  }

  /** Position of the first key ≥ `key`, which is the number of keys when there is none. */
  lowerBound(key: string): number {
    const keys = this.keys;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  head(slot: number): number {
    return this.heads[slot] as number;
  }

  /** A new key. The leaf must not be full. */
  insert(slot: number, key: string, head: number, arena: RevisionArena): void {
    const keys = this.keys;
    const size = keys.length;
    keys.push(key);
    for (let i = size; i > slot; i--) keys[i] = keys[i - 1] as string;
    keys[slot] = key;
    this.heads.copyWithin(slot + 1, slot, size);
    this.heads[slot] = head;
    const main = arena.main(head);
    this.lastMain = Math.max(this.lastMain, main);
    if (arena.isTombstone(head)) this.deadFrom = Math.min(this.deadFrom, main + 1);
    else this.live++;
  }

  /** A newer head on a key that is there. */
  replaceHead(slot: number, head: number, arena: RevisionArena): void {
    const before = this.head(slot);
    this.heads[slot] = head;
    const main = arena.main(head);
    this.lastMain = Math.max(this.lastMain, main);
    this.deadFrom = Math.min(this.deadFrom, main);
    this.live += (arena.isTombstone(head) ? 0 : 1) - (arena.isTombstone(before) ? 0 : 1);
  }

  /** Moves the keys from `slot` on to a new leaf. */
  splitAt(slot: number, arena: RevisionArena): Leaf {
    const right = new Leaf();
    const size = this.keys.length;
    right.heads.set(this.heads.subarray(slot, size));
    right.keys.push(...this.keys.splice(slot));
    right.live = right.#countLive(arena);
    this.live -= right.live;
    // Both limits stay true of each half, if no longer tight.
    right.lastMain = this.lastMain;
    right.deadFrom = this.deadFrom;
    return right;
  }

  /** Gives an empty leaf its keys, in order; `deadFrom` is the caller's to say. */
  fill(keys: string[], heads: Int32Array, arena: RevisionArena): void {
    this.keys = keys;
    this.heads.set(heads);
    for (const head of heads) {
      if (!arena.isTombstone(head)) this.live++;
      this.lastMain = Math.max(this.lastMain, arena.main(head));
    }
  }

  /** Takes over the keys of the leaf to the right. There must be room. */
  absorb(right: Leaf): void {
    this.heads.set(right.heads.subarray(0, right.keys.length), this.keys.length);
    this.keys.push(...right.keys);
    this.live += right.live;
    this.lastMain = Math.max(this.lastMain, right.lastMain);
    this.deadFrom = Math.min(this.deadFrom, right.deadFrom);
  }

  /** Compacts every key. False = the budget ran out: trim the leaf again from its start. */
  trim(
    arena: RevisionArena,
    compactRevision: number,
    budget: TrimBudget,
    remove: RemoveRecord,
  ): boolean {
    const keys = this.keys;
    const size = keys.length;
    let deadFrom = Infinity;
    let finished = true;
    let kept = 0;
    for (let slot = 0; slot < size; slot++) {
      let head = this.head(slot);
      if (finished) {
        const trimmed = trimChain(arena, head, compactRevision, budget, remove);
        head = trimmed.head;
        finished = trimmed.finished;
        deadFrom = Math.min(deadFrom, trimmed.deadFrom);
      }
      if (head === noNode) continue;
      keys[kept] = keys[slot] as string;
      this.heads[kept] = head;
      kept++;
    }
    keys.length = kept;
    this.deadFrom = deadFrom;
    return finished;
  }

  #countLive(arena: RevisionArena): number {
    let live = 0;
    for (let slot = 0; slot < this.keys.length; slot++) {
      if (!arena.isTombstone(this.head(slot))) live++;
    }
    return live;
  }
}
