// Writes the primitives of a header block, integers and strings (RFC 7541, section 5), into one buffer
// that is used again and again.
import { huffmanOctets, writeHuffman } from './huffman.ts';

const firstBytes = 128;
const integerOctetsMax = 6;

export class BlockWriter {
  #octets: Uint8Array = new Uint8Array(firstBytes);
  #length = 0;

  /** What was written since the last call; valid until something is written again. */
  take(): Uint8Array {
    const block = this.#octets.subarray(0, this.#length);
    this.#length = 0;
    return block;
  }

  /** `value` in the low bits of an octet, the largest that fits being `prefixMax`; `pattern` above. */
  writeInteger(pattern: number, prefixMax: number, value: number): void {
    this.#reserve(integerOctetsMax);
    if (value < prefixMax) {
      this.#octets[this.#length++] = pattern | value;
      return;
    }
    this.#octets[this.#length++] = pattern | prefixMax;
    let rest = value - prefixMax;
    for (; rest >= 0x80; rest >>>= 7) this.#octets[this.#length++] = 0x80 | (rest & 0x7f);
    this.#octets[this.#length++] = rest;
  }

  /** In the Huffman code where that is shorter. `text` has one octet a char. */
  writeString(text: string): void {
    const encodedOctets = huffmanOctets(text);
    if (encodedOctets < text.length) {
      this.writeInteger(0x80, 0x7f, encodedOctets);
      this.#reserve(encodedOctets);
      this.#length = writeHuffman(text, this.#octets, this.#length);
      return;
    }
    this.writeInteger(0, 0x7f, text.length);
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#octets[this.#length++] = text.charCodeAt(i);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#octets.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#octets.length));
    larger.set(this.#octets.subarray(0, this.#length));
    this.#octets = larger;
  }
}
