// Every example of RFC 7541, appendix C, with the table after each step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderField } from '../types.ts';
import { BlockReader } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { HpackDecoder } from './decoder.ts';
import { HpackEncoder } from './encoder.ts';

interface Step {
  readonly hex: string;
  readonly fields: readonly HeaderField[];
  readonly table: readonly HeaderField[];
  readonly tableBytes: number;
}

function octets(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

function tableOf(coder: HpackDecoder | HpackEncoder): HeaderField[] {
  return Array.from({ length: coder.table.length }, (_, i) => coder.table.at(i)!);
}

function newDecoder(): HpackDecoder {
  return new HpackDecoder({ tableBytesMax: 4096, listBytesMax: 10_000 });
}

function checkSteps(decoder: HpackDecoder, steps: readonly Step[]): void {
  for (const { hex, fields, table, tableBytes } of steps) {
    assert.deepEqual(decoder.decode(octets(hex)), { fields, isTooLarge: false });
    assert.deepEqual(tableOf(decoder), table);
    assert.equal(decoder.table.sizeBytes, tableBytes);
  }
}

const integers = [
  { section: 'C.1.1', value: 10, prefixMax: 31, hex: '0a' },
  { section: 'C.1.2', value: 1337, prefixMax: 31, hex: '1f 9a 0a' },
  { section: 'C.1.3', value: 42, prefixMax: 255, hex: '2a' },
];

for (const { section, value, prefixMax, hex } of integers) {
  test(`${section}: the integer ${value}`, () => {
    const writer = new BlockWriter();
    writer.writeInteger(0, prefixMax, value);
    assert.deepEqual(writer.take(), octets(hex));
    assert.equal(new BlockReader(octets(hex)).readInteger(prefixMax), value);
  });
}

test('C.2.1: a literal with indexing enters the table', () => {
  const field: HeaderField = ['custom-key', 'custom-header'];
  const hex = '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572';
  checkSteps(newDecoder(), [{ hex, fields: [field], table: [field], tableBytes: 55 }]);
});

test('C.2.2: a literal without indexing does not', () => {
  const fields: HeaderField[] = [[':path', '/sample/path']];
  const hex = '040c 2f73 616d 706c 652f 7061 7468';
  checkSteps(newDecoder(), [{ hex, fields, table: [], tableBytes: 0 }]);
});

test('C.2.3: a literal never indexed does not', () => {
  const fields: HeaderField[] = [['password', 'secret']];
  const hex = '1008 7061 7373 776f 7264 0673 6563 7265 74';
  checkSteps(newDecoder(), [{ hex, fields, table: [], tableBytes: 0 }]);
});

test('C.2.4: an index into the static table', () => {
  const fields: HeaderField[] = [[':method', 'GET']];
  checkSteps(newDecoder(), [{ hex: '82', fields, table: [], tableBytes: 0 }]);
});

const authority: HeaderField = [':authority', 'www.example.com'];
const noCache: HeaderField = ['cache-control', 'no-cache'];
const custom: HeaderField = ['custom-key', 'custom-value'];
const get: HeaderField = [':method', 'GET'];
const http: HeaderField = [':scheme', 'http'];
const root: HeaderField = [':path', '/'];

function requests(first: string, second: string, third: string): Step[] {
  return [
    { hex: first, fields: [get, http, root, authority], table: [authority], tableBytes: 57 },
    {
      hex: second,
      fields: [get, http, root, authority, noCache],
      table: [noCache, authority],
      tableBytes: 110,
    },
    {
      hex: third,
      fields: [get, [':scheme', 'https'], [':path', '/index.html'], authority, custom],
      table: [custom, noCache, authority],
      tableBytes: 164,
    },
  ];
}

const huffmanRequests = requests(
  '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
  '8286 84be 5886 a8eb 1064 9cbf',
  '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
);

test('C.3: three requests without Huffman', () => {
  checkSteps(
    newDecoder(),
    requests(
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ),
  );
});

test('C.4: three requests with Huffman', () => {
  checkSteps(newDecoder(), huffmanRequests);
});

test('C.4: our encoder makes the same blocks of stable lists', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  for (const { hex, fields, table, tableBytes } of huffmanRequests) {
    assert.deepEqual(encoder.encode({ fields, isStable: true }), octets(hex));
    assert.deepEqual(tableOf(encoder), table);
    assert.equal(encoder.table.sizeBytes, tableBytes);
  }
});

const privately: HeaderField = ['cache-control', 'private'];
const location: HeaderField = ['location', 'https://www.example.com'];
const date: HeaderField = ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'];
const laterDate: HeaderField = ['date', 'Mon, 21 Oct 2013 20:13:22 GMT'];
const gzip: HeaderField = ['content-encoding', 'gzip'];
const setCookie: HeaderField = [
  'set-cookie',
  'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
];

function responses(first: string, second: string, third: string): Step[] {
  const found: HeaderField = [':status', '302'];
  const temporarily: HeaderField = [':status', '307'];
  return [
    {
      hex: first,
      fields: [found, privately, date, location],
      table: [location, date, privately, found],
      tableBytes: 222,
    },
    {
      hex: second,
      fields: [temporarily, privately, date, location],
      table: [temporarily, location, date, privately],
      tableBytes: 222,
    },
    {
      hex: third,
      fields: [[':status', '200'], privately, laterDate, location, gzip, setCookie],
      table: [setCookie, gzip, laterDate],
      tableBytes: 215,
    },
  ];
}

function decoderWithTableOf256(): HpackDecoder {
  const decoder = newDecoder();
  decoder.decode(octets('3f e1 01'));
  assert.equal(decoder.table.limitBytes, 256);
  return decoder;
}

test('C.5: three responses without Huffman that evict from a table of 256 bytes', () => {
  checkSteps(
    decoderWithTableOf256(),
    responses(
      `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
       2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70
       6c65 2e63 6f6d`,
      '4803 3330 37c1 c0bf',
      `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
       54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
       5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e
       3d31`,
    ),
  );
});

test('C.6: three responses with Huffman that evict from a table of 256 bytes', () => {
  checkSteps(
    decoderWithTableOf256(),
    responses(
      `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
       2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
      '4883 640e ffc1 c0bf',
      `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
       77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
       9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ),
  );
});
