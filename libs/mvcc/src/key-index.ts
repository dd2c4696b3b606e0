// Which keys there are, in byte order, and the revisions of each.
//
// A sorted list of leaves of up to 128 keys, and beside it the list of their lower bounds to search
// in: two short binary searches find a key, an insert moves at most one leaf, and nothing is ever
// rebuilt or rehashed as a whole, so no single put pays for a million others. Keys are byte strings
// (one character per byte), which compare in byte order.
//
// bounds[i] ≤ every key of leaves[i] < bounds[i + 1], but for bounds[0], which nobody asks: the first
// leaf takes every key below bounds[1]. No leaf is empty but the only one.
import { assert } from '@cairn/core';
import { mergeIntoLeaf } from './leaf-merge.ts';
import type { SortedRun } from './leaf-merge.ts';
import { Leaf, leafKeysMax } from './leaf.ts';
import { RevisionArena, noNode } from './revision-arena.ts';
import type { RemoveRecord, TrimBudget } from './trim-chain.ts';

/** Keys from `from` on and before `to`; undefined = no end. */
export interface KeyRange {
  readonly from: string;
  readonly to: string | undefined;
}

export class KeyIndex {
  readonly arena: RevisionArena = new RevisionArena();
  #leaves: Leaf[] = [new Leaf()];
  #bounds: string[] = [''];
  #keyCount = 0;
  // Where #seek last went: a put looks its key up and then appends to it. Appending leaves the
  // position on the key; only trimming moves keys away under it.
  #leafAt = 0;
  #slotAt = 0;
  #sought: string | undefined;

  /** Live keys and deleted ones whose history is still kept. */
  get keyCount(): number {
    return this.#keyCount;
  }

  /** The newest revision of the key, tombstone or not; `noNode` = unknown key. */
  head(key: string): number {
    return this.#seek(key) ? this.#leaf(this.#leafAt).head(this.#slotAt) : noNode;
  }

