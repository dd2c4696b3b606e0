// The Huffman code of RFC 7541, appendix B. It is canonical (section 5.2): codes of one length are
// consecutive numbers in the order of their symbols, and start where the shorter ones left off. So
// the lengths are the whole table, and a wrong one shows: it moves every longer code, and the code
// no longer fills the tree.
import { assert } from '@cairn/core';

/** End of string: never sent, its first bits are the padding of the last octet. */
export const endOfString = 256;

const symbolCount = 257;

/** Bits of each octet's code; the last one is `endOfString`. */
// prettier-ignore
export const codeLengths: Uint8Array = Uint8Array.of(
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
  28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
   6, 10, 10, 12, 13,  6,  8, 11, 10, 10,  8, 11,  8,  6,  6,  6,
   5,  5,  5,  6,  6,  6,  6,  6,  6,  6,  7,  8, 15,  6, 12, 10,
  13,  6,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,
   7,  7,  7,  7,  7,  7,  7,  7,  8,  7,  8, 13, 19, 13, 14,  6,
  15,  5,  6,  5,  6,  5,  6,  6,  6,  5,  7,  7,  6,  6,  6,  5,
   6,  7,  6,  5,  5,  6,  7,  7,  7,  7,  7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
  24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
  21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
  26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
);

const codeBitsMax = 30;

/** The code of each symbol, its last bit lowest. */
export const codes: Int32Array = makeCodes();

function makeCodes(): Int32Array {
  assert(codeLengths.length === symbolCount, 'a code for every octet and the end');
  const result = new Int32Array(symbolCount);
  let next = 0;
  for (let bits = 1; bits <= codeBitsMax; bits++) {
    next *= 2;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (codeLengths[symbol] === bits) result[symbol] = next++;
    }
  }
  assert(next === 2 ** codeBitsMax, 'the code fills the tree');
  return result;
}
