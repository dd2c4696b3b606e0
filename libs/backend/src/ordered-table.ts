// A map whose keys can be walked in order. Keys are byte strings; nearly all that come are larger
// than those before (revisions ascend), so they are appended to a run that is sorted for nothing, and
// found there by halving: no hash, and hardly anything for the garbage collector to copy. The others
// wait in a map whose keys are sorted only when somebody walks.
//
// Invariant: a key is in the run or in the map, never in both, and every key of the map is smaller
// than the last one of the run.

/** The part of a table between two keys. */
export interface KeyRange {
  readonly from: string;
  readonly fromExclusive: boolean;
  /** Exclusive; undefined = to the last key. */
  readonly to: string | undefined;
  readonly reverse: boolean;
}

/** The map is merged into the run when it is larger than this part of it. */
const othersShareMax = 1 / 4;
const othersMin = 1024;
const everything: KeyRange = { from: '', fromExclusive: false, to: undefined, reverse: false };

export class OrderedTable<Value> {
  #names: string[] = [];
  /** Beside `#names`; undefined = deleted. */
  #values: (Value | undefined)[] = [];
  #last = '';
  #deleted = 0;
  readonly #others = new Map<string, Value>();
  /** The keys of `#others` in order; undefined = not sorted since they changed. */
  #otherNames: string[] | undefined = [];

  get size(): number {
    return this.#names.length - this.#deleted + this.#others.size;
  }

  /** False = there is no such key: told without the key's name, which costs more than comparing. */
  mayHold(key: Uint8Array): boolean {
    const first = this.#names[0];
    return this.#others.size > 0 || (first !== undefined && !isBefore(key, first));
  }

  get(name: string): Value | undefined {
    const at = this.#find(name);
    return at < 0 ? this.#others.get(name) : this.#values[at];
  }

  /** Each once, in no particular order. */
  *values(): Generator<Value> {
    for (const value of this.#values) if (value !== undefined) yield value;
    yield* this.#others.values();
  }

  set(name: string, value: Value): void {
    if (name > this.#last || this.#names.length === 0) {
      this.#names.push(name);
      this.#values.push(value);
      this.#last = name;
      return;
    }
    const at = this.#find(name);
    if (at >= 0) {
      if (this.#values[at] === undefined) this.#deleted -= 1;
      this.#values[at] = value;
    } else {
      if (!this.#others.has(name)) this.#otherNames = undefined;
      this.#others.set(name, value);
    }
  }

  delete(name: string): void {
    const at = this.#find(name);
    if (at < 0) {
      if (this.#others.delete(name)) this.#otherNames = undefined;
    } else if (this.#values[at] !== undefined) {
      this.#values[at] = undefined;
      this.#deleted += 1;
      if (this.#deleted > othersMin && this.#deleted > this.size) this.#merge();
    }
  }

  clone(): OrderedTable<Value> {
    const copy = new OrderedTable<Value>();
    for (const [name, value] of this.collect(everything, Infinity)) copy.set(name, value);
    return copy;
  }

  /** Up to `limit` entries of the range, in its order. */
  collect(range: KeyRange, limit: number): [string, Value][] {
    const found: [string, Value][] = [];
    if (this.size === 0) return found;
    const others = new RunCursor(this.#sortedOthers(), range);
    const run = new RunCursor(this.#names, range);
    while (found.length < limit) {
      const isFromRun = comesFirst(run, others, range.reverse);
      const cursor = isFromRun ? run : others;
      const name = cursor.current;
      if (name === undefined) break;
      const value = isFromRun ? this.#values[run.at] : this.#others.get(name);
      if (value !== undefined) found.push([name, value]);
      cursor.advance();
    }
    return found;
  }

  /** Where the run has this key, deleted or not; negative = nowhere. */
  #find(name: string): number {
    if (name > this.#last) return -1;
    const at = lowerBound(this.#names, name, false);
    return this.#names[at] === name ? at : -1;
  }

  #sortedOthers(): readonly string[] {
    const count = this.#others.size;
    if (this.#otherNames === undefined) {
      this.#otherNames = [...this.#others.keys()].sort();
      if (count > othersMin && count > this.#names.length * othersShareMax) this.#merge();
    }
    return this.#otherNames;
  }

  #merge(): void {
    const merged = this.clone();
    this.#names = merged.#names;
    this.#values = merged.#values;
    this.#last = merged.#last;
    this.#deleted = 0;
    this.#others.clear();
    this.#otherNames = [];
  }
}

/** Whether the next key is that of `run`, and not that of `others`. */
function comesFirst(run: RunCursor, others: RunCursor, reverse: boolean): boolean {
  const { current: left } = run;
  const { current: right } = others;
  return right === undefined || (left !== undefined && left < right !== reverse);
}

/** Walks the part of a sorted run that lies in a range. */
class RunCursor {
  readonly #run: readonly string[];
  readonly #first: number;
  readonly #end: number;
  readonly #step: 1 | -1;
  at: number;

  constructor(run: readonly string[], range: KeyRange) {
    this.#run = run;
    this.#first = lowerBound(run, range.from, range.fromExclusive);
    this.#end = range.to === undefined ? run.length : lowerBound(run, range.to, false);
    this.#step = range.reverse ? -1 : 1;
    this.at = range.reverse ? this.#end - 1 : this.#first;
  }

  get current(): string | undefined {
    return this.at >= this.#first && this.at < this.#end ? this.#run[this.at] : undefined;
  }

  advance(): void {
    this.at += this.#step;
  }
}

/** Whether a key comes before a name. */
function isBefore(key: Uint8Array, name: string): boolean {
  const length = Math.min(key.length, name.length);
  for (let i = 0; i < length; i++) {
    const difference = (key[i] as number) - name.charCodeAt(i);
    if (difference !== 0) return difference < 0;
  }
  return key.length < name.length;
}

/** Position of the first key that is not less than `key` (that is greater, if `after`). */
function lowerBound(run: readonly string[], key: string, after: boolean): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = run[middle] as string;
    if (found < key || (after && found === key)) low = middle + 1;
    else high = middle;
  }
  return low;
}
