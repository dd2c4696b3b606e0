// The entries of the log that are kept in memory.
//
// A plain array makes one of the two ends expensive: the log grows at its tail, is cut at its tail by
// conflicts, and is forgotten from its head by compaction. Indexes are contiguous, so an entry's slot is
// its index modulo a power of two: access, growth and cutting at both ends touch only the entries
// concerned, and slots of forgotten entries are cleared so that their bytes can be collected.
//
// Invariant: entries exist exactly for `first ≤ index ≤ last`; `last = first - 1` means empty.
import { AssertionFailure } from '@cairn/core';
import type { LogIndex } from '@cairn/core';
import type { Entry } from './types.ts';

const capacityMin = 64;

/** Counted for every entry beside its data, so that empty entries cannot make an endless batch. */
const entryOverheadBytes = 32;

export function entryBytes(entry: Entry): number {
  return entryOverheadBytes + entry.data.length;
}

export class EntryRing {
  #slots: (Entry | undefined)[] = emptySlots(capacityMin);
  #mask: number = capacityMin - 1;
  #first: LogIndex;
  #last: LogIndex;
  #bytes = 0;

  constructor(first: LogIndex) {
    this.#first = first;
    this.#last = first - 1;
  }

  get first(): LogIndex {
    return this.#first;
  }

  get last(): LogIndex {
    return this.#last;
  }

  /** Of all entries, as `entryBytes` counts. */
  get bytes(): number {
    return this.#bytes;
  }

  get(index: LogIndex): Entry {
    // `&` looks at the low 32 bits only, and those are all that a power of two needs.
    const entry = this.#slots[index & this.#mask];
    if (entry === undefined || entry.index !== index) {
      throw new AssertionFailure(
        `no log entry at ${index}: the log holds ${this.#first}..${this.#last}`,
      );
    }
    return entry;
  }

  push(entry: Entry): void {
    if (entry.index !== this.#last + 1) {
      throw new AssertionFailure(`entry ${entry.index} after ${this.#last}: a gap`);
    }
    if (this.#last - this.#first + 1 > this.#mask) this.#resize(this.#slots.length * 2);
    this.#last = entry.index;
    this.#slots[entry.index & this.#mask] = entry;
    this.#bytes += entryBytes(entry);
  }

  /** Forgets `index` and everything after it. */
  cutTail(index: LogIndex): void {
    for (; this.#last >= index && this.#last >= this.#first; this.#last--) {
      this.#bytes -= entryBytes(this.get(this.#last));
      this.#slots[this.#last & this.#mask] = undefined;
    }
  }

  /** Forgets `index` and everything before it. */
  cutHead(index: LogIndex): void {
    for (; this.#first <= index && this.#first <= this.#last; this.#first++) {
      this.#bytes -= entryBytes(this.get(this.#first));
      this.#slots[this.#first & this.#mask] = undefined;
    }
    const count = this.#last - this.#first + 1;
    if (this.#slots.length > capacityMin && count * 8 < this.#slots.length) {
      this.#resize(this.#slots.length / 2);
    }
  }

  /** Forgets everything; the next entry is `first`. */
  reset(first: LogIndex): void {
    this.#slots = emptySlots(capacityMin);
    this.#mask = capacityMin - 1;
    this.#first = first;
    this.#last = first - 1;
    this.#bytes = 0;
  }

  /** The last index behind which the entries take at most `bytesMax`. */
  indexBefore(bytesMax: number): LogIndex {
    let index = this.#last;
    for (let bytes = 0; index >= this.#first; index--) {
      bytes += entryBytes(this.get(index));
      if (bytes > bytesMax) break;
    }
    return index;
  }

  /** Entries `from..to`, fewer when they would pass `bytesMax`, but never none. */
  slice(from: LogIndex, to: LogIndex, bytesMax: number): Entry[] {
    let end = from;
    for (let bytes = 0; end <= to; end++) {
      bytes += entryBytes(this.get(end));
      if (bytes > bytesMax && end > from) break;
    }
    // oxlint-disable-next-line unicorn/no-new-array -- an array that grows is copied several times
    const result = new Array<Entry>(Math.max(0, end - from));
    for (let i = 0; i < result.length; i++) result[i] = this.get(from + i);
    return result;
  }

  #resize(capacity: number): void {
    const slots = emptySlots(capacity);
    for (let index = this.#first; index <= this.#last; index++) {
      slots[index & (capacity - 1)] = this.#slots[index & this.#mask];
    }
    this.#slots = slots;
    this.#mask = capacity - 1;
  }
}

function emptySlots(capacity: number): (Entry | undefined)[] {
  return Array.from({ length: capacity }, () => undefined);
}
