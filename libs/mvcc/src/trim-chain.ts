// What compaction does to the history of one key.
//
// At compact revision C a key keeps its newest revision ≤ C, and everything later: that is all a read
// at C or above can see. A tombstone ≤ C hides the key, so it goes too, last of all: were it removed
// before the puts it hides, a crash in between would bring the key back to life. Only a tombstone at
// exactly C stays until the next compaction, for the watcher that starts at C (as etcd since 3.5.16).
import type { RevisionArena } from './revision-arena.ts';
import { noNode } from './revision-arena.ts';

/** Told of each record to remove, in an order in which a crash between any two does no harm. */
export type RemoveRecord = (main: number, sub: number, tombstone: boolean) => void;

/** How much one compaction step may still do. Shared by the chains of the step. */
export interface TrimBudget {
  removalsLeft: number;
}

export interface TrimmedChain {
  /** `noNode` = nothing is left of the key. */
  readonly head: number;
  /** No compaction below this revision would remove anything; Infinity = nothing ever would. */
  readonly deadFrom: number;
  /** False = the budget ran out first; trim again. */
  readonly finished: boolean;
}

/** Removes what is older than `kept` until the budget is used up; true = all of it. */
function removeOlder(
  arena: RevisionArena,
  kept: number,
  budget: TrimBudget,
  remove: RemoveRecord,
): boolean {
  for (let node = arena.older(kept); node !== noNode; node = arena.older(kept)) {
    if (budget.removalsLeft <= 0) return false;
    budget.removalsLeft--;
    remove(arena.main(node), arena.sub(node), arena.isTombstone(node));
    arena.setOlder(kept, arena.older(node));
    arena.release(node);
  }
  return true;
}

export function trimChain(
  arena: RevisionArena,
  head: number,
  compactRevision: number,
  budget: TrimBudget,
  remove: RemoveRecord,
): TrimmedChain {
  let beyond = noNode;
  let newer = noNode;
  let kept = head;
  while (kept !== noNode && arena.main(kept) > compactRevision) {
    beyond = newer;
    newer = kept;
    kept = arena.older(kept);
  }
  if (kept === noNode) return { head, deadFrom: diesAt(arena, newer, beyond), finished: true };
  if (!removeOlder(arena, kept, budget, remove)) return unfinished(head);
  if (!arena.isTombstone(kept) || arena.main(kept) === compactRevision) {
    return { head, deadFrom: diesAt(arena, kept, newer), finished: true };
  }
  if (budget.removalsLeft <= 0) return unfinished(head);
  budget.removalsLeft--;
  remove(arena.main(kept), arena.sub(kept), true);
  arena.release(kept);
  if (newer === noNode) return { head: noNode, deadFrom: Infinity, finished: true };
  arena.setOlder(newer, noNode);
  return { head, deadFrom: diesAt(arena, newer, beyond), finished: true };
}

/** To be looked at again by the same compaction, so "dead from the beginning". */
function unfinished(head: number): TrimmedChain {
  return { head, deadFrom: 0, finished: false };
}

/** The first compact revision that removes `node`, the oldest of its chain. */
function diesAt(arena: RevisionArena, node: number, newer: number): number {
  const superseded = newer === noNode ? Infinity : arena.main(newer);
  return arena.isTombstone(node) ? Math.min(arena.main(node) + 1, superseded) : superseded;
}
