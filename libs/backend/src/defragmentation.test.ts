import assert from 'node:assert/strict';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { dump, fill, nextTurn, shown, text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import type { StoreBuild, StoreRebuild } from './defragmentation.ts';
import { LmdbBackend } from './lmdb-backend.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { defaultMapSizeBytes } from './limits.ts';
import { LmdbStore, type Store } from './lmdb-store.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type Backend } from './types.ts';

describe('defragmentation', () => {
  let parent: string;
  let directory: string;
  let backend: Backend;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-defrag-'));
    directory = join(parent, 'backend');
    backend = await openLmdbBackend({ directory, flushIntervalMs: 1, flushWritesMax: 200 });
    fill(backend, 4000);
    for (let i = 0; i < 40; i++) backend.put(Table.lease, text(`l${i}`), new Uint8Array(50_000));
    backend.commit({ index: 1000, term: 1 });
    await backend.flush();
    for (let i = 0; i < 4000; i++) {
      if (i % 10 > 0) backend.delete(Table.key, text(`k${String(i).padStart(4, '0')}`));
    }
    for (let i = 0; i < 39; i++) backend.delete(Table.lease, text(`l${i}`));
    backend.commit({ index: 1001, term: 1 });
    await backend.flush();
  });

  afterEach(async () => {
    await backend.close();
    await rm(parent, { recursive: true });
  });

  it('gives the free pages back and keeps every record', async () => {
    const before = dump(backend, Table.key);
    const sizeBefore = backend.sizeBytes();
    await backend.defragment();
    assert.ok(backend.sizeBytes() < sizeBefore / 5);
    assert.equal((await stat(join(directory, dataFileName))).size, backend.sizeBytes());
    assert.deepEqual(dump(backend, Table.key), before);
    assert.deepEqual(backend.applied, { index: 1001, term: 1 });
    assert.deepEqual(backend.flushed, { index: 1001, term: 1 });
    backend.put(Table.key, text('after'), text('it'));
    backend.commit({ index: 1002, term: 1 });
    await backend.close();
    assert.deepEqual(await readdir(parent), ['backend']);
    await checkLmdbFile(join(directory, dataFileName));
    backend = await openLmdbBackend({ directory });
    assert.deepEqual(dump(backend, Table.key), ['after=it', ...before]);
    assert.deepEqual(backend.applied, { index: 1002, term: 1 });
  });

  it('loses nothing of what is written, read and pinned while it runs', async () => {
    const snapshot = await backend.snapshot();
    const pinned = dump(snapshot, Table.key);
    const walk = backend.scan(Table.key, { to: text('n') })[Symbol.iterator]();
    walk.next();
    const running = backend.defragment();
    const state = { done: false };
    const end = running.then(() => (state.done = true));
    const model = new Map(
      dump(backend, Table.key).map((line) => line.split('=') as [string, string]),
    );
    let writes = 0;
    for (let i = 0; !state.done; i++) {
      for (let n = 0; n < 20; n++) {
        const name = n % 5 === 0 ? `k${String(i % 4000).padStart(4, '0')}` : `w${i % 500}`;
        if (n % 7 === 0) backend.delete(Table.key, text(name));
        else backend.put(Table.key, text(name), text(String(i)));
        if (n % 7 === 0) model.delete(name);
        else model.set(name, String(i));
        writes++;
      }
      backend.commit({ index: backend.applied.index + 1, term: 1 });
      assert.equal(shown(backend.get(Table.key, text('w0'))), model.get('w0'));
      await nextTurn();
    }
    await end;
    assert.ok(writes > 200);
    while (walk.next().done !== true);
    const expected = [...model].map(([key, value]) => `${key}=${value}`).sort();
    assert.deepEqual(dump(backend, Table.key).sort(), expected);
    assert.deepEqual(
      dump(snapshot, Table.key),
      pinned,
      'it reads from the old file, which is gone',
    );
    snapshot.close();
    const { applied } = backend;
    await backend.close();
    backend = await openLmdbBackend({ directory });
    assert.deepEqual(backend.applied, applied);
    assert.deepEqual(dump(backend, Table.key).sort(), expected);
  });

  it('runs once at a time, and ends when the store is closed', async () => {
    const running = backend.defragment();
    await assert.rejects(backend.defragment(), /under way/);
    const outcome = assert.rejects(running, /closed during its defragmentation/);
    await backend.close();
    await outcome;
    backend = await openLmdbBackend({ directory });
    assert.equal(backend.applied.index, 1001);
    assert.deepEqual(await readdir(parent), ['backend']);
  });

  /** A backend over the same file whose rebuild is the test's. */
  async function withRebuild(rebuild: Partial<StoreRebuild>): Promise<Backend> {
    await backend.close();
    const store: Store = new LmdbStore(join(directory, dataFileName), defaultMapSizeBytes);
    const nothing = {
      checkRoom: () => Promise.resolve(),
      install: () => Promise.resolve(() => Promise.resolve()),
      discard: () => Promise.resolve(),
    };
    return new LmdbBackend(store, {
      flushIntervalMs: 1,
      flushBytesMax: 1e6,
      flushWritesMax: 1e6,
      onFlush: undefined,
      visitFile: undefined,
      proven: undefined,
      rebuild: {
        begin: () => building(Promise.reject(new Error('no space'))),
        ...nothing,
        ...rebuild,
      },
    });
  }

  it('leaves the store as it was when the new one cannot be written', async () => {
    let discarded = 0;
    backend = await withRebuild({ discard: async () => void discarded++ });
    await assert.rejects(backend.defragment(), /no space/);
    assert.equal(discarded, 1);
    backend.put(Table.key, text('after'), text('it'));
    backend.commit({ index: 1002, term: 1 });
    await backend.flush();
    assert.equal(backend.flushed.index, 1002);
    await backend.close();
    backend = await openLmdbBackend({ directory });
    assert.equal(shown(backend.get(Table.key, text('after'))), 'it');
  });

  it('copies no record that is not what was written, and stops the store', async () => {
    const errors: Error[] = [];
    backend.onFlushError((error) => errors.push(error));
    const handle = await open(join(directory, dataFileName), 'r+');
    const file = await handle.readFile();
    // Free pages have it, too.
    for (let at = file.indexOf('k1230'); at >= 0; at = file.indexOf('k1230', at + 1)) {
      await handle.write('?', at + 'k1230'.length);
    }
    await handle.close();
    await assert.rejects(backend.defragment(), CorruptBackendError);
    assert.match(String(errors[0]), /table key, record 6b31323330: it is not what was written/);
    await assert.rejects(backend.flush());
  });

  it('is not begun where there is no room for a second store', async () => {
    let asked = 0;
    backend = await withRebuild({
      checkRoom: (bytes) => {
        asked = bytes;
        return Promise.reject(new Error('5 are free'));
      },
      begin: () => assert.fail('nothing is written'),
    });
    await assert.rejects(backend.defragment(), /5 are free/);
    assert.equal(asked, backend.sizeInUseBytes());
    await backend.flush();
  });

  it('stops the store for good when the change-over fails in the middle', async () => {
    const other = join(parent, 'other.mdb');
    backend = await withRebuild({
      begin: () => building(Promise.resolve(new LmdbStore(other, defaultMapSizeBytes))),
      install: () => Promise.reject(new Error('rename failed')),
    });
    const errors: Error[] = [];
    backend.onFlushError((error) => errors.push(error));
    await assert.rejects(backend.defragment(), /rename failed/);
    assert.equal(errors.length, 1);
    await assert.rejects(backend.flush(), /rename failed/);
  });
});

function building(store: Promise<Store>): StoreBuild {
  return { opened: Promise.resolve(), store, cancel: () => undefined };
}
