import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openBolt } from './bolt-reader.ts';
import { bucketOf, bytesOf, memoryReadAt, writtenFile } from './bolt-test-kit.ts';
import { fnv64a } from './fnv64a.ts';
import { readMeta, writeMeta, type Meta } from './meta.ts';

const meta: Meta = {
  pageSizeBytes: 4096,
  rootPage: 3,
  freelistPage: 2,
  pageCount: 4,
  transactionId: 2n,
};

function metaPage(change: Partial<Meta> = {}): Uint8Array {
  const page = new Uint8Array(4096);
  writeMeta(page, 0, { ...meta, ...change });
  return page;
}

it('the checksum is FNV-1a as its authors publish it', () => {
  assert.equal(fnv64a(bytesOf('')), 0xcbf29ce484222325n);
  assert.equal(fnv64a(bytesOf('a')), 0xaf63dc4c8601ec8cn);
  assert.equal(fnv64a(bytesOf('foobar')), 0x85944171f73967e8n);
});

it('a meta is read as it was written, also without a freelist', () => {
  assert.deepEqual(readMeta(metaPage()), meta);
  const without = { ...meta, freelistPage: undefined };
  assert.deepEqual(readMeta(metaPage({ freelistPage: undefined })), without);
});

it('a meta with a right checksum and impossible contents is refused', () => {
  const problemOf = (change: Partial<Meta>): string => {
    const problem = readMeta(metaPage(change));
    assert.ok(typeof problem === 'string');
    return problem;
  };
  assert.equal(problemOf({ pageSizeBytes: 5000 }), 'pages of 5000 bytes');
  assert.equal(problemOf({ pageSizeBytes: 0 }), 'pages of 0 bytes');
  assert.equal(problemOf({ rootPage: 4 }), 'the root bucket is at page 4 of 4');
  assert.equal(problemOf({ rootPage: 1 }), 'the root bucket is at page 1 of 4');
  assert.equal(problemOf({ freelistPage: 9 }), 'the freelist is at page 9 of 4');
  assert.equal(problemOf({ pageCount: 2 ** 50 }), `${2 ** 50} pages`);
});

it('the later transaction counts, whichever page it is in', async () => {
  const file = await writtenFile(bucketOf([]));
  for (const [first, second] of [
    [6n, 5n],
    [6n, 7n],
  ] as const) {
    writeMeta(file.subarray(0, 4096).fill(0), 0, { ...meta, transactionId: first });
    writeMeta(file.subarray(4096, 8192).fill(0), 1, { ...meta, transactionId: second });
    const reader = await openBolt(memoryReadAt(file));
    assert.equal(reader.transactionId, first > second ? first : second);
  }
});
