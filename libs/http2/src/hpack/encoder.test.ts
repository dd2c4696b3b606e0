import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import type { HeaderField, HeaderList } from '../types.ts';
import { HpackDecoder } from './decoder.ts';
import { HpackEncoder } from './encoder.ts';

function stable(...fields: HeaderField[]): HeaderList {
  return { fields, isStable: true };
}

function unstable(...fields: HeaderField[]): HeaderList {
  return { fields, isStable: false };
}

function encode(encoder: HpackEncoder, list: HeaderList): number[] {
  return [...encoder.encode(list)];
}

function tableOf(coder: HpackEncoder | HpackDecoder): (HeaderField | undefined)[] {
  return Array.from({ length: coder.table.length }, (_, i) => coder.table.at(i));
}

const head = stable([':status', '200'], ['content-type', 'application/grpc']);
const trailers = stable(['grpc-status', '0'], ['grpc-message', '']);

test('a stable list enters the table with its first block and is all indexes from then on', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  assert.ok(encoder.encode(head).length > 2);
  assert.deepEqual(tableOf(encoder), [['content-type', 'application/grpc']]);
  assert.deepEqual(encode(encoder, head), [0x88, 0xbe]);
  encoder.encode(trailers);
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(encode(encoder, head), [0x88, 0xc0]);
    assert.deepEqual(encode(encoder, trailers), [0xbf, 0xbe]);
  }
});

test('the block of a stable list is kept: nothing is encoded again while the table stays', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  encoder.encode(head);
  encoder.encode(head);
  const kept = encoder.encode(head);
  encoder.encode(unstable(['x', 'y']));
  assert.equal(encoder.encode(head), kept);
  assert.deepEqual([...kept], [0x88, 0xbe]);
  encoder.encode(trailers);
  assert.notEqual(encoder.encode(head), kept);
});

test('unstable lists leave no trace, and use the static table where they can', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  const list = unstable([':status', '404'], ['content-type', 'a'], ['b', 'c']);
  const expected = [0x8d, 0x0f, 31 - 15, 0x01, 0x61, 0x00, 0x01, 0x62, 0x01, 0x63];
  assert.deepEqual(encode(encoder, list), expected);
  assert.deepEqual(encode(encoder, list), expected);
  assert.equal(encoder.table.length, 0);
});

test('secrets are never indexed, even in a list declared stable', () => {
  const secrets: [name: string, index: number][] = [
    ['authorization', 23],
    ['cookie', 32],
    ['proxy-authorization', 49],
    ['set-cookie', 55],
  ];
  for (const [name, index] of secrets) {
    const encoder = new HpackEncoder({ tableBytesMax: 4096 });
    const expected = [0x1f, index - 15, 0x01, 0x21];
    assert.deepEqual(encode(encoder, stable([name, '!'])), expected);
    assert.deepEqual(encode(encoder, unstable([name, '!'])), expected);
    assert.equal(encoder.table.length, 0);
  }
});

test('a name in the dynamic table is referred to', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  encoder.encode(trailers);
  assert.deepEqual(encode(encoder, stable(['grpc-status', '5'])), [0x7f, 63 - 63, 0x01, 0x35]);
});

test('a peer without a table gets literals', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  encoder.setPeerTableBytes(0);
  const literal = [0x00, 0x01, 0x61, 0x01, 0x62];
  assert.deepEqual(encode(encoder, stable(['a', 'b'])), [0x20, ...literal]);
  assert.deepEqual(encode(encoder, stable(['a', 'b'])), literal);
  assert.equal(encoder.table.length, 0);
});

test('a list that does not fit into the table does not push the others out of it', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  encoder.encode(head);
  const big = stable(['a', 'x'.repeat(4000)], ['b', 'c'.repeat(60)]);
  const first = encode(encoder, big);
  assert.deepEqual(encode(encoder, big), first);
  assert.deepEqual(encode(encoder, head), [0x88, 0xbe]);
});

test('whether a list fits is a matter of what has no place in the static table', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 34 });
  const list = stable([':method', 'GET'], [':scheme', 'http'], ['a', 'b']);
  encoder.encode(list);
  assert.deepEqual(encode(encoder, list), [0x82, 0x86, 0xbe]);
});

test('nothing is said of a table size that does not change', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  encoder.encode(head);
  encoder.encode(head);
  const before = encoder.encode(head);
  encoder.setPeerTableBytes(4096);
  assert.equal(encoder.encode(head), before);
  encoder.setPeerTableBytes(2 ** 32 - 1);
  assert.equal(encoder.encode(head), before);
});

