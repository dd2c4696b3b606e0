import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { openStore } from '@cairn/mvcc';
import type { Store } from '@cairn/mvcc';
import { fromByteString } from '@cairn/core';
import { CompactionRunner } from './compaction-runner.ts';
import { ReplicaStoppedError } from './errors.ts';
import { recordStoreOf } from './record-store.ts';

interface Kit {
  readonly runner: CompactionRunner;
  readonly backend: MemoryBackend;
  readonly store: Store;
  readonly fatal: Error[];
  /** How long each compaction took. */
  readonly finishedMs: number[];
  /** Runs what was scheduled; answers whether there was anything. */
  readonly step: () => Promise<boolean>;
}

function kit(backend: MemoryBackend, puts: number): Kit {
  const store = openStore(recordStoreOf(backend));
  for (let i = 0; i < puts; i++) {
    const writer = store.beginWrite();
    writer.put(fromByteString(`k${i % 3}`), fromByteString(`${i}`), 0n);
    writer.end();
  }
  backend.commit({ index: Math.max(5, backend.applied.index), term: 1 });
  const fatal: Error[] = [];
  const finishedMs: number[] = [];
  let nowMs = 0;
  let scheduled: (() => void)[] = [];
  const runner = new CompactionRunner({
    store,
    backend,
    schedule: (run) => scheduled.push(run),
    onFatal: (error) => fatal.push(error),
    nowMs: () => (nowMs += 10),
    onFinished: (durationMs) => finishedMs.push(durationMs),
  });
  const step = async (): Promise<boolean> => {
    const due = scheduled;
    scheduled = [];
    for (const run of due) run();
    await new Promise((resolve) => setImmediate(resolve));
    return due.length > 0;
  };
  return { runner, backend, store, fatal, finishedMs, step };
}

test('a compaction is done in slices, at the applied position, and told when it is on disk', async () => {
  const { runner, backend, store, step } = kit(
    new MemoryBackend({ flushAfterCommits: Infinity }),
    3_500,
  );
  store.compact(3_500);
  const told: (Error | undefined)[] = [];
  runner.whenFinished((error) => told.push(error));
  runner.continue();
  runner.continue();
  let slices = 0;
  while (await step()) {
    slices += 1;
    if (store.compacting) assert.deepEqual(told, []);
  }
  assert.ok(slices >= 4, `${slices} slices`);
  assert.deepEqual(told, [undefined]);
  assert.deepEqual(backend.flushed, { index: 5, term: 1 });
  assert.equal(openStore(recordStoreOf(backend)).keyCount, 3);
});

test('the end of a compaction is told once, with its duration, and what it has removed', async () => {
  const { runner, store, finishedMs, step } = kit(new MemoryBackend(), 2_500);
  runner.continue();
  assert.deepEqual(finishedMs, [], 'there was nothing to remove');
  store.compact(2_500);
  runner.continue();
  while (await step());
  runner.continue();
  assert.deepEqual(finishedMs, [10]);
  // What is current at 2500 stays, and what came after it.
  assert.equal(store.compactedRecords, 2_500 - 3 - 1);
});

test('a restart goes on with what was left', async () => {
  const first = kit(new MemoryBackend(), 2_500);
  first.store.compact(2_500);
  first.runner.continue();
  await first.step();
  first.runner.stop(new Error('over'));
  assert.equal(await first.step(), true, 'it was scheduled already');
  const second = kit(first.backend, 0);
  assert.equal(second.store.compacting, true);
  second.runner.continue();
  while (await second.step());
  assert.equal(second.store.compacting, false);
});

test('who waits when it is stopped is told why, and nothing more is removed', async () => {
  const { runner, store, step } = kit(new MemoryBackend(), 2_500);
  store.compact(2_500);
  runner.continue();
  const told: (string | undefined)[] = [];
  runner.whenFinished((error) => told.push(error?.name));
  runner.stop(new ReplicaStoppedError('stopped'));
  while (await step());
  assert.deepEqual(told, ['ReplicaStoppedError']);
  assert.equal(store.compacting, true);
  runner.continue();
  assert.equal(await step(), false);
});

test('when much waits for the disk, the next slice waits too', async () => {
  const { runner, backend, store, step } = kit(new MemoryBackend(), 2_500);
  const flushed = Promise.withResolvers<void>();
  backend.pendingBytes = () => 20 * 1024 * 1024;
  backend.flush = () => flushed.promise;
  store.compact(2_500);
  runner.continue();
  const { applied } = backend;
  let removed = 0;
  const compactStep = store.compactStep.bind(store);
  store.compactStep = (recordsMax) => {
    removed += 1;
    return compactStep(recordsMax);
  };
  await step();
  assert.equal(removed, 0);
  backend.pendingBytes = () => 0;
  flushed.resolve();
  await step();
  while (await step());
  assert.ok(removed >= 3);
  assert.deepEqual(backend.applied, applied);
});

test('a disk that fails is fatal, and who waits is told', async () => {
  const { runner, backend, store, fatal, step } = kit(new MemoryBackend(), 10);
  backend.failFlushes(new Error('no space left'));
  store.compact(10);
  const told: (string | undefined)[] = [];
  runner.whenFinished((error) => told.push(error?.message));
  runner.continue();
  while (await step());
  assert.deepEqual(
    [told, fatal.map(({ message }) => message)],
    [['no space left'], ['no space left']],
  );
});
