import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { boltFile } from './bolt-file.ts';
import { openBolt } from './bolt-reader.ts';
import { bucketOf, bytesOf, linesOf, memoryReadAt } from './bolt-test-kit.ts';
import { randomRoot, writtenFile, type BucketShape } from './bolt-test-kit.ts';
import { ChangedSourceError } from './changed-source-error.ts';
import { pageHeaderBytes, PageFlag } from './format.ts';
import { readPage, readPageHeader, viewOf } from './page.ts';
import type { BoltBucket, BoltEntry } from './types.ts';

const large: BucketShape = { entriesMax: 60, keyBytesMax: 3000, valueBytesMax: 20_000, depth: 2 };
const shapes: BucketShape[] = [
  { entriesMax: 8, keyBytesMax: 4, valueBytesMax: 300, depth: 3 },
  { entriesMax: 400, keyBytesMax: 20, valueBytesMax: 300, depth: 1 },
  { entriesMax: 300, keyBytesMax: 700, valueBytesMax: 2000, depth: 0 },
  large,
];

function numbered(count: number, keyBytes = 17): BoltEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    key: bytesOf(String(i).padStart(keyBytes, '0')),
    value: bytesOf(`value ${i}`),
  }));
}

function inBucket(entries: readonly BoltEntry[], name = 'key'): BoltBucket {
  return bucketOf([{ key: bytesOf(name), bucket: bucketOf(entries) }]);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
}

describe('a file that was written', () => {
  it('has the records that went in, whatever their number, sizes and buckets', async () => {
    for (const [index, shape] of shapes.entries()) {
      for (let round = 0; round < 10; round++) {
        const root = randomRoot(new SeededRandom(index * 100 + round), shape);
        const file = await writtenFile(root, 1024 << (round % 4));
        const reader = await openBolt(memoryReadAt(file));
        const name = `shape ${index}, round ${round}`;
        assert.deepEqual(await linesOf(reader.root), await linesOf(root), name);
        assert.equal(reader.pageCount * reader.pageSizeBytes, file.byteLength, name);
      }
    }
  });

  it('is the same file when it is written from itself', async () => {
    const root = randomRoot(new SeededRandom(5), large);
    const file = await writtenFile(root);
    const reader = await openBolt(memoryReadAt(file));
    assert.deepEqual(await writtenFile(reader.root), file);
  });

  it('can be read from any key on', async () => {
    const entries = numbered(3000, 5).filter((_, i) => i % 3 === 1);
    const file = await writtenFile(inBucket(entries), 1024);
    const bucket = await (await openBolt(memoryReadAt(file))).root.bucket(bytesOf('key'));
    const from = async (text: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { key } of bucket!.entries({ from: bytesOf(text) })) {
        found.push(String.fromCharCode(...key));
        if (found.length === 2) break;
      }
      return found;
    };
    for (let i = 0; i < 3000; i += 7) {
      const first = i + ((4 - (i % 3)) % 3);
      const expected = [first, first + 3]
        .filter((n) => n < 3000)
        .map((n) => String(n).padStart(5, '0'));
      assert.deepEqual(await from(String(i).padStart(5, '0')), expected);
    }
    assert.deepEqual(await from(''), ['00001', '00004']);
    assert.deepEqual(await from('9'), []);
  });

  it('is whole pages of which none but an only leaf is empty and no branch has a single child', async () => {
    // Keys so large that branch pages hold few: the numbers of children meet every edge.
    for (let count = 0; count <= 140; count++) {
      const entries = numbered(count, 400);
      const file = await writtenFile(inBucket(entries), 1024);
      let last = 2;
      for (let id = 3; id * 1024 < file.byteLength;) {
        const offset = id * 1024;
        const { overflow, count: cells, flags } = readPageHeader(viewOf(file.subarray(offset)));
        const end = offset + (overflow + 1) * 1024;
        const page = readPage(file.subarray(offset, end), { pageId: id, offset });
        assert.equal(page.id, id);
        if (flags === PageFlag.branch) assert.ok(cells >= 2, `${count} records: ${cells} children`);
        else assert.ok(cells >= 1);
        last = id;
        id += overflow + 1;
      }
      assert.ok(last >= 3);
    }
  });

  it('names buckets that do not exist, and records, as no buckets', async () => {
    const { root } = await openBolt(memoryReadAt(await writtenFile(inBucket(numbered(3)))));
    assert.equal(await root.bucket(bytesOf('kex')), undefined);
    assert.equal(await root.bucket(bytesOf('kez')), undefined);
    const bucket = await root.bucket(bytesOf('key'));
    assert.equal(await bucket!.bucket(bytesOf('1'.padStart(17, '0'))), undefined);
  });

  it('keeps small buckets in the page of the bucket around them', async () => {
    const small = bucketOf(numbered(10));
    const root = bucketOf(['a', 'b', 'c'].map((name) => ({ key: bytesOf(name), bucket: small })));
    assert.equal((await boltFile({ root })).sizeBytes, 4 * 4096);
  });

  it('fills its pages', async () => {
    const count = 20_000;
    const { sizeBytes } = await boltFile({ root: inBucket(numbered(count)) });
    const recordBytes = numbered(count).reduce((sum, entry) => {
      return sum + 16 + 17 + ('value' in entry ? entry.value.byteLength : 0);
    }, 0);
    assert.ok(sizeBytes < recordBytes * 1.03 + 5 * 4096, `${sizeBytes} for ${recordBytes}`);
  });
});

