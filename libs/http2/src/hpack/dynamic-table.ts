// The dynamic table (RFC 7541, section 2.3.2): newest first, evicted from the old end by size. An
// array shifted on each insertion would cost its length for each `grpc-timeout` of a Go client, so it
// is a ring; the ring grows with what is in it, and a connection that never uses it pays nothing.
// sizeBytes ≤ limitBytes, always; fields with 32 octets of overhead each bound the ring too.
import type { HeaderField } from '../types.ts';

/** What a field counts for, in a table (RFC 7541, 4.1) and in a list (RFC 9113, 6.5.2). */
export function fieldBytes(field: HeaderField): number {
  return field[0].length + field[1].length + 32;
}

/** The size of a table until either side has said something else: SETTINGS_HEADER_TABLE_SIZE's default. */
export const defaultTableBytes = 4096;

const smallestRing = 8;

export class DynamicTable {
  /** A power of two of slots; those that hold nothing are undefined. */
  #ring: (HeaderField | undefined)[] = [];
  /** Where the next field goes. */
  #head = 0;
  #length = 0;
  #sizeBytes = 0;
  #limitBytes: number;
  #generation = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get length(): number {
    return this.#length;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get limitBytes(): number {
    return this.#limitBytes;
  }

  /** Another number whenever an index may mean something else than before. */
  get generation(): number {
    return this.#generation;
  }

  /** 0 is the newest; undefined beyond the oldest. */
  at(position: number): HeaderField | undefined {
    if (position >= this.#length) return undefined;
    return this.#ring[(this.#head - 1 - position) & (this.#ring.length - 1)];
  }

  /** A field larger than the whole table leaves it empty, which is no error (section 4.4). */
  add(field: HeaderField): void {
    this.#generation++;
    const bytes = fieldBytes(field);
    this.#evictTo(this.#limitBytes - bytes);
    if (bytes > this.#limitBytes) return;
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[this.#head] = field;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length++;
    this.#sizeBytes += bytes;
  }

  /** A dynamic table size update (section 6.3). */
  resize(limitBytes: number): void {
    this.#generation++;
    this.#limitBytes = limitBytes;
    this.#evictTo(limitBytes);
  }

  /** The position of exactly this field, or -1. */
  findField(name: string, value: string): number {
    for (let position = 0; position < this.#length; position++) {
      const field = this.at(position);
      if (field?.[1] === value && field[0] === name) return position;
    }
    return -1;
  }

  /** The position of the newest field with this name, or -1. */
  findName(name: string): number {
    for (let position = 0; position < this.#length; position++) {
      if (this.at(position)?.[0] === name) return position;
    }
    return -1;
  }

  #evictTo(bytesMax: number): void {
    while (this.#sizeBytes > bytesMax && this.#length > 0) {
      const slot = (this.#head - this.#length) & (this.#ring.length - 1);
      const oldest = this.#ring[slot];
      if (oldest !== undefined) this.#sizeBytes -= fieldBytes(oldest);
      this.#ring[slot] = undefined;
      this.#length--;
    }
  }

  #grow(): void {
    const oldestFirst: (HeaderField | undefined)[] = [];
    for (let position = this.#length - 1; position >= 0; position--) {
      oldestFirst.push(this.at(position));
    }
    const slots = Math.max(smallestRing, 2 * this.#length);
    while (oldestFirst.length < slots) oldestFirst.push(undefined);
    this.#ring = oldestFirst;
    this.#head = this.#length;
  }
}