  /** Adds the newest revision of a key. */
  append(key: string, main: number, sub: number, tombstone: boolean): void {
    const arena = this.arena;
    if (this.#seek(key)) {
      const leaf = this.#leaf(this.#leafAt);
      const older = leaf.head(this.#slotAt);
      assert(arena.main(older) <= main, 'the revisions of a key never go back');
      leaf.replaceHead(this.#slotAt, arena.add(main, sub, tombstone, older), arena);
      return;
    }
    if (this.#leaf(this.#leafAt).isFull) this.#split();
    this.#leaf(this.#leafAt).insert(
      this.#slotAt,
      key,
      arena.add(main, sub, tombstone, noNode),
      arena,
    );
    this.#keyCount++;
  }

  /** Adds the newest revisions of many keys: as `append` for each of them, leaf by leaf. */
  load(run: SortedRun): void {
    const leaves: Leaf[] = [];
    const bounds: string[] = [];
    let next = 0;
    for (const [at, leaf] of this.#leaves.entries()) {
      const from = next;
      next = lowerBoundFrom(run.keys, from, this.#bounds[at + 1]);
      const merged = next === from ? [leaf] : mergeIntoLeaf(leaf, run, from, next, this.arena);
      for (const [i, one] of merged.entries()) {
        leaves.push(one);
        bounds.push(i === 0 ? (this.#bounds[at] as string) : (one.keys[0] as string));
        this.#keyCount += one.keys.length;
      }
      this.#keyCount -= leaf.keys.length;
    }
    this.#leaves = leaves;
    this.#bounds = bounds;
    this.#sought = undefined;
  }

  /** The revisions that are live at `revision`, in key order, at most `max` of them. */
  collect(range: KeyRange, revision: number, max: number): number[] {
    const nodes: number[] = [];
    const arena = this.arena;
    const { to } = range;
    let slot = this.#startOf(range.from);
    for (let at = this.#leafAt; at < this.#leaves.length; at++, slot = 0) {
      const leaf = this.#leaf(at);
      const end = this.#endSlot(at, to);
      for (; slot < end; slot++) {
        const node = arena.liveAt(leaf.head(slot), revision);
        if (node === noNode) continue;
        if (nodes.length >= max) return nodes;
        nodes.push(node);
      }
      if (end < leaf.keys.length) break;
    }
    return nodes;
  }

  /** The keys that are live at `revision`, in order. */
  collectKeys(range: KeyRange, revision: number): string[] {
    const keys: string[] = [];
    let slot = this.#startOf(range.from);
    for (let at = this.#leafAt; at < this.#leaves.length; at++, slot = 0) {
      const leaf = this.#leaf(at);
      const end = this.#endSlot(at, range.to);
      for (; slot < end; slot++) {
        if (this.arena.liveAt(leaf.head(slot), revision) !== noNode) {
          keys.push(leaf.keys[slot] as string);
        }
      }
      if (end < leaf.keys.length) break;
    }
    return keys;
  }

  /**
   * Shows the revisions that are live at `revision`, in key order, until `visit` answers false for one:
   * it has not been taken, and its key is where to go on. Undefined = that were all.
   */
  walk(range: KeyRange, revision: number, visit: (node: number) => boolean): string | undefined {
    const arena = this.arena;
    let slot = this.#startOf(range.from);
    for (let at = this.#leafAt; at < this.#leaves.length; at++, slot = 0) {
      const leaf = this.#leaf(at);
      const end = this.#endSlot(at, range.to);
      for (; slot < end; slot++) {
        const node = arena.liveAt(leaf.head(slot), revision);
        if (node !== noNode && !visit(node)) return leaf.keys[slot];
      }
      if (end < leaf.keys.length) break;
    }
    return undefined;
  }

  /** The same from the other end: in descending key order. */
  collectDescending(range: KeyRange, revision: number, max: number): number[] {
    const nodes: number[] = [];
    const arena = this.arena;
    const firstSlot = this.#startOf(range.from);
    const firstLeaf = this.#leafAt;
    const lastLeaf = range.to === undefined ? this.#leaves.length - 1 : this.#leafOf(range.to);
    for (let at = lastLeaf; at >= firstLeaf; at--) {
      const leaf = this.#leaf(at);
      const start = at === firstLeaf ? firstSlot : 0;
      for (let slot = this.#endSlot(at, range.to) - 1; slot >= start; slot--) {
        const node = arena.liveAt(leaf.head(slot), revision);
        if (node === noNode) continue;
        if (nodes.length >= max) return nodes;
        nodes.push(node);
      }
    }
    return nodes;
  }

  /** How many keys of the range are live at `revision`: leaf by leaf where nothing changed since. */
  count(range: KeyRange, revision: number): number {
    let total = 0;
    let slot = this.#startOf(range.from);
    for (let at = this.#leafAt; at < this.#leaves.length; at++, slot = 0) {
      const leaf = this.#leaf(at);
      const end = this.#endSlot(at, range.to);
      const size = leaf.keys.length;
      if (slot === 0 && end === size && leaf.lastMain <= revision) total += leaf.live;
      else total += this.#countSlots(leaf, slot, end, revision);
      if (end < size) break;
    }
    return total;
  }

  /**
   * Compacts keys from the leaf of `from` on, visiting at most `visitsMax` keys (rounded up to a
   * leaf) within the budget. Answers where to go on, undefined at the end.
   */
  trim(
    from: string,
    compactRevision: number,
    visitsMax: number,
    budget: TrimBudget,
    remove: RemoveRecord,
  ): string | undefined {
    this.#sought = undefined;
    let visitsLeft = visitsMax;
    let at = this.#leafOf(from);
    while (at < this.#leaves.length) {
      const leaf = this.#leaf(at);
      if (leaf.deadFrom <= compactRevision) {
        if (visitsLeft <= 0) return this.#bounds[at];
        const size = leaf.keys.length;
        visitsLeft -= size;
        const finished = leaf.trim(this.arena, compactRevision, budget, remove);
        this.#keyCount -= size - leaf.keys.length;
        if (!finished) return this.#bounds[at];
        if (this.#dropOrMerge(at)) continue;
      }
      at++;
    }
    return undefined;
  }

  #leaf(at: number): Leaf {
    return this.#leaves[at] as Leaf;
  }

  #leafOf(key: string): number {
    const bounds = this.#bounds;
    let low = 1;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bounds[middle] as string) <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Puts the position on the key, or where it would be inserted; true = it is there. */
  #seek(key: string): boolean {
    if (this.#sought !== key) {
      this.#leafAt = this.#leafOf(key);
      this.#slotAt = this.#leaf(this.#leafAt).lowerBound(key);
      this.#sought = key;
    }
    return this.#leaf(this.#leafAt).keys[this.#slotAt] === key;
  }

  #startOf(key: string): number {
    this.#seek(key);
    return this.#slotAt;
  }

  /** The first slot of the leaf that is not before `to`. */
  #endSlot(at: number, to: string | undefined): number {
    const leaf = this.#leaf(at);
    const bound = this.#bounds[at + 1];
    if (to === undefined || (bound !== undefined && bound <= to)) return leaf.keys.length;
    return leaf.lowerBound(to);
  }

  #countSlots(leaf: Leaf, start: number, end: number, revision: number): number {
    let total = 0;
    for (let slot = start; slot < end; slot++) {
      if (this.arena.liveAt(leaf.head(slot), revision) !== noNode) total++;
    }
    return total;
  }

  /** Makes room where the position stands, and moves the position along. */
  #split(): void {
    const at = this.#leafAt;
    const slot = this.#slotAt;
    // Keys that only ever rise leave full leaves behind instead of half-empty ones.
    const rising = slot === leafKeysMax && at === this.#leaves.length - 1;
    const middle = rising ? leafKeysMax - 1 : leafKeysMax >>> 1;
    const right = this.#leaf(at).splitAt(middle, this.arena);
    this.#leaves.splice(at + 1, 0, right);
    this.#bounds.splice(at + 1, 0, right.keys[0] as string);
    if (slot > middle) {
      this.#leafAt = at + 1;
      this.#slotAt = slot - middle;
    }
  }

  /** After keys went: true = another leaf stands at this place now, or this one has grown. */
  #dropOrMerge(at: number): boolean {
    const size = this.#leaf(at).keys.length;
    if (size === 0 && this.#leaves.length > 1) {
      this.#leaves.splice(at, 1);
      this.#bounds.splice(at, 1);
      return true;
    }
    const left = this.#leaves[at - 1];
    if (left === undefined || left.keys.length + size > leafKeysMax >>> 1) return false;
    left.absorb(this.#leaf(at));
    this.#leaves.splice(at, 1);
    this.#bounds.splice(at, 1);
    return true;
  }
}

/** The first of the keys from `start` on that is not before `key`; undefined = behind all of them. */
function lowerBoundFrom(keys: readonly string[], start: number, key: string | undefined): number {
  if (key === undefined) return keys.length;
  let low = start;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
