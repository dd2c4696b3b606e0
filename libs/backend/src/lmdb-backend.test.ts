import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { nextTurn, testConformance, text, shown, type TestStore } from './backend-conformance.ts';
import type { StoreRebuild } from './defragmentation.ts';
import { LmdbBackend, type FlushReport } from './lmdb-backend.ts';
import type { PinnedRead, Store } from './lmdb-store.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type AppliedPosition, type Backend } from './types.ts';

async function make(): Promise<TestStore> {
  const parent = await mkdtemp(join(tmpdir(), 'cairn-backend-'));
  // Small limits, so that layers are sealed and written all the time.
  const options = { directory: join(parent, 'backend'), flushIntervalMs: 1, flushWritesMax: 64 };
  let backend = await openLmdbBackend(options);
  return {
    backend,
    async reopen() {
      await backend.close();
      backend = await openLmdbBackend(options);
      return backend;
    },
    async [Symbol.asyncDispose]() {
      await backend.close();
      await rm(parent, { recursive: true });
    },
  };
}

testConformance('LMDB', make);

/** A store in which nothing is found and whose writes end when the test says so. */
class HeldStore implements Store {
  onCorrupt: Store['onCorrupt'] = undefined;
  writes: { readonly keys: string[]; readonly end: PromiseWithResolvers<void> }[] = [];
  closed = false;

  get(): undefined {
    return undefined;
  }
  peek(): undefined {
    return undefined;
  }
  read(): { records: []; more: false } {
    return { records: [], more: false };
  }
  position(): { index: number; term: number } {
    return { index: 0, term: 0 };
  }
  pin(): { done(): void } {
    return { done: () => undefined };
  }
  sizes(): { sizeBytes: number; inUseBytes: number } {
    return { sizeBytes: 1, inUseBytes: 1 };
  }
  write(writes: Iterable<{ key: Uint8Array }>): Promise<void> {
    const keys = [...writes].map(({ key }) => shown(key) as string);
    const end = Promise.withResolvers<void>();
    this.writes.push({ keys: keys.filter((key) => key.length < 4), end });
    return end.promise;
  }
  async close(): Promise<void> {
    this.closed = true;
  }
}

const noRebuild: StoreRebuild = {
  checkRoom: () => Promise.resolve(),
  begin: () => assert.fail('there is nothing to rebuild'),
  install: () => Promise.reject(new Error('nothing was built')),
  discard: () => Promise.resolve(),
};

function held(proven?: Promise<void>): {
  readonly backend: Backend;
  readonly store: HeldStore;
  readonly reports: FlushReport[];
} {
  const store = new HeldStore();
  const reports: FlushReport[] = [];
  const backend = new LmdbBackend(store, {
    flushIntervalMs: 1,
    flushBytesMax: 1000,
    flushWritesMax: 4,
    onFlush: (report) => reports.push(report),
    visitFile: undefined,
    proven,
    rebuild: noRebuild,
  });
  return { backend, store, reports };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}

function putAndCommit(backend: Backend, ...names: string[]): void {
  for (const name of names) backend.put(Table.key, text(name), text(`value of ${name}`));
  backend.commit({ index: backend.applied.index + 1, term: 1 });
}

