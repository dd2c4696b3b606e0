// Puts a stretch of a sorted run into one leaf, which becomes as many leaves as it takes.
import { assert } from '@cairn/core';
import { Leaf, leafKeysMax } from './leaf.ts';
import type { RevisionArena } from './revision-arena.ts';

/** Different keys in ascending order, each with a chain of revisions. */
export interface SortedRun {
  readonly keys: readonly string[];
  /** The newest revision of each key in this run. */
  readonly heads: Int32Array;
  /** The oldest one. */
  readonly tails: Int32Array;
  /** No compaction below this revision removes anything of the key's chain; Infinity = none does. */
  readonly deadFrom: Float64Array;
}

/** Some room is left, so that the first keys that come do not split every leaf. */
const loadedKeys = leafKeysMax - (leafKeysMax >>> 3);

/** Keys `from` ≤ i < `to` of the run, which belong where `leaf` is. Never empty. */
export function mergeIntoLeaf(
  leaf: Leaf,
  run: SortedRun,
  from: number,
  to: number,
  arena: RevisionArena,
): readonly Leaf[] {
  return leaf.keys.length === 0
    ? toLeaves(run, from, to, arena)
    : toLeaves(merge(leaf, run, from, to, arena), 0, undefined, arena);
}

type Merged = Pick<SortedRun, 'keys' | 'heads' | 'deadFrom'>;

function merge(leaf: Leaf, run: SortedRun, from: number, to: number, arena: RevisionArena): Merged {
  const keys: string[] = [];
  const heads = new Int32Array(leaf.keys.length + to - from);
  const deadFrom = new Float64Array(heads.length).fill(leaf.deadFrom);
  let slot = 0;
  for (let i = from; i < to; i++) {
    const key = run.keys[i] as string;
    for (; slot < leaf.keys.length && (leaf.keys[slot] as string) < key; slot++) {
      heads[keys.length] = leaf.head(slot);
      keys.push(leaf.keys[slot] as string);
    }
    let dead = run.deadFrom[i] as number;
    if (leaf.keys[slot] === key) {
      const tail = run.tails[i] as number;
      const older = leaf.head(slot++);
      assert(arena.main(older) <= arena.main(tail), 'the revisions of a key never go back');
      arena.setOlder(tail, older);
      dead = Math.min(dead, leaf.deadFrom, arena.main(tail));
    }
    deadFrom[keys.length] = dead;
    heads[keys.length] = run.heads[i] as number;
    keys.push(key);
  }
  for (; slot < leaf.keys.length; slot++) {
    heads[keys.length] = leaf.head(slot);
    keys.push(leaf.keys[slot] as string);
  }
  return { keys, heads, deadFrom };
}

/** One leaf if they fit, else several of about the same size. */
function toLeaves(
  { keys, heads, deadFrom }: Merged,
  start: number,
  end: number | undefined,
  arena: RevisionArena,
): readonly Leaf[] {
  const size = (end ?? keys.length) - start;
  const count = size <= leafKeysMax ? 1 : Math.ceil(size / loadedKeys);
  const leaves: Leaf[] = [];
  for (let i = 0; i < count; i++) {
    const from = start + Math.floor((size * i) / count);
    const to = start + Math.floor((size * (i + 1)) / count);
    const leaf = new Leaf();
    leaf.fill(keys.slice(from, to), heads.subarray(from, to), arena);
    for (let key = from; key < to; key++) {
      leaf.deadFrom = Math.min(leaf.deadFrom, deadFrom[key] as number);
    }
    leaves.push(leaf);
  }
  return leaves;
}