describe('writing', () => {
  it('asks only for sizes where a source has them, until the bytes are wanted', async () => {
    const entries = numbered(500);
    let reads = 0;
    const bucket: BoltBucket = {
      sizes: () => entries.map(() => ({ key: { byteLength: 17 }, value: { byteLength: 9 } })),
      entries: () => {
        reads += 1;
        return entries.map(({ key }) => ({ key, value: new Uint8Array(9) }));
      },
    };
    const file = await boltFile({ root: bucketOf([{ key: bytesOf('key'), bucket }]) });
    assert.equal(reads, 0);
    const chunks = await collect(file.chunks());
    assert.equal(reads, 1);
    assert.deepEqual(
      chunks.map((chunk) => chunk.byteLength),
      [file.sizeBytes],
    );
  });

  it('hands chunks on while it still reads', async () => {
    let given = 0;
    const value = new Uint8Array(1000);
    function* entries(): Generator<BoltEntry> {
      for (let i = 0; i < 5000; i++) {
        given = i;
        yield { key: bytesOf(String(i).padStart(8, '0')), value };
      }
    }
    const root = bucketOf([{ key: bytesOf('key'), bucket: { entries } }]);
    const file = await boltFile({ root });
    let chunks = 0;
    for await (const chunk of file.chunks()) {
      chunks += 1;
      // At most this chunk, the page under construction and what is read ahead of it.
      assert.ok(chunk.byteLength <= 256 * 1024);
      assert.ok(given === 4999 || given * 1000 <= chunks * 256 * 1024 + 8192);
    }
    assert.ok(chunks > 15);
  });

  it('fails when the source gives more, fewer or larger records than before', async () => {
    for (const [before, after] of [
      [100, 20_000],
      [20_000, 100],
      [1, 400],
      [400, 1],
    ] as const) {
      let calls = 0;
      const bucket = { entries: () => numbered(calls++ === 0 ? before : after) };
      const file = await boltFile({ root: bucketOf([{ key: bytesOf('key'), bucket }]) });
      await assert.rejects(collect(file.chunks()), ChangedSourceError);
    }
  });

  it('refuses keys that do not ascend, empty keys, keys too long and records outside of a bucket', async () => {
    const one = { key: bytesOf('1'), value: bytesOf('v') };
    const two = { key: bytesOf('2'), value: bytesOf('v') };
    const empty = { key: new Uint8Array(0), value: bytesOf('v') };
    const long = { key: new Uint8Array(32_769), value: bytesOf('v') };
    for (const root of [
      inBucket([two, one]),
      inBucket([one, one]),
      inBucket([empty]),
      inBucket([long]),
      bucketOf([one]),
    ]) {
      await assert.rejects(writtenFile(root), RangeError);
    }
  });
});

it('an empty database is two metas, a freelist and an empty leaf', async () => {
  const file = await writtenFile(bucketOf([]));
  assert.equal(file.byteLength, 4 * 4096);
  const leaf = readPageHeader(viewOf(file.subarray(3 * 4096)));
  assert.deepEqual(leaf, { id: 3, flags: PageFlag.leaf, count: 0, overflow: 0 });
  assert.ok(file.subarray(3 * 4096 + pageHeaderBytes).every((byte) => byte === 0));
  assert.deepEqual(await linesOf((await openBolt(memoryReadAt(file))).root), []);
});
