// Only the metas have checksums. What damage elsewhere may do at most is written down here: an error, or
// bytes of one key or value that are others than before.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { BoltFormatError } from './bolt-format-error.ts';
import { openBolt } from './bolt-reader.ts';
import { bucketOf, bytesOf, linesOf, memoryReadAt, writtenFile } from './bolt-test-kit.ts';
import { viewOf } from './page.ts';
import type { BoltBucket } from './types.ts';

const pageBytes = 1024;

/** One bucket of several levels, one inline, and one within another whose records need overflow pages. */
function sampleRoot(): BoltBucket {
  const records = (count: number, valueBytes: number): BoltBucket =>
    bucketOf(
      Array.from({ length: count }, (_, i) => ({
        key: bytesOf(`k${String(i * 2).padStart(60, '0')}`),
        value: new Uint8Array(valueBytes).fill(i + 1),
      })),
    );
  return bucketOf([
    { key: bytesOf('deep'), bucket: records(400, 30) },
    { key: bytesOf('inline'), bucket: records(2, 10) },
    {
      key: bytesOf('outer'),
      bucket: bucketOf([{ key: bytesOf('inner'), bucket: records(3, 5000) }]),
    },
  ]);
}

/** Everything there is to read, or the error that it ends with. */
async function readAll(file: Uint8Array): Promise<string[] | BoltFormatError> {
  try {
    const reader = await openBolt(memoryReadAt(file));
    const lines = await linesOf(reader.root);
    let free = 0;
    for await (const id of reader.freePages()) free += id;
    return free === 0 ? lines : [...lines, `${free} free`];
  } catch (error) {
    if (error instanceof BoltFormatError) return error;
    throw error;
  }
}

async function problemOf(file: Uint8Array): Promise<string> {
  const result = await readAll(file);
  assert.ok(result instanceof BoltFormatError, 'it was read without an error');
  assert.ok(result.message.startsWith('bbolt file, page '));
  return result.message;
}

function changed(file: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = file.slice();
  change(viewOf(copy));
  return copy;
}

