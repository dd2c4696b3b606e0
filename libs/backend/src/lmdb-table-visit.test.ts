import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SeededRandom, toByteString } from '@cairn/core';
import { text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { tableNames } from './lmdb-store.ts';
import { visitLmdbTable } from './lmdb-table-visit.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type Backend, type RecordVisitor } from './types.ts';

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

type Visit = (visitor: RecordVisitor) => void;

function shownBy(visit: Visit): [string, string][] {
  const seen: [string, string][] = [];
  visit((keys, keyStart, keyEnd, values, valueStart, valueEnd) => {
    const key = toByteString(keys.subarray(keyStart, keyEnd));
    seen.push([key, toByteString(values.subarray(valueStart, valueEnd))]);
  });
  return seen;
}

function fromFile(file: string, table: Table): [string, string][] {
  return shownBy((visitor) => visitLmdbTable(file, tableNames[table], visitor));
}

function fromLmdb(backend: Backend): [string, string][] {
  const records = [...backend.scan(Table.key, {})];
  return records.map(({ key, value }) => [toByteString(key), toByteString(value)]);
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
    const expected = fromLmdb(backend);
    assert.ok(expected.length > 500);
    assert.deepEqual(fromFile(file, Table.key), expected, `seed ${seed}`);
    const shown = shownBy((visitor) => backend.visit(Table.key, visitor));
    assert.deepEqual(shown, expected, `seed ${seed}`);
    assert.deepEqual(fromFile(file, Table.alarm), []);
  }
});

async function filled(backend: Backend): Promise<void> {
  for (let i = 0; i < 1_000; i++) backend.put(Table.key, keyOf(i), Buffer.alloc(100, 1));
  await commit(backend);
}

test('what is not in the file yet is shown, too', async () => {
  await using store = await openStore();
  const { backend } = store;
  await filled(backend);
  backend.delete(Table.key, keyOf(7));
  backend.put(Table.key, keyOf(5_000), text('new'));
  const shown = shownBy((visitor) => backend.visit(Table.key, visitor));
  assert.deepEqual(shown, fromLmdb(backend));
  assert.deepEqual(shown.at(-1), [toByteString(keyOf(5_000)), 'new']);
  assert.equal(shown.length, 1_000);
});

test('a page that changed since the file was checked is refused', async () => {
  await using store = await openStore();
  await filled(store.backend);
  const good = await readFile(store.file);
  const leaf = findLeaf(good, toByteString(keyOf(0)));
  const node = leaf + 24 + good.readUInt16LE(leaf + 24);
  const damages: ((bytes: Buffer) => void)[] = [
    (bytes) => bytes.fill(0, leaf, leaf + pageBytes),
    (bytes) => bytes.writeBigUInt64LE(1n, leaf),
    (bytes) => bytes.writeUInt16LE(4, leaf + 18),
    // A value that reaches out of its page.
    (bytes) => bytes.writeUInt32LE(pageBytes, node),
  ];
  for (const [i, damage] of damages.entries()) {
    const bytes = Buffer.from(good);
    damage(bytes);
    const file = `${store.file}.${i}`;
    await writeFile(file, bytes);
    assert.throws(() => fromFile(file, Table.key), CorruptBackendError, `damage ${i}`);
    await rm(file);
  }
});

/** The offset of the newest leaf page that has the key. */
function findLeaf(bytes: Buffer, key: string): number {
  const at = bytes.indexOf(key, 2 * pageBytes, 'latin1');
  assert.ok(at > 0);
  return at - (at % pageBytes);
}