test('of several size changes the smallest and the last lead the next block', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 10_000 });
  encoder.encode(head);
  encoder.setPeerTableBytes(100);
  encoder.setPeerTableBytes(20);
  encoder.setPeerTableBytes(50);
  assert.deepEqual(encode(encoder, unstable([':method', 'GET'])), [0x34, 0x3f, 50 - 31, 0x82]);
  assert.equal(encoder.table.length, 0);
  assert.deepEqual(encode(encoder, unstable([':method', 'GET'])), [0x82]);
  // There and back again empties the table all the same.
  encoder.setPeerTableBytes(4096);
  encoder.encode(head);
  assert.equal(encoder.table.length, 1);
  encoder.setPeerTableBytes(0);
  encoder.setPeerTableBytes(4096);
  assert.deepEqual(encode(encoder, head).slice(0, 4), [0x20, 0x3f, 0xe1, 0x1f]);
  assert.deepEqual(encode(encoder, head), [0x88, 0xbe]);
});

test('an own limit below the default is announced with the first block, a higher one waits', () => {
  const small = new HpackEncoder({ tableBytesMax: 20 });
  assert.deepEqual(encode(small, unstable([':method', 'GET'])), [0x34, 0x82]);
  const large = new HpackEncoder({ tableBytesMax: 8192 });
  assert.deepEqual(encode(large, unstable([':method', 'GET'])), [0x82]);
  large.setPeerTableBytes(100_000);
  large.encode(unstable([':method', 'GET']));
  assert.equal(large.table.limitBytes, 8192);
});

test('the blocks of a limited number of lists are kept', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  const first = stable([':method', 'GET']);
  encoder.encode(first);
  const kept = encoder.encode(first);
  for (let i = 0; i < 20; i++) encoder.encode(stable([':method', 'POST']));
  assert.equal(encoder.encode(first), kept);
  for (let i = 0; i < 100; i++) encoder.encode(stable([':method', 'POST']));
  assert.notEqual(encoder.encode(first), kept);
});

test('a great many stable lists are all encoded rightly', () => {
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  const decoder = new HpackDecoder({ tableBytesMax: 4096, listBytesMax: 10_000 });
  const lists = Array.from({ length: 300 }, (_, i) => stable([`name-${i % 20}`, `${i}`]));
  for (let round = 0; round < 3; round++) {
    for (const list of lists) {
      assert.deepEqual(decoder.decode(encoder.encode(list)).fields, list.fields);
    }
  }
});

/** Encoder and decoder side by side: whatever is sent arrives, and the tables stay the same. */
function checkConversation(seed: number): void {
  const random = new SeededRandom(seed);
  const pick = <T>(...items: [T, ...T[]]): T => items[random.nextBelow(items.length)] ?? items[0];
  const randomText = (): string => {
    const length = random.nextBelow(pick(4, 20, 200));
    return String.fromCharCode(...Array.from({ length }, () => random.nextBelow(256)));
  };
  const names: [string, ...string[]] = [
    ':path',
    ':status',
    'content-type',
    'cookie',
    'te',
    'grpc-status',
    'x',
    randomText(),
  ];
  const values: [string, ...string[]] = [
    '',
    '0',
    '200',
    '/',
    'trailers',
    'application/grpc',
    randomText(),
    randomText(),
  ];
  const randomList = (): HeaderList => {
    const fields = Array.from({ length: random.nextBelow(8) }, (): HeaderField => [
      pick(...names),
      pick(...values),
    ]);
    return { fields, isStable: random.nextBelow(3) > 0 };
  };
  const lists: [HeaderList, ...HeaderList[]] = [
    randomList(),
    ...Array.from({ length: 11 }, randomList),
  ];
  const decoderTableBytesMax = pick(4096, 8192);
  const encoder = new HpackEncoder({ tableBytesMax: pick(0, 33, 200, 4096, 8192) });
  const decoder = new HpackDecoder({
    tableBytesMax: decoderTableBytesMax,
    listBytesMax: 100_000,
  });
  for (let step = 0; step < 100; step++) {
    for (let changes = pick(0, 0, 0, 0, 0, 0, 1, 3); changes > 0; changes--) {
      encoder.setPeerTableBytes(random.nextBelow(pick(40, 400, decoderTableBytesMax + 1)));
    }
    const list = pick(...lists);
    assert.deepEqual(decoder.decode(encoder.encode(list)).fields, list.fields);
    assert.deepEqual(tableOf(decoder), tableOf(encoder));
    assert.equal(decoder.table.limitBytes, encoder.table.limitBytes);
  }
}

test('what is encoded is decoded again, with any lists, table sizes and size changes', () => {
  for (let seed = 1; seed <= 200; seed++) {
    try {
      checkConversation(seed);
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    }
  }
});
