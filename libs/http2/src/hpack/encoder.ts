// Header blocks out. A server sends the same two or three lists for ever, so what a stable list becomes
// is kept: its fields enter the peer's table with the first block, the second is all indexes, and from
// then on a block is a look-up, for as long as the table stays as it is. What is sent once must not
// push those out of the table, so an unstable list leaves no trace in it.
import { assert } from '@cairn/core';
import type { HeaderField, HeaderList } from '../types.ts';
import { BlockWriter } from './block-writer.ts';
import { DynamicTable, defaultTableBytes, fieldBytes } from './dynamic-table.ts';
import { staticFieldIndex, staticFields, staticNameIndex } from './static-table.ts';
import type { HeaderEncoder, HeaderEncoderOptions } from './types.ts';

/** Lists whose block is kept. More are not wrong, only encoded again. */
const keptBlocksMax = 64;

// The representations of RFC 7541, section 6, and the largest integer in the first octet.
const indexed = { pattern: 0x80, prefixMax: 0x7f };
const literalWithIndexing = { pattern: 0x40, prefixMax: 0x3f };
const literalWithoutIndexing = { pattern: 0x00, prefixMax: 0x0f };
const literalNeverIndexed = { pattern: 0x10, prefixMax: 0x0f };
const sizeUpdate = { pattern: 0x20, prefixMax: 0x1f };
type Representation = typeof indexed;

/** Secrets that a table would let others guess at (section 7.1): not even an intermediary may index them. */
const neverIndexedNames: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
]);

export class HpackEncoder implements HeaderEncoder {
  readonly #table = new DynamicTable(defaultTableBytes);
  readonly #writer = new BlockWriter();
  readonly #tableBytesMax: number;
  /** The size that the next block has to arrive at, and the smallest there was on the way. */
  #targetBytes: number;
  #lowestBytes: number;
  /** What stable lists become under the table as it is. */
  readonly #kept = new Map<HeaderList, Uint8Array>();

  constructor(options: HeaderEncoderOptions) {
    assert(options.tableBytesMax >= 0, 'limits of HPACK are sizes');
    this.#tableBytesMax = options.tableBytesMax;
    this.#targetBytes = Math.min(defaultTableBytes, options.tableBytesMax);
    this.#lowestBytes = this.#targetBytes;
  }

  /** What the peer's table contains now, for tests and fuzzers. */
  get table(): Pick<DynamicTable, 'at' | 'length' | 'limitBytes' | 'sizeBytes'> {
    return this.#table;
  }

  setPeerTableBytes(tableBytes: number): void {
    this.#targetBytes = Math.min(tableBytes, this.#tableBytesMax);
    this.#lowestBytes = Math.min(this.#lowestBytes, this.#targetBytes);
  }

  encode(list: HeaderList): Uint8Array {
    const generation = this.#table.generation;
    this.#writeSizeUpdates();
    const kept = list.isStable ? this.#kept.get(list) : undefined;
    if (kept !== undefined) return kept;
    if (list.isStable && this.#hasRoomFor(list)) {
      for (const field of list.fields) this.#writeIndexed(field);
    } else {
      for (const field of list.fields) this.#writeWithoutTrace(field);
    }
    const block = this.#writer.take();
    if (this.#table.generation !== generation) this.#kept.clear();
    else if (list.isStable) this.#keep(list, block);
    return block;
  }

  #keep(list: HeaderList, block: Uint8Array): void {
    if (this.#kept.size >= keptBlocksMax) this.#kept.clear();
    this.#kept.set(list, new Uint8Array(block));
  }

  /** Of several changes since the last block the peer needs the smallest and the last (section 4.2). */
  #writeSizeUpdates(): void {
    if (this.#lowestBytes < this.#table.limitBytes) this.#resize(this.#lowestBytes);
    if (this.#targetBytes !== this.#table.limitBytes) this.#resize(this.#targetBytes);
    this.#lowestBytes = this.#targetBytes;
  }

  #resize(limitBytes: number): void {
    this.#write(sizeUpdate, limitBytes);
    this.#table.resize(limitBytes);
    this.#kept.clear();
  }

  /** A list that evicts its own first fields would be sent in full each time, and clear the table. */
  #hasRoomFor(list: HeaderList): boolean {
    let bytes = 0;
    for (const field of list.fields) {
      if (staticFieldIndex(field[0], field[1]) === 0) bytes += fieldBytes(field);
    }
    return bytes <= this.#table.limitBytes;
  }

  /** As an index, or so that it is one the next time. */
  #writeIndexed(field: HeaderField): void {
    const [name, value] = field;
    const index = staticFieldIndex(name, value) || this.#dynamicIndex(field);
    if (index > 0) {
      this.#write(indexed, index);
    } else if (neverIndexedNames.has(name)) {
      this.#writeLiteral(literalNeverIndexed, staticNameIndex(name), field);
    } else {
      const nameIndex = staticNameIndex(name) || this.#dynamicNameIndex(name);
      this.#writeLiteral(literalWithIndexing, nameIndex, field);
      this.#table.add(field);
    }
  }

  #writeWithoutTrace(field: HeaderField): void {
    const [name, value] = field;
    const index = staticFieldIndex(name, value);
    if (index > 0) return this.#write(indexed, index);
    const isSecret = neverIndexedNames.has(name);
    const representation = isSecret ? literalNeverIndexed : literalWithoutIndexing;
    this.#writeLiteral(representation, staticNameIndex(name), field);
  }

  /** The index of exactly this field, or 0. */
  #dynamicIndex(field: HeaderField): number {
    const position = this.#table.findField(field[0], field[1]);
    return position < 0 ? 0 : staticFields.length + 1 + position;
  }

  #dynamicNameIndex(name: string): number {
    const position = this.#table.findName(name);
    return position < 0 ? 0 : staticFields.length + 1 + position;
  }

  #writeLiteral(representation: Representation, nameIndex: number, field: HeaderField): void {
    this.#write(representation, nameIndex);
    if (nameIndex === 0) this.#writer.writeString(field[0]);
    this.#writer.writeString(field[1]);
  }

  #write(representation: Representation, value: number): void {
    this.#writer.writeInteger(representation.pattern, representation.prefixMax, value);
  }
}
