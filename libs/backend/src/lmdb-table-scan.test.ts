import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SeededRandom, toByteString } from '@cairn/core';
import { text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { tableNames } from './lmdb-store.ts';
import { scanLmdbTable } from './lmdb-table-scan.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type Backend, type BackendRecord } from './types.ts';

interface OpenStore extends AsyncDisposable {
  readonly backend: Backend;
  readonly file: string;
}

async function openStore(): Promise<OpenStore> {
  const parent = await mkdtemp(join(tmpdir(), 'cairn-scan-'));
  const directory = join(parent, 'backend');
  // Nothing is written by itself: the store is at rest when the test has flushed it.
  const backend = await openLmdbBackend({ directory, flushIntervalMs: 1e6 });
  return {
    backend,
    file: join(directory, dataFileName),
    async [Symbol.asyncDispose]() {
      await backend.close();
      await rm(parent, { recursive: true });
    },
  };
}

function inText(records: Iterable<BackendRecord>): [string, string][] {
  return [...records].map(({ key, value }) => [toByteString(key), toByteString(value)]);
}

function fromFile(file: string, table: Table): [string, string][] {
  const pieces = [...scanLmdbTable(file, tableNames[table], () => true)];
  return inText(pieces.flat());
}

function keyOf(number: number): Uint8Array {
  return text(`key ${String(number).padStart(6, '0')}`);
}

let index = 1;

function commit(backend: Backend): Promise<void> {
  backend.commit({ index: index++, term: 1 });
  return backend.flush();
}

test('the file has what LMDB says, after any history, with values larger than pages', async () => {
  for (const seed of [1, 2, 3]) {
    await using store = await openStore();
    const { backend, file } = store;
    const random = new SeededRandom(seed);
    for (let batch = 0; batch < 12; batch++) {
      for (let i = 0; i < 300; i++) {
        const key = keyOf(random.nextBelow(3_000));
        const isLarge = random.nextBelow(40) === 0;
        const value = Buffer.alloc(random.nextBelow(isLarge ? 20_000 : 400), batch + 1);
        if (random.nextBelow(3) === 0) backend.delete(Table.key, key);
        else backend.put(Table.key, key, value);
      }
      await commit(backend);
    }
    // A bounded scan goes through LMDB.
    const expected = inText(backend.scan(Table.key, { from: text('key') }));
    assert.ok(expected.length > 500);
    assert.deepEqual(fromFile(file, Table.key), expected, `seed ${seed}`);
    assert.deepEqual(inText(backend.scan(Table.key, {})), expected, `seed ${seed}`);
    assert.deepEqual(fromFile(file, Table.alarm), []);
  }
});

async function filled(backend: Backend): Promise<void> {
  for (let i = 0; i < 1_000; i++) backend.put(Table.key, keyOf(i), Buffer.alloc(100, 1));
  await commit(backend);
}

/** More records than there are in a page. */
const firstLeaf = 40;

test('a scan that is under way sees what is written behind the place where it stands', async () => {
  for (const flushes of [false, true]) {
    await using store = await openStore();
    const { backend } = store;
    await filled(backend);
    const seen: string[] = [];
    for (const { key } of backend.scan(Table.key, {})) {
      if (seen.length === 0) {
        for (let i = firstLeaf; i < 1_000; i++) backend.delete(Table.key, keyOf(i));
        backend.put(Table.key, keyOf(5_000), text('new'));
        if (flushes) await commit(backend);
      }
      seen.push(toByteString(key));
    }
    assert.equal(seen.at(-1), toByteString(keyOf(5_000)));
    assert.deepEqual(
      seen.filter((key) => key >= toByteString(keyOf(firstLeaf))),
      [toByteString(keyOf(5_000))],
    );
  }
});

test('a scan goes on through pages that were freed and used again, and a store written anew', async () => {
  await using store = await openStore();
  const { backend } = store;
  await filled(backend);
  const scan = backend.scan(Table.key, {})[Symbol.iterator]();
  const seen = [toByteString((scan.next().value as BackendRecord).key)];
  for (let round = 2; round < 6; round++) {
    for (let i = 0; i < 1_000; i++) backend.put(Table.key, keyOf(i), Buffer.alloc(100, round));
    await commit(backend);
  }
  await backend.defragment();
  for (let next = scan.next(); next.done !== true; next = scan.next()) {
    const record = next.value;
    seen.push(toByteString(record.key));
    if (seen.length > firstLeaf) assert.equal(record.value[0], 5);
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 1_000 }, (_, i) => toByteString(keyOf(i))),
  );
});
