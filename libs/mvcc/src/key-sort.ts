// Sorts many keys by their bytes: the heart of opening a large store.
//
// Comparing strings costs twenty comparisons a key, each with two misses of the cache. Here the bytes
// lie one after the other, and a radix sort from the first byte on looks at each key once per byte that
// tells keys apart: what all keys of a bucket have in common (`/registry/pods/…`) is stepped over.
// Equal keys keep their order, so the revisions of a key stay in theirs.

/** Buckets of up to so many keys are sorted by comparing. */
const comparedMax = 24;
/** Class 0 is "the key ends here", class b + 1 is byte b. */
const classes = 257;

/** Key i is bytes[starts[i] .. starts[i + 1]). Answers the numbers of the keys, in key order. */
export function sortKeys(bytes: Uint8Array, starts: Uint32Array, count: number): Uint32Array {
  return new KeySort(bytes, starts, count).run();
}

class KeySort {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;
  readonly #scratch: Uint32Array;
  readonly #counts = new Uint32Array(classes);
  /** From, to and depth of what is not sorted yet: the keys there agree in `depth` bytes. */
  readonly #todo: number[];

  constructor(bytes: Uint8Array, starts: Uint32Array, count: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#order = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.#order[i] = i;
    this.#scratch = new Uint32Array(count);
    this.#todo = [0, count, 0];
  }

  run(): Uint32Array {
    while (this.#todo.length > 0) {
      const depth = this.#todo.pop() as number;
      const to = this.#todo.pop() as number;
      const from = this.#todo.pop() as number;
      if (to - from <= comparedMax) this.#insertionSort(from, to, depth);
      else this.#distribute(from, to, depth);
    }
    return this.#order;
  }

  #distribute(from: number, to: number, depth: number): void {
    let at = depth;
    if (this.#countAt(from, to, at)) {
      at = this.#commonPrefix(from, to, at);
      // All of them end there: they are equal.
      if (this.#countAt(from, to, at) && this.#counts[0] === to - from) return;
    }
    const counts = this.#counts;
    let start = from;
    for (let i = 0; i < classes; i++) {
      const size = counts[i] as number;
      counts[i] = start;
      if (size > 1 && i > 0) this.#todo.push(start, start + size, at + 1);
      start += size;
    }
    const order = this.#order;
    const scratch = this.#scratch;
    for (let i = from; i < to; i++) {
      const key = order[i] as number;
      const target = this.#classOf(key, at);
      const place = counts[target] as number;
      counts[target] = place + 1;
      scratch[place] = key;
    }
    order.set(scratch.subarray(from, to), from);
  }

  /** True when all keys are in one class. */
  #countAt(from: number, to: number, depth: number): boolean {
    const counts = this.#counts;
    counts.fill(0);
    let last = 0;
    for (let i = from; i < to; i++) {
      last = this.#classOf(this.#order[i] as number, depth);
      counts[last] = (counts[last] as number) + 1;
    }
    return counts[last] === to - from;
  }

  #classOf(key: number, depth: number): number {
    const at = (this.#starts[key] as number) + depth;
    return at < (this.#starts[key + 1] as number) ? (this.#bytes[at] as number) + 1 : 0;
  }

  /** How many bytes all the keys begin with. */
  #commonPrefix(from: number, to: number, depth: number): number {
    const bytes = this.#bytes;
    const starts = this.#starts;
    const first = this.#order[from] as number;
    const firstStart = starts[first] as number;
    let common = (starts[first + 1] as number) - firstStart;
    for (let i = from + 1; i < to; i++) {
      const key = this.#order[i] as number;
      const start = starts[key] as number;
      common = Math.min(common, (starts[key + 1] as number) - start);
      let at = depth;
      while (at < common && bytes[firstStart + at] === bytes[start + at]) at++;
      common = at;
    }
    return common;
  }

  #insertionSort(from: number, to: number, depth: number): void {
    const order = this.#order;
    for (let i = from + 1; i < to; i++) {
      const key = order[i] as number;
      let at = i;
      while (at > from && this.#isBefore(key, order[at - 1] as number, depth)) {
        order[at] = order[at - 1] as number;
        at--;
      }
      order[at] = key;
    }
  }

  #isBefore(left: number, right: number, depth: number): boolean {
    const bytes = this.#bytes;
    let a = (this.#starts[left] as number) + depth;
    let b = (this.#starts[right] as number) + depth;
    const aEnd = this.#starts[left + 1] as number;
    const bEnd = this.#starts[right + 1] as number;
    for (; a < aEnd && b < bEnd; a++, b++) {
      const difference = (bytes[a] as number) - (bytes[b] as number);
      if (difference !== 0) return difference < 0;
    }
    return a === aEnd && b < bEnd;
  }
}
