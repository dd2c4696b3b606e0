// A set of keys as sorted, disjoint, non-touching ranges. What a user may read is the union of what
// several roles grant: a request may span two grants that meet, and each grant alone would not hold it.
//
// Invariant: `begin < end ≤ next begin`, and never `end = next begin`: those are one range.

/** One-byte strings; `end` is exclusive, undefined = no end. */
export interface KeyRange {
  readonly begin: string;
  readonly end: string | undefined;
}

/** etcd's two request fields as a range. */
export function toKeyRange(key: string, rangeEnd: string): KeyRange {
  // The key after `key` is `key` with a zero byte behind it, so one key is a range too.
  if (rangeEnd === '') return { begin: key, end: `${key}\0` };
  return { begin: key, end: rangeEnd === '\0' ? undefined : rangeEnd };
}

export class KeyRanges {
  readonly #ranges: readonly KeyRange[];

  constructor(ranges: Iterable<KeyRange>) {
    this.#ranges = merged(ranges);
  }

  /** Whether all of `range` is in the set. */
  includes({ begin, end }: KeyRange): boolean {
    const around = this.#lastFrom(begin);
    if (around === undefined || !reaches(around.end, begin)) return false;
    if (around.end === undefined) return true;
    return end !== undefined && end <= around.end;
  }

  /** The last range that begins at or before `key`. */
  #lastFrom(key: string): KeyRange | undefined {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle] as KeyRange).begin <= key) low = middle + 1;
      else high = middle;
    }
    return this.#ranges[low - 1];
  }
}

function reaches(end: string | undefined, key: string): boolean {
  return end === undefined || key < end;
}

function merged(ranges: Iterable<KeyRange>): KeyRange[] {
  const sorted = [...ranges].sort((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0));
  const result: KeyRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last === undefined || (last.end !== undefined && last.end < range.begin)) {
      result.push(range);
    } else {
      result[result.length - 1] = { begin: last.begin, end: later(last.end, range.end) };
    }
  }
  return result;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a > b ? a : b;
}
