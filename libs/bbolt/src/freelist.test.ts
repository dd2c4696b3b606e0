import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BoltFormatError } from './bolt-format-error.ts';
import { openBolt } from './bolt-reader.ts';
import { memoryReadAt } from './bolt-test-kit.ts';
import { pageHeaderBytes, PageFlag } from './format.ts';
import { readMeta, writeMeta } from './meta.ts';
import { viewOf } from './page.ts';

const pageBytes = 4096;

/** A file whose root is an empty leaf and whose freelist holds these ids. */
function fileWithFree(ids: readonly number[]): Uint8Array {
  const isLong = ids.length >= 0xffff;
  const listBytes = pageHeaderBytes + (ids.length + (isLong ? 1 : 0)) * 8;
  const listPages = Math.ceil(listBytes / pageBytes);
  const pageCount = Math.max(3 + listPages, ...ids.slice(-1).map((id) => id + 1));
  const file = new Uint8Array(pageCount * pageBytes);
  const meta = {
    pageSizeBytes: pageBytes,
    rootPage: 2,
    freelistPage: 3,
    pageCount,
    transactionId: 8n,
  };
  writeMeta(file, 0, meta);
  const view = viewOf(file);
  const start = (page: number, flags: number, count: number, overflow: number): void => {
    view.setBigUint64(page * pageBytes, BigInt(page), true);
    view.setUint16(page * pageBytes + 8, flags, true);
    view.setUint16(page * pageBytes + 10, count, true);
    view.setUint32(page * pageBytes + 12, overflow, true);
  };
  start(2, PageFlag.leaf, 0, 0);
  start(3, PageFlag.freelist, isLong ? 0xffff : ids.length, listPages - 1);
  let at = 3 * pageBytes + pageHeaderBytes;
  for (const id of isLong ? [ids.length, ...ids] : ids) {
    view.setBigUint64(at, BigInt(id), true);
    at += 8;
  }
  return file;
}

async function freePages(file: Uint8Array): Promise<number[]> {
  const ids: number[] = [];
  for await (const id of (await openBolt(memoryReadAt(file))).freePages()) ids.push(id);
  return ids;
}

function ascending(count: number, from: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

it('free pages are listed, few or more than a count of 16 bits can tell', async () => {
  for (const count of [0, 1, 509, 0xfffe, 0xffff, 70_000]) {
    // Behind the freelist's own pages.
    const ids = ascending(count, 200);
    // As text: comparing arrays of this size takes seconds.
    const found = await freePages(fileWithFree(ids));
    assert.ok(found.join() === ids.join(), `${count} pages`);
  }
});

it('a file without a freelist lists none', async () => {
  const file = fileWithFree([100, 101]);
  assert.deepEqual(await freePages(file), [100, 101]);
  const meta = readMeta(file);
  assert.ok(typeof meta !== 'string');
  writeMeta(file.subarray(0, pageBytes).fill(0), 0, { ...meta, freelistPage: undefined });
  assert.deepEqual(await freePages(file), []);
});

it('a freelist that cannot be is an error', async () => {
  const file = fileWithFree([10, 20, 30]);
  const changed = (offset: number, id: bigint): Uint8Array => {
    const copy = file.slice();
    viewOf(copy).setBigUint64(3 * pageBytes + offset, id, true);
    return copy;
  };
  const refused = (copy: Uint8Array, problem: RegExp): Promise<void> =>
    assert.rejects(freePages(copy), (error: unknown) => {
      assert.ok(error instanceof BoltFormatError);
      assert.match(error.message, problem);
      return true;
    });
  await refused(changed(24, 10n), /page 3, offset 12312: free page 10 after 10, of 31 pages/);
  await refused(changed(32, 31n), /free page 31 after 20, of 31 pages/);
  await refused(changed(16, 1n), /free page 1 after 0/);
  const long = file.slice();
  viewOf(long).setUint16(3 * pageBytes + 10, 0xffff, true);
  viewOf(long).setBigUint64(3 * pageBytes + 16, 1n << 60n, true);
  await refused(long, /free pages do not fit into the freelist/);
});
