// The primitives of a header block: integers and strings (RFC 7541, section 5).
import { HpackError } from './hpack-error.ts';
import { decodeHuffman } from './huffman.ts';
import { octetsToString } from './octet-string.ts';

/**
 * Continuation octets of an integer. Four hold 28 bits: more than any index, length or size that we
 * accept, so a longer integer is an attempt to overflow, or to keep us busy with leading zeros.
 */
const continuationOctetsMax = 4;

/** Reads a block from its start to its end. All methods throw HpackError where the block is cut off. */
export class BlockReader {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(block: Uint8Array) {
    this.#octets = block;
  }

  isAtEnd(): boolean {
    return this.#at === this.#octets.length;
  }

  /** The next octet, which stays the next. */
  peek(): number {
    return this.#octets[this.#at] ?? cutOff();
  }

  /** The integer in the low bits of the next octet, `prefixMax` being the largest that fits there. */
  readInteger(prefixMax: number): number {
    const prefix = (this.#octets[this.#at++] ?? cutOff()) & prefixMax;
    return prefix < prefixMax ? prefix : this.#readContinuation(prefixMax);
  }

  readString(): string {
    const isHuffman = this.peek() >= 0x80;
    const length = this.readInteger(0x7f);
    const start = this.#at;
    const end = start + length;
    if (end > this.#octets.length) cutOff();
    this.#at = end;
    return isHuffman
      ? decodeHuffman(this.#octets, start, end)
      : octetsToString(this.#octets, start, end);
  }

  #readContinuation(prefixMax: number): number {
    let value = prefixMax;
    for (let i = 0; i < continuationOctetsMax; i++) {
      const octet = this.#octets[this.#at++] ?? cutOff();
      value += (octet & 0x7f) << (7 * i);
      if (octet < 0x80) return value;
    }
    throw new HpackError(`an integer has more than ${continuationOctetsMax} continuation octets`);
  }
}

function cutOff(): never {
  throw new HpackError('the header block is cut off');
}
