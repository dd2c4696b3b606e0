import { fromByteString, toByteString } from '@cairn/core';
import type { RecordStore, RecordVisitor } from './types.ts';

/** A record table in memory, for this library's tests and benchmarks. */
export class MemoryRecords implements RecordStore {
  readonly #records = new Map<string, Uint8Array>();
  readonly #meta = new Map<string, Uint8Array>();
  /** Sorted; deleted keys stay until half of them are. */
  #keys: string[] = [];

  get size(): number {
    return this.#records.size;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#records.get(toByteString(key));
  }

  put(key: Uint8Array, record: Uint8Array): void {
    const text = toByteString(key);
    const last = this.#keys.at(-1);
    if (last === undefined || last < text) this.#keys.push(text);
    else if (!this.#records.has(text)) this.#keys.splice(this.#lowerBound(text), 0, text);
    this.#records.set(text, record);
  }

  delete(key: Uint8Array): void {
    this.#records.delete(toByteString(key));
    if (this.#keys.length > 2 * this.#records.size + 64) {
      this.#keys = this.#keys.filter((text) => this.#records.has(text));
    }
  }

  *scan(
    from: Uint8Array | undefined,
    to: Uint8Array | undefined,
  ): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
    const end = to === undefined ? undefined : toByteString(to);
    const keys = this.#keys;
    for (let i = from === undefined ? 0 : this.#lowerBound(toByteString(from)); ; i++) {
      const key = keys[i];
      if (key === undefined || (end !== undefined && key >= end)) return;
      const value = this.#records.get(key);
      if (value !== undefined) yield { key: fromByteString(key), value };
    }
  }

  visit(visitor: RecordVisitor): void {
    for (const { key, value } of this.scan(undefined, undefined)) {
      visitor(key, 0, key.length, value, 0, value.length);
    }
  }

  getMeta(name: string): Uint8Array | undefined {
    return this.#meta.get(name);
  }

  putMeta(name: string, value: Uint8Array): void {
    this.#meta.set(name, value);
  }

  /** What a crash now would leave behind. */
  clone(): MemoryRecords {
    const copy = new MemoryRecords();
    for (const { key, value } of this.scan(undefined, undefined)) copy.put(key, value);
    for (const [name, value] of this.#meta) copy.#meta.set(name, value);
    return copy;
  }

  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