describe('the background flush', () => {
  it('starts by itself, one transaction at a time, in order', async () => {
    const { backend, store, reports } = held();
    putAndCommit(backend, 'a');
    await until(() => store.writes.length === 1);
    putAndCommit(backend, 'b', 'c');
    putAndCommit(backend, 'd', 'e');
    putAndCommit(backend, 'f');
    const flushed = backend.flush();
    assert.equal(store.writes.length, 1, 'the first one is not done');
    assert.deepEqual(backend.flushed, { index: 0, term: 0 });
    assert.equal(shown(backend.get(Table.key, text('a'))), 'value of a');
    assert.equal(shown(backend.get(Table.key, text('c'))), 'value of c');
    store.writes[0]!.end.resolve();
    await until(() => store.writes.length === 2);
    assert.equal(backend.flushed.index, 1);
    assert.equal(backend.get(Table.key, text('a')), undefined, 'it is left to the store');
    store.writes[1]!.end.resolve();
    await until(() => store.writes.length === 3);
    store.writes[2]!.end.resolve();
    await flushed;
    assert.deepEqual(
      store.writes.map(({ keys }) => keys),
      [['a'], ['b', 'c', 'd', 'e'], ['f']],
    );
    assert.equal(backend.pendingBytes(), 0);
    assert.equal(reports.length, 3);
    await backend.close();
    assert.ok(store.closed);
  });

  it('waits until the file is proven, as does a snapshot', async () => {
    const proof = Promise.withResolvers<void>();
    const { backend, store } = held(proof.promise);
    const snapshot = backend.snapshot();
    let isTaken = false;
    void snapshot.then(() => (isTaken = true));
    putAndCommit(backend, 'a', 'b', 'c', 'd');
    const flushed = backend.flush();
    await nextTurn();
    await nextTurn();
    assert.equal(store.writes.length, 0);
    assert.ok(!isTaken);
    proof.resolve();
    await until(() => store.writes.length === 1);
    store.writes[0]!.end.resolve();
    await flushed;
    await snapshot;
    putAndCommit(backend, 'e');
    await until(() => store.writes.length === 2);
    store.writes[1]!.end.resolve();
    await backend.close();
  });

  it('never comes when the file is not what it should be, and the owner is told', async () => {
    const proof = Promise.withResolvers<void>();
    const { backend, store } = held(proof.promise);
    const failures: Error[] = [];
    backend.onFlushError((error) => failures.push(error));
    putAndCommit(backend, 'a');
    const flushed = backend.flush();
    const error = new Error('a record is not what was written');
    proof.reject(error);
    await assert.rejects(flushed, error);
    await assert.rejects(backend.flush(), error);
    await backend.close();
    assert.deepEqual(failures, [error]);
    assert.equal(store.writes.length, 0);
  });

  it('may be ahead of what was reported: a snapshot says itself where it stands', async () => {
    const store = new HeldStore();
    const position = (pinned?: PinnedRead): AppliedPosition => ({ index: pinned ? 9 : 8, term: 1 });
    const backend = new LmdbBackend(Object.assign(store, { position }), {
      flushIntervalMs: 1,
      flushBytesMax: 1,
      flushWritesMax: 1,
      onFlush: undefined,
      visitFile: undefined,
      proven: undefined,
      rebuild: noRebuild,
    });
    assert.equal(backend.flushed.index, 8);
    assert.equal((await backend.snapshot()).applied.index, 9);
    await backend.close();
  });

  it('does not wait for the interval when much is committed', async () => {
    const store = new HeldStore();
    const settings = { flushIntervalMs: 1e6, flushWritesMax: 3, flushBytesMax: 1e6 };
    const backend = new LmdbBackend(store, {
      ...settings,
      onFlush: undefined,
      visitFile: undefined,
      proven: undefined,
      rebuild: noRebuild,
    });
    putAndCommit(backend, 'a', 'b');
    putAndCommit(backend, 'c');
    await until(() => store.writes.length === 1);
    store.writes[0]!.end.resolve();
    await until(() => backend.flushed.index === 2);
    await backend.close();
  });

  it('reports its failure once, refuses to flush, and never tries again', async () => {
    const { backend, store } = held();
    const errors: Error[] = [];
    backend.onFlushError((error) => errors.push(error));
    putAndCommit(backend, 'a');
    await until(() => store.writes.length === 1);
    const waiting = backend.flush();
    store.writes[0]!.end.reject(new Error('no space left'));
    await assert.rejects(waiting, /no space left/);
    await assert.rejects(backend.flush(), /no space left/);
    putAndCommit(backend, 'b', 'c', 'd', 'e', 'f');
    await assert.rejects(backend.snapshot(), /no space left/);
    assert.equal(errors.length, 1);
    assert.deepEqual(backend.flushed, { index: 0, term: 0 });
    await backend.close();
    assert.ok(store.closed);
    assert.equal(store.writes.length, 1);
  });
});
