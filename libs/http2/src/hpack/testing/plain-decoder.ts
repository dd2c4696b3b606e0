// HPACK as section 3 of RFC 7541 tells it: an array for the table, one bit at a time for Huffman, no
// limits, nothing remembered. The twin that the decoder proper is compared with.
import type { HeaderField } from '../../types.ts';
import { codeLengths, codes, endOfString } from '../huffman-code.ts';
import { staticFields } from '../static-table.ts';

/** A code with a one in front, so that its length counts. */
const symbolByCode = new Map(
  Array.from(codes, (code, symbol) => [2 ** (codeLengths[symbol] ?? 0) + code, symbol]),
);

export class PlainDecoder {
  /** Newest first. */
  readonly table: HeaderField[] = [];
  limitBytes = 4096;
  readonly #tableBytesMax: number;
  #octets: number[] = [];

  constructor(tableBytesMax: number) {
    this.#tableBytesMax = tableBytesMax;
  }

  get sizeBytes(): number {
    return this.table.reduce((bytes, [name, value]) => bytes + name.length + value.length + 32, 0);
  }

  /** The fields of the block; undefined on a decoding error. */
  decode(block: Uint8Array): HeaderField[] | undefined {
    this.#octets = [...block];
    try {
      return this.#fields();
    } catch (error) {
      if (error === decodingError) return undefined;
      throw error;
    }
  }

  #fields(): HeaderField[] {
    const fields: HeaderField[] = [];
    for (;;) {
      const [first] = this.#octets;
      if (first === undefined) return fields;
      if ((first & 0b1000_0000) !== 0) fields.push(this.#at(this.#integer(7)));
      else if ((first & 0b0100_0000) !== 0) fields.push(this.#remember(this.#literal(6)));
      else if ((first & 0b0010_0000) === 0) fields.push(this.#literal(4));
      else if (fields.length === 0) this.#resize(this.#integer(5));
      else fail();
    }
  }

  #literal(prefixBits: number): HeaderField {
    const index = this.#integer(prefixBits);
    const name = index === 0 ? this.#text() : this.#at(index)[0];
    return [name, this.#text()];
  }

  #at(index: number): HeaderField {
    return staticFields[index - 1] ?? this.table[index - 1 - staticFields.length] ?? fail();
  }

  #remember(field: HeaderField): HeaderField {
    this.table.unshift(field);
    while (this.sizeBytes > this.limitBytes) this.table.pop();
    return field;
  }

  #resize(limitBytes: number): void {
    if (limitBytes > this.#tableBytesMax) fail();
    this.limitBytes = limitBytes;
    while (this.sizeBytes > this.limitBytes) this.table.pop();
  }

  #octet(): number {
    return this.#octets.shift() ?? fail();
  }

  #integer(prefixBits: number): number {
    const prefixMax = 2 ** prefixBits - 1;
    let value = this.#octet() & prefixMax;
    if (value < prefixMax) return value;
    for (let i = 0; i < 4; i++) {
      const octet = this.#octet();
      value += (octet % 128) * 128 ** i;
      if (octet < 128) return value;
    }
    return fail();
  }

  #text(): string {
    const isHuffman = (this.#octets[0] ?? 0) >= 128;
    const length = this.#integer(7);
    const octets = this.#octets.splice(0, length);
    if (octets.length < length) fail();
    return String.fromCharCode(...(isHuffman ? decodeBits(octets) : octets));
  }
}

const decodingError = new Error('decoding error');

function fail(): never {
  throw decodingError;
}

function decodeBits(octets: number[]): number[] {
  const result: number[] = [];
  let code = 1;
  for (const octet of octets) {
    for (let bit = 7; bit >= 0; bit--) {
      code = 2 * code + ((octet >> bit) & 1);
      const symbol = symbolByCode.get(code);
      if (symbol === undefined) continue;
      if (symbol === endOfString) fail();
      result.push(symbol);
      code = 1;
    }
  }
  // What is left is the padding: fewer than eight ones, behind the one in front.
  if (code >= 256 || (code & (code + 1)) !== 0) fail();
  return result;
}
