// One member's log: which entries it holds, and how far they are durable, committed and applied.
//
// Everything the Raft paper says about comparing and overwriting logs is here and nowhere else, so the
// two rules that must never break are asserted in one place: a committed entry is never cut, and the
// markers only ever move along the chain
//
//     base ≤ applied ≤ committed ≤ last        base ≤ stable ≤ last
//
// `base` is the position before the first entry held: entries up to it were compacted or replaced by a
// snapshot. `stable` is how far the log is known to be on this member's disk; it moves only when the
// caller says so, and back only when a conflicting tail is cut.
import { AssertionFailure, assert } from '@cairn/core';
import type { LogIndex, Term } from '@cairn/core';
import { EntryRing } from './entry-ring.ts';
import type { Entry, SnapshotMeta } from './types.ts';

export interface RaftLogOptions {
  readonly baseIndex: LogIndex;
  readonly baseTerm: Term;
  /** All durable. */
  readonly entries: readonly Entry[];
  readonly committed: LogIndex;
  readonly applied: LogIndex;
}

export class RaftLog {
  readonly #ring: EntryRing;
  #baseIndex: LogIndex;
  #baseTerm: Term;
  #stable: LogIndex;
  #committed: LogIndex;
  #applied: LogIndex;
  #snapshot: SnapshotMeta | undefined;

  constructor(options: RaftLogOptions) {
    this.#baseIndex = options.baseIndex;
    this.#baseTerm = options.baseTerm;
    this.#ring = new EntryRing(options.baseIndex + 1);
    let term = options.baseTerm;
    for (const entry of options.entries) {
      assert(entry.term >= term, `entry ${entry.index} has term ${entry.term} after term ${term}`);
      term = entry.term;
      this.#ring.push(entry);
    }
    this.#stable = this.#ring.last;
    this.#committed = options.committed;
    this.#applied = options.applied;
    this.assertChain();
  }

  get baseIndex(): LogIndex {
    return this.#baseIndex;
  }

  get firstIndex(): LogIndex {
    return this.#baseIndex + 1;
  }

  get lastIndex(): LogIndex {
    return this.#ring.last;
  }

  /** What the entries held take in memory. */
  get bytes(): number {
    return this.#ring.bytes;
  }

  /** Compacting up to here leaves at most `bytesMax`. */
  indexBefore(bytesMax: number): LogIndex {
    return this.#ring.indexBefore(bytesMax);
  }

  get lastTerm(): Term {
    return this.#termAt(this.#ring.last);
  }

  get stableIndex(): LogIndex {
    return this.#stable;
  }

  get committed(): LogIndex {
    return this.#committed;
  }

  get applied(): LogIndex {
    return this.#applied;
  }

  /** A snapshot that replaced the log and that the caller has not installed yet. */
  get pendingSnapshot(): SnapshotMeta | undefined {
    return this.#snapshot;
  }

