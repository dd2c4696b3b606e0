import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { HpackError } from './hpack-error.ts';
import { codeLengths, codes, endOfString } from './huffman-code.ts';
import { decodeHuffman, huffmanOctets, writeHuffman } from './huffman.ts';

function encode(text: string): Uint8Array {
  const result = new Uint8Array(huffmanOctets(text));
  assert.equal(writeHuffman(text, result, 0), result.length);
  return result;
}

function decode(...octets: number[]): string {
  return decodeHuffman(Uint8Array.from(octets), 0, octets.length);
}

test('the codes are those of RFC 7541, appendix B', () => {
  // The first and the last symbol of each length, as printed there.
  const printed: [symbol: number, code: number, bits: number][] = [
    [48, 0x0, 5],
    [116, 0x9, 5],
    [32, 0x14, 6],
    [117, 0x2d, 6],
    [58, 0x5c, 7],
    [122, 0x7b, 7],
    [38, 0xf8, 8],
    [90, 0xfd, 8],
    [33, 0x3f8, 10],
    [63, 0x3fc, 10],
    [39, 0x7fa, 11],
    [124, 0x7fc, 11],
    [35, 0xffa, 12],
    [62, 0xffb, 12],
    [0, 0x1ff8, 13],
    [126, 0x1ffd, 13],
    [94, 0x3ffc, 14],
    [125, 0x3ffd, 14],
    [60, 0x7ffc, 15],
    [123, 0x7ffe, 15],
    [92, 0x7fff0, 19],
    [208, 0x7fff2, 19],
    [128, 0xfffe6, 20],
    [226, 0xfffed, 20],
    [153, 0x1fffdc, 21],
    [230, 0x1fffe8, 21],
    [129, 0x3fffd2, 22],
    [233, 0x3fffeb, 22],
    [1, 0x7fffd8, 23],
    [239, 0x7ffff4, 23],
    [9, 0xffffea, 24],
    [237, 0xfffff5, 24],
    [199, 0x1ffffec, 25],
    [235, 0x1ffffef, 25],
    [192, 0x3ffffe0, 26],
    [255, 0x3ffffee, 26],
    [203, 0x7ffffde, 27],
    [254, 0x7fffff0, 27],
    [2, 0xfffffe2, 28],
    [249, 0xffffffe, 28],
    [10, 0x3ffffffc, 30],
    [endOfString, 0x3fffffff, 30],
  ];
  for (const [symbol, code, bits] of printed) {
    assert.deepEqual([symbol, codes[symbol], codeLengths[symbol]], [symbol, code, bits]);
  }
});

test('every octet survives in every position of an octet', () => {
  for (let char = 0; char < 256; char++) {
    // Each '0' in front moves the code by five bits.
    for (let before = 0; before < 8; before++) {
      const text = '0'.repeat(before) + String.fromCharCode(char) + 'x';
      assert.equal(decode(...encode(text)), text);
    }
  }
});

test('random strings survive, however long', () => {
  const random = new SeededRandom(1);
  for (let run = 0; run < 500; run++) {
    const length = random.nextBelow(run % 50 === 0 ? 20_000 : 40);
    const text = String.fromCharCode(...Array.from({ length }, () => random.nextBelow(256)));
    assert.equal(decode(...encode(text)), text);
  }
  // The most chars that an octet can stand for.
  assert.equal(decode(...encode('0'.repeat(20_000))), '0'.repeat(20_000));
});

test('only the octets between start and end are read, only those behind the offset written', () => {
  const target = new Uint8Array(8).fill(0x55);
  assert.equal(writeHuffman('302', target, 3), 5);
  assert.deepEqual([...target], [0x55, 0x55, 0x55, 0x64, 0x02, 0x55, 0x55, 0x55]);
  assert.equal(decodeHuffman(target, 3, 5), '302');
});

test('an empty string has no octets', () => {
  assert.equal(huffmanOctets(''), 0);
  assert.equal(decode(), '');
});

test('up to seven bits of ones are padding', () => {
  // '0' is 00000, 'B' is 1011101, '&' is 11111000, '!' is 1111111000.
  assert.equal(decode(0b11111000), '&');
  assert.equal(decode(0b1011101_1), 'B');
  assert.equal(decode(0b00000_111), '0');
  assert.equal(decode(0b11111110, 0b00_111111), '!');
  assert.equal(decode(0b11111110, 0b00_101110, 0b1_1111111), '!B');
  assert.deepEqual([...encode('!B')], [0b11111110, 0b00_101110, 0b1_1111111]);
});

test('more than seven bits of padding are an error', () => {
  assert.throws(() => decode(0b11111000, 0xff), HpackError);
  assert.throws(() => decode(0b11111000, 0xff), /padding/);
  assert.throws(() => decode(0b00000_111, 0xff), /padding/);
  assert.throws(() => decode(0xff), /padding/);
  assert.throws(() => decode(0xff, 0xff, 0xff), /padding/);
});

test('padding with a zero in it is an error', () => {
  assert.throws(() => decode(0b00000_000), /padding/);
  assert.throws(() => decode(0b00000_110), /padding/);
  assert.throws(() => decode(0b00000_011), /padding/);
});

test('the end-of-string symbol inside a string is an error', () => {
  assert.throws(() => decode(0xff, 0xff, 0xff, 0xff), /end-of-string/);
  assert.throws(() => decode(0b00000_111, 0xff, 0xff, 0xff, 0xff), /end-of-string/);
  // Followed by what would be fine: 30 ones, then '0' and padding.
  assert.throws(() => decode(0xff, 0xff, 0xff, 0b111111_00, 0b000_11111), /end-of-string/);
});

test('a string that is no string of octets is refused', () => {
  assert.throws(() => huffmanOctets('Ā'), /one octet a char/);
});
