import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { dump, fill, testConformance, text, type TestStore } from './backend-conformance.ts';
import { MemoryBackend } from './memory-backend.ts';
import { Table } from './types.ts';

testConformance('memory', async (): Promise<TestStore> => {
  let backend = new MemoryBackend();
  return {
    backend,
    async reopen() {
      await backend.close();
      backend = backend.crash(new SeededRandom(1));
      return backend;
    },
    [Symbol.asyncDispose]: () => backend.close(),
  };
});

describe('a crash of the store in memory', () => {
  it('leaves whole batches: all that were flushed, and some of the others', async () => {
    const found = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const backend = new MemoryBackend({ flushAfterCommits: Infinity });
      for (let index = 1; index <= 6; index++) {
        backend.put(Table.key, text('a'), text(String(index)));
        backend.put(Table.key, text('b'), text(String(index)));
        backend.commit({ index, term: 1 });
        if (index === 3) await backend.flush();
      }
      backend.put(Table.key, text('a'), text('open'));
      const next = backend.crash(new SeededRandom(seed));
      const { index } = next.applied;
      assert.ok(index >= 3 && index <= 6);
      assert.deepEqual(next.flushed, next.applied);
      assert.deepEqual(dump(next, Table.key), [`a=${index}`, `b=${index}`]);
      found.add(index);
      next.put(Table.key, text('c'), text('after'));
      next.commit({ index: index + 1, term: 2 });
      await next.flush();
      assert.equal(next.crash(new SeededRandom(seed)).applied.index, index + 1);
    }
    assert.deepEqual(
      [...found].sort((a, b) => a - b),
      [3, 4, 5, 6],
    );
  });

  it('flushes by itself after so many commits', () => {
    const backend = new MemoryBackend({ flushAfterCommits: 10 });
    fill(backend, 95);
    assert.equal(backend.applied.index, 10);
    assert.equal(backend.flushed.index, 10);
    fill(backend, 5);
    assert.equal(backend.flushed.index, 10);
  });

  it('fails its flushes on demand', async () => {
    const backend = new MemoryBackend();
    const errors: Error[] = [];
    backend.onFlushError((error) => errors.push(error));
    backend.failFlushes(new Error('full'));
    await assert.rejects(backend.flush(), /full/);
    assert.equal(errors.length, 1);
    await backend.close();
  });

  it('fails the next flush on demand, whoever asks for it, and all after it', async () => {
    for (const byCommit of [true, false]) {
      const backend = new MemoryBackend({ flushAfterCommits: byCommit ? 1 : Infinity });
      const errors: Error[] = [];
      backend.onFlushError((error) => errors.push(error));
      backend.failNextFlush(new Error('EIO'));
      backend.put(Table.key, text('a'), text('1'));
      backend.commit({ index: 1, term: 1 });
      await assert.rejects(backend.flush(), /EIO/);
      await assert.rejects(backend.flush(), /EIO/);
      assert.equal(errors.length, 1);
      assert.equal(backend.flushed.index, 0);
      assert.ok(backend.crash(new SeededRandom(1)).applied.index <= 1);
    }
  });

  it('holds its flushes on demand, and reports nothing as durable meanwhile', async () => {
    const backend = new MemoryBackend({ flushAfterCommits: 1 });
    const release = backend.holdFlushes();
    backend.put(Table.key, text('a'), text('1'));
    backend.commit({ index: 1, term: 1 });
    const state = { flushed: false };
    const flushing = backend.flush().then(() => (state.flushed = true));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    assert.equal(state.flushed, false);
    assert.equal(backend.flushed.index, 0);
    assert.ok(backend.pendingBytes() > 0);
    release();
    await flushing;
    assert.equal(backend.flushed.index, 1);
  });

  it('changes one bit of one stored value on demand, for good', async () => {
    const backend = new MemoryBackend({ flushAfterCommits: Infinity });
    const random = new SeededRandom(4);
    assert.equal(backend.flipBit(Table.key, random), undefined);
    fill(backend, 50);
    await backend.flush();
    const before = dump(backend, Table.key);
    const changed = backend.flipBit(Table.key, random);
    const differing = dump(backend, Table.key).filter((line, i) => line !== before[i]);
    assert.equal(differing.length, 1);
    assert.ok(differing[0]?.startsWith(`${new TextDecoder().decode(changed)}=`));
    const after = dump(backend, Table.key);
    assert.deepEqual(dump(backend.crash(random), Table.key), after);
  });
});