  /** Undefined before the base and after the last entry: the log cannot tell. */
  termOf(index: LogIndex): Term | undefined {
    if (index < this.#baseIndex || index > this.#ring.last) return undefined;
    return this.#termAt(index);
  }

  holds(index: LogIndex, term: Term): boolean {
    return this.termOf(index) === term;
  }

  /** Raft paper 5.4.1: may the owner of a log that ends at (index, term) lead us? */
  isUpToDate(index: LogIndex, term: Term): boolean {
    return term > this.lastTerm || (term === this.lastTerm && index >= this.#ring.last);
  }

  /**
   * The last position at or before `index` whose term is at most `term`. Two logs that disagree at
   * `index` cannot agree after the answer, so a leader skips a whole term of conflicts with one message.
   * Terms never fall along a log: a binary search. Answers a position before the base when every
   * position held has a greater term.
   */
  lastIndexWithTermAtMost(index: LogIndex, term: Term): LogIndex {
    let high = Math.min(index, this.#ring.last);
    if (high < this.#baseIndex) return high;
    if (this.#baseTerm > term) return this.#baseIndex - 1;
    let low = this.#baseIndex;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#termAt(middle) <= term) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A leader's own entries: always after the last one. */
  append(entry: Entry): void {
    if (entry.term < this.lastTerm) {
      throw new AssertionFailure(`entry of term ${entry.term} after term ${this.lastTerm}`);
    }
    this.#ring.push(entry);
  }

  /**
   * A leader's entries as a follower takes them: what is there already stays, a conflicting tail gives
   * way. The position before the first entry must be known to match.
   */
  accept(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (this.holds(entry.index, entry.term)) continue;
      if (entry.index <= this.#ring.last) this.#cutTail(entry.index);
      this.append(entry);
    }
  }

  /** True when it moved; a lower index is old news. */
  commitTo(index: LogIndex): boolean {
    if (index <= this.#committed) return false;
    if (index > this.#ring.last) {
      throw new AssertionFailure(`commit ${index} beyond last ${this.#ring.last}: log lost`);
    }
    this.#committed = index;
    return true;
  }

  appliedTo(index: LogIndex): void {
    if (index <= this.#applied) return;
    if (index > this.#committed) {
      throw new AssertionFailure(`applied ${index} beyond committed ${this.#committed}`);
    }
    this.#applied = index;
  }

  /** The entry (index, term) and all before it are on disk; stale when the tail was cut meanwhile. */
  stableTo(index: LogIndex, term: Term): void {
    if (index > this.#stable && this.holds(index, term)) this.#stable = index;
  }

  unstableEntries(): readonly Entry[] {
    if (this.#stable === this.#ring.last) return noEntries;
    return this.#ring.slice(this.#stable + 1, this.#ring.last, Number.POSITIVE_INFINITY);
  }

  committedEntries(bytesMax: number): readonly Entry[] {
    if (this.#applied === this.#committed) return noEntries;
    return this.#ring.slice(this.#applied + 1, this.#committed, bytesMax);
  }

  slice(from: LogIndex, bytesMax: number): readonly Entry[] {
    if (from > this.#ring.last) return noEntries;
    return this.#ring.slice(from, this.#ring.last, bytesMax);
  }

  entry(index: LogIndex): Entry {
    return this.#ring.get(index);
  }

  /** The state up to the snapshot comes from outside; nothing of this log is of use any more. */
  restore(snapshot: SnapshotMeta): void {
    assert(snapshot.index > this.#committed, `snapshot ${snapshot.index} is behind the commit`);
    this.#baseIndex = snapshot.index;
    this.#baseTerm = snapshot.term;
    this.#ring.reset(snapshot.index + 1);
    this.#stable = snapshot.index;
    this.#committed = snapshot.index;
    this.#applied = snapshot.index;
    this.#snapshot = snapshot;
  }

  snapshotInstalled(snapshot: SnapshotMeta): void {
    if (this.#snapshot === snapshot) this.#snapshot = undefined;
  }

  compact(index: LogIndex): void {
    if (index <= this.#baseIndex) return;
    assert(index <= this.#applied, `compact ${index} beyond applied ${this.#applied}`);
    assert(index <= this.#stable, `compact ${index} beyond stable ${this.#stable}`);
    this.#baseTerm = this.#termAt(index);
    this.#baseIndex = index;
    this.#ring.cutHead(index);
  }

  assertChain(): void {
    if (
      this.#baseIndex <= this.#applied &&
      this.#applied <= this.#committed &&
      this.#committed <= this.#ring.last &&
      this.#baseIndex <= this.#stable &&
      this.#stable <= this.#ring.last
    ) {
      return;
    }
    throw new AssertionFailure(
      `broken: base ${this.#baseIndex} ≤ applied ${this.#applied} ≤ committed ${this.#committed}` +
        ` ≤ last ${this.#ring.last}, stable ${this.#stable}`,
    );
  }

  #termAt(index: LogIndex): Term {
    return index === this.#baseIndex ? this.#baseTerm : this.#ring.get(index).term;
  }

  #cutTail(index: LogIndex): void {
    assert(index > this.#committed, `entry ${index} is committed (${this.#committed}), not to cut`);
    this.#ring.cutTail(index);
    this.#stable = Math.min(this.#stable, index - 1);
  }
}

export const noEntries: readonly Entry[] = [];
