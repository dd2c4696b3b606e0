// Huffman decoding of header strings (RFC 7541, appendix B), for what a gRPC server says: printable
// ASCII. The code is canonical, so the lengths of the codes are the whole table: codes are counted up
// in order of length, then of symbol. All codes up to 15 bits belong to ASCII; the longer ones (control
// characters, the backslash, bytes from 128) have no business in a gRPC answer and are refused.

const longestCodeBits = 15;

/** The symbols of each code length, in order. */
const symbolsByLength: Readonly<Record<number, string>> = {
  5: '012aceiost',
  6: ' %-./3456789=A_bdfghlmnpru',
  7: ':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz',
  8: '&*,;XZ',
  10: '!"()?',
  11: "'+|",
  12: '#>',
  13: '\0$@[]~',
  14: '^}',
  15: '<`{',
};

/** By code with a leading 1, which makes codes of different lengths different numbers. */
const symbols: ReadonlyMap<number, string> = makeSymbols();

export function decodeHuffman(bytes: Uint8Array): string {
  let text = '';
  let code = 1;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((byte >> bit) & 1);
      const symbol = symbols.get(code);
      if (symbol !== undefined) {
        text += symbol;
        code = 1;
      } else if (code >= 2 ** (longestCodeBits + 1)) {
        throw new Error('a header string holds something else than printable ASCII');
      }
    }
  }
  // What is left must be padding: at most seven ones.
  if (code >= 2 ** 8 || (code & (code + 1)) !== 0) throw new Error('a header string is cut off');
  return text;
}

function makeSymbols(): ReadonlyMap<number, string> {
  const table = new Map<number, string>();
  let code = 0;
  for (let length = 1; length <= longestCodeBits; length++) {
    code *= 2;
    for (const symbol of symbolsByLength[length] ?? '') table.set(2 ** length + code++, symbol);
  }
  return table;
}
