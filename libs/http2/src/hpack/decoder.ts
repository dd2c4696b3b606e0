// Header blocks in (RFC 7541, sections 3 and 6). Whatever a block contains, the table afterwards is
// what the peer's encoder believes it to be, or the connection ends: fields beyond the list limit
// are still decoded, only not kept. A field that is in a table is one tuple, made once and
// handed out whenever it is referred to, so a block of indexes costs a push for each.
import { assert } from '@cairn/core';
import type { HeaderBlock, HeaderField } from '../types.ts';
import { BlockReader } from './block-reader.ts';
import { DynamicTable, defaultTableBytes, fieldBytes } from './dynamic-table.ts';
import { HpackError } from './hpack-error.ts';
import { RecognisedBlocks } from './recognised-blocks.ts';
import { staticFields } from './static-table.ts';
import type { HeaderDecoder, HeaderDecoderOptions } from './types.ts';

export class HpackDecoder implements HeaderDecoder {
  /** Starts at the default whatever we announce: the peer cannot know that yet. */
  readonly #table = new DynamicTable(defaultTableBytes);
  readonly #recognised = new RecognisedBlocks();
  readonly #tableBytesMax: number;
  readonly #listBytesMax: number;

  constructor(options: HeaderDecoderOptions) {
    assert(options.tableBytesMax >= 0 && options.listBytesMax >= 0, 'limits of HPACK are sizes');
    this.#tableBytesMax = options.tableBytesMax;
    this.#listBytesMax = options.listBytesMax;
  }

  /** What the peer's encoder believes the table to be, for tests and fuzzers. */
  get table(): Pick<DynamicTable, 'at' | 'length' | 'limitBytes' | 'sizeBytes'> {
    return this.#table;
  }

  decode(block: Uint8Array): HeaderBlock {
    const known = this.#recognised.find(block);
    if (known !== undefined) return known;
    const generation = this.#table.generation;
    const reader = new BlockReader(block);
    this.#readSizeUpdates(reader);
    const fields: HeaderField[] = [];
    let listBytes = 0;
    while (!reader.isAtEnd()) {
      const field = this.#readField(reader);
      listBytes += fieldBytes(field);
      if (listBytes <= this.#listBytesMax) fields.push(field);
    }
    const decoded: HeaderBlock = { fields, isTooLarge: listBytes > this.#listBytesMax };
    if (this.#table.generation !== generation) this.#recognised.clear();
    else this.#recognised.add(block, decoded, listBytes);
    return decoded;
  }

  /** They may only stand in front (section 4.2). */
  #readSizeUpdates(reader: BlockReader): void {
    while (!reader.isAtEnd() && reader.peek() >> 5 === 1) {
      const limitBytes = reader.readInteger(0x1f);
      if (limitBytes > this.#tableBytesMax) {
        throw new HpackError(`a table of ${limitBytes} bytes, where ${this.#tableBytesMax} may be`);
      }
      this.#table.resize(limitBytes);
    }
  }

  #readField(reader: BlockReader): HeaderField {
    const first = reader.peek();
    if (first >= 0x80) return this.#fieldAt(reader.readInteger(0x7f));
    if (first >= 0x40) {
      const field = this.#readLiteral(reader, 0x3f);
      this.#table.add(field);
      return field;
    }
    if (first >= 0x20) throw new HpackError('a table size update behind a field');
    // Without indexing, or never to be indexed: the same to whoever does not pass it on.
    return this.#readLiteral(reader, 0x0f);
  }

  #readLiteral(reader: BlockReader, prefixMax: number): HeaderField {
    const nameIndex = reader.readInteger(prefixMax);
    const name = nameIndex === 0 ? reader.readString() : this.#fieldAt(nameIndex)[0];
    return [name, reader.readString()];
  }

  #fieldAt(index: number): HeaderField {
    const field =
      index <= staticFields.length
        ? staticFields[index - 1]
        : this.#table.at(index - staticFields.length - 1);
    if (field === undefined) throw new HpackError(`index ${index} names no field`);
    return field;
  }
}