describe('damage', () => {
  it('of one bit is an error, or is seen in one record or the name of one bucket', async () => {
    const file = await writtenFile(sampleRoot(), pageBytes);
    const lines = await linesOf((await openBolt(memoryReadAt(file))).root);
    const random = new SeededRandom(7);
    const counts = { error: 0, same: 0, other: 0 };
    for (let i = 0; i < 400; i++) {
      const at = random.nextBelow(file.byteLength);
      // Every other flip in the header or table of a page, where it does most.
      const offset = i % 2 === 0 ? at : at - (at % pageBytes) + random.nextBelow(120);
      const bit = random.nextBelow(8);
      const result = await readAll(
        changed(file, (view) => {
          view.setUint8(offset, view.getUint8(offset) ^ (1 << bit));
        }),
      );
      if (result instanceof BoltFormatError) {
        counts.error += 1;
        continue;
      }
      const same = new Set(lines);
      const others = result.filter((line) => !same.has(line));
      counts[others.length === 0 ? 'same' : 'other'] += 1;
      const what = `bit ${bit} of byte ${offset}: ${others.slice(0, 3).join(' ')}`;
      // A bucket whose name changed is another path for all that is in it.
      const names = new Set(others.map((line) => line.split('/')[1]));
      assert.ok(others.length <= 1 || names.size === 1, what);
      assert.equal(result.length, lines.length, what);
    }
    assert.ok(counts.error > 80 && counts.same > 25 && counts.other > 25, JSON.stringify(counts));
  });

  it('by random bytes anywhere ends the reading with an error or an end, not in a crash or a hang', async () => {
    const file = await writtenFile(sampleRoot(), pageBytes);
    const random = new SeededRandom(11);
    for (let i = 0; i < 300; i++) {
      const result = await readAll(
        changed(file, (view) => {
          for (let n = 1 + random.nextBelow(6); n > 0; n--) {
            const page = 2 + random.nextBelow(file.byteLength / pageBytes - 2);
            view.setUint8(page * pageBytes + random.nextBelow(64), random.nextBelow(256));
          }
        }),
      );
      assert.ok(result instanceof BoltFormatError || result.length < 1000);
    }
  });

  it('by truncation at any length is an error', async () => {
    const file = await writtenFile(sampleRoot(), pageBytes);
    for (let length = 0; length < file.byteLength; length += length < 3000 ? 13 : 511) {
      const result = await readAll(file.subarray(0, length));
      assert.ok(result instanceof BoltFormatError, `${length} bytes`);
    }
  });

  it('of one meta leaves the other, and of both is an error', async () => {
    const file = await writtenFile(sampleRoot(), pageBytes);
    const lines = await linesOf(sampleRoot());
    const breakMeta = (view: DataView, page: number): void => {
      view.setUint8(page * pageBytes + 40, view.getUint8(page * pageBytes + 40) ^ 1);
    };
    for (const page of [0, 1]) {
      const file1 = changed(file, (view) => breakMeta(view, page));
      assert.deepEqual(await readAll(file1), lines);
    }
    const both = changed(file, (view) => {
      breakMeta(view, 0);
      breakMeta(view, 1);
    });
    assert.match(await problemOf(both), /page 0, offset 0: the checksum of the meta is wrong/);
  });

  it('is told with the page, the offset and what is wrong', async () => {
    const file = await writtenFile(sampleRoot(), pageBytes);
    const view = viewOf(file);
    const flagsOf = (page: number): number => view.getUint16(page * pageBytes + 8, true);
    const branch = Array.from({ length: file.byteLength / pageBytes }, (_, i) => i).find(
      (page) => page > 2 && flagsOf(page) === 1,
    )!;
    const at = branch * pageBytes;
    const leaf = 3 * pageBytes;
    const cases: [(view: DataView) => void, RegExp][] = [
      [(v) => v.setUint32(16, 1, true), /checksum|not a bbolt file/],
      [
        (v) => v.setBigUint64(leaf, 9n, true),
        /page 3, offset 3072: the page says that it is page 9/,
      ],
      [(v) => v.setUint16(leaf + 8, 4, true), /flags 0x4 where a branch or leaf page should be/],
      [(v) => v.setUint16(leaf + 10, 900, true), /900 elements do not fit into the page/],
      [(v) => v.setUint32(leaf + 12, 1e6, true), /1000000 overflow pages, but the file has/],
      [(v) => v.setUint32(leaf + 16, 8, true), /page 3, offset 3088: element flags 0x8/],
      [(v) => v.setUint32(leaf + 20, 9999, true), /the key is said to be at/],
      [(v) => v.setUint32(leaf + 24, 0, true), /an empty key/],
      [(v) => v.setUint32(leaf + 24, 5000, true), /5000 bytes reach out of the page/],
      [
        (v) => v.setUint8(leaf + view.getUint32(leaf + 20, true) + 16, 0xff),
        /not above the one before/,
      ],
      [(v) => v.setBigUint64(at + 24, 77_777n, true), /child page 77777 of/],
      [(v) => v.setBigUint64(at + 24, BigInt(branch), true), /a cycle: child page/],
      [(v) => v.setBigUint64(at + 24, 4n, true), /keys outside the range/],
      [(v) => v.setUint16(at + 10, 0, true), /a branch page without children/],
      [(v) => v.setUint16(leaf + 10, 0, true), /an empty page within a tree/],
      [(v) => v.setUint16(2 * pageBytes + 8, 2, true), /flags 0x2 where the freelist should be/],
    ];
    for (const [change, problem] of cases) {
      const damaged = changed(file, (v) => {
        change(v);
        // The second meta must not stand in for a broken first.
        if (problem.source.includes('checksum')) v.setUint32(pageBytes + 16, 1, true);
      });
      assert.match(await problemOf(damaged), problem);
    }
  });

  it('that makes a bucket part of itself is an error', async () => {
    const inner = bucketOf([{ key: bytesOf('a'), value: new Uint8Array(900) }]);
    const outer = bucketOf([{ key: bytesOf('inner'), bucket: inner }]);
    const root = bucketOf([{ key: bytesOf('outer'), bucket: outer }]);
    const file = await writtenFile(root, pageBytes);
    // The pages are inner 3, outer 4, root 5, each with one element.
    for (const target of [4, 5]) {
      const valueAt = 4 * pageBytes + 16 + 16 + 'inner'.length;
      const cyclic = changed(file, (view) => view.setBigUint64(valueAt, BigInt(target), true));
      assert.match(
        await problemOf(cyclic),
        new RegExp(`a cycle: a bucket starts at page ${target}`),
      );
    }
  });
});
