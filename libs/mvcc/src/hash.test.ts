import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c, fromByteString } from '@cairn/core';
import { MemoryRecords } from './memory-records.ts';
import { openStore } from './store.ts';
import type { HashResult, Store, StoreWriter } from './types.ts';

function write(store: Store, change: (writer: StoreWriter) => void): void {
  const writer = store.beginWrite();
  change(writer);
  writer.end();
}

function put(store: Store, key: string, value: string, lease = 0n): void {
  write(store, (writer) => writer.put(fromByteString(key), fromByteString(value), lease));
}

function remove(store: Store, key: string, rangeEnd = ''): void {
  write(store, (writer) => writer.deleteRange(fromByteString(key), fromByteString(rangeEnd)));
}

function compact(store: Store, revision: number): void {
  store.compact(revision);
  while (!store.compactStep(1));
}

/** Revisions 2 to 9, with every field in use. */
function fill(store: Store): void {
  put(store, 'a', '1');
  put(store, 'b', 'two', 0x7fff_ffff_ffff_ffffn);
  put(store, 'c/\xff', '', -1n);
  put(store, 'a', '2', 1n);
  remove(store, 'b');
  write(store, (writer) => {
    writer.put(fromByteString('b'), fromByteString('again'), 0n);
    writer.deleteRange(fromByteString('c'), fromByteString('d'));
    writer.put(fromByteString('z'), fromByteString('x'.repeat(300)), 0n);
  });
  put(store, 'q', 'q');
  remove(store, 'a');
}

function filledStore(): Store {
  const store = openStore(new MemoryRecords());
  fill(store);
  return store;
}

function hashes(store: Store, revisions: readonly number[]): number[] {
  return revisions.map((revision) => {
    const result = store.hashKv(revision);
    assert.equal(result.compactRevision, store.compactRevision);
    assert.equal(result.hashRevision, revision === 0 ? store.currentRevision : revision);
    return result.hash;
  });
}

// The numbers below were answered by etcd 3.5.30 (`etcdctl endpoint hashkv --rev`) after the same
// operations; after a compaction it was restarted, so that it could not answer from its cache.

test('the hash of an empty store is the hash of the bucket name', () => {
  const store = openStore(new MemoryRecords());
  const expected: HashResult = { hash: 1084519789, compactRevision: -1, hashRevision: 1 };
  assert.deepEqual(store.hashKv(0), expected);
  assert.equal(expected.hash, crc32c(fromByteString('key')));
  assert.deepEqual(store.hashKv(-1), { ...expected, hashRevision: -1 });
});

test('a never compacted store hashes as etcd at every revision', () => {
  const expected = [
    2587454935, 3155725816, 2557624536, 3760944150, 2213688516, 179209366, 3676016366, 2444541125,
    2444541125,
  ];
  assert.deepEqual(hashes(filledStore(), [2, 3, 4, 5, 6, 7, 8, 9, 0]), expected);
});

test('a compacted store hashes as etcd, below and above what was compacted', () => {
  const store = filledStore();
  compact(store, 4);
  const expected = [2557624536, 4172594615, 1967325492, 2708200283, 7022590, 341001391];
  assert.deepEqual(hashes(store, [4, 5, 6, 7, 8, 9]), expected);
});

test('a compaction at a tombstone hashes as etcd', () => {
  const store = filledStore();
  compact(store, 6);
  assert.deepEqual(hashes(store, [6, 7, 8, 9]), [2450241220, 2953073455, 3190924626, 2803508810]);
  compact(store, 9);
  assert.deepEqual(hashes(store, [0]), [703587590]);
});

test('a store whose keys are all deleted hashes as etcd', () => {
  const store = filledStore();
  compact(store, 9);
  remove(store, '\0', '\0');
  assert.deepEqual(hashes(store, [0, 9]), [3535174828, 703587590]);
  compact(store, 10);
  assert.deepEqual(hashes(store, [0]), [1084519789]);
  put(store, 'a', 'new');
  assert.deepEqual(hashes(store, [0, 10, -5]), [2935213259, 1084519789, 1084519789]);
});

test('the hash does not depend on how far a compaction has got', () => {
  for (const compactRevision of [4, 6, 9, 10]) {
    const store = filledStore();
    remove(store, '\0', '\0');
    store.compact(compactRevision);
    const before = hashes(store, [compactRevision, 10]);
    do assert.deepEqual(hashes(store, [compactRevision, 10]), before);
    while (!store.compactStep(1));
    assert.deepEqual(hashes(store, [compactRevision, 10]), before);
  }
});

test('a stepped hash stays at its revision while writes and compactions go on', () => {
  const store = filledStore();
  const run = store.beginHash(0);
  const steps: (HashResult | undefined)[] = [];
  do {
    steps.push(run.step(1));
    put(store, 'a', 'later');
    if (store.compactRevision < 5) store.compact(5);
    assert.equal(store.compactStep(100), steps.at(-1) !== undefined);
  } while (steps.at(-1) === undefined);
  assert.ok(steps.length >= 9);
  const expected: HashResult = { hash: 2444541125, compactRevision: -1, hashRevision: 9 };
  assert.deepEqual(steps.at(-1), expected);
  assert.throws(() => run.step(1), /closed/);
});

test('a closed hash run no longer holds up a compaction', () => {
  const store = filledStore();
  store.compact(9);
  const [first, second] = [store.beginHash(0), store.beginHash(9)];
  first.close();
  assert.equal(store.compactStep(100), false);
  second.close();
  second.close();
  assert.equal(store.compactStep(100), true);
});
