// A map whose keys can be walked in order. Keys are byte strings; nearly all that come are larger
// than those before (revisions ascend), so they are appended to a run that stays sorted for nothing.
// The others wait in a second run that is sorted only when somebody walks.

/** The part of a table between two keys. */
export interface KeyRange {
  readonly from: string;
  readonly fromExclusive: boolean;
  /** Exclusive; undefined = to the last key. */
  readonly to: string | undefined;
  readonly reverse: boolean;
}

/** The second run is merged into the first when it is larger than this part of it. */
const othersShareMax = 1 / 4;
const othersMin = 1024;

export class OrderedTable<Value> {
  readonly #values = new Map<string, Value>();
  #ascending: string[] = [];
  #last = '';
  #others: string[] = [];
  #othersSorted = true;
  /** Keys that are in a run but not in the map. */
  readonly #gone = new Set<string>();

  get size(): number {
    return this.#values.size;
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  set(name: string, value: Value): void {
    const before = this.#values.size;
    this.#values.set(name, value);
    if (this.#values.size === before) return;
    if (this.#gone.size > 0 && this.#gone.delete(name)) return;
    if (name > this.#last || this.#ascending.length === 0) {
      this.#ascending.push(name);
      this.#last = name;
    } else {
      this.#others.push(name);
      this.#othersSorted = false;
    }
  }

  delete(name: string): void {
    if (!this.#values.delete(name)) return;
    this.#gone.add(name);
    if (this.#gone.size > othersMin && this.#gone.size > this.#values.size) this.#mergeRuns();
  }

  clone(): OrderedTable<Value> {
    this.#mergeRuns();
    const copy = new OrderedTable<Value>();
    for (const name of this.#ascending) copy.set(name, this.#values.get(name) as Value);
    return copy;
  }

  /** Up to `limit` entries of the range, in its order. */
  collect(range: KeyRange, limit: number): [string, Value][] {
    const found: [string, Value][] = [];
    if (this.#values.size === 0) return found;
    this.#sortOthers();
    const a = new RunCursor(this.#ascending, range);
    const b = new RunCursor(this.#others, range);
    while (found.length < limit) {
      const name = nextOf(a, b, range.reverse);
      if (name === undefined) break;
      const value = this.#values.get(name);
      if (value !== undefined) found.push([name, value]);
    }
    return found;
  }

  #sortOthers(): void {
    if (this.#othersSorted) return;
    this.#others.sort();
    this.#othersSorted = true;
    const count = this.#others.length;
    if (count > othersMin && count > this.#ascending.length * othersShareMax) this.#mergeRuns();
  }

  #mergeRuns(): void {
    this.#ascending = [...this.#values.keys()].sort();
    this.#last = this.#ascending.at(-1) ?? '';
    this.#others = [];
    this.#othersSorted = true;
    this.#gone.clear();
  }
}

function nextOf(a: RunCursor, b: RunCursor, reverse: boolean): string | undefined {
  const { current: left } = a;
  const { current: right } = b;
  if (left === undefined || (right !== undefined && right < left !== reverse)) {
    b.advance();
    return right;
  }
  a.advance();
  return left;
}

/** Walks the part of a sorted run that lies in a range. */
class RunCursor {
  readonly #run: readonly string[];
  readonly #first: number;
  readonly #end: number;
  readonly #step: 1 | -1;
  #at: number;

  constructor(run: readonly string[], range: KeyRange) {
    this.#run = run;
    this.#first = lowerBound(run, range.from, range.fromExclusive);
    this.#end = range.to === undefined ? run.length : lowerBound(run, range.to, false);
    this.#step = range.reverse ? -1 : 1;
    this.#at = range.reverse ? this.#end - 1 : this.#first;
  }

  get current(): string | undefined {
    return this.#at >= this.#first && this.#at < this.#end ? this.#run[this.#at] : undefined;
  }

  advance(): void {
    this.#at += this.#step;
  }
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
