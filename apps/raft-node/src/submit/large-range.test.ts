import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RangeQuery, RangeResult } from '@cairn/mvcc';
import { equalBytes } from '@cairn/core';
import { encodeRangeResponse, etcdserverpb, toSafeNumber } from '@cairn/proto';
import type { ReadCallback, Replica } from '@cairn/replica';
import { ReplicaStoppedError } from '@cairn/replica';
import { TestMembers, bytes, turn } from '../testing/test-members.ts';
import { Turns } from '../turns.ts';
import { readLargeRange } from './large-range.ts';
import type { Outcome } from './outcome.ts';
import { FreePieces } from './pieces.ts';
import { bytesOf } from '../testing/outcome-bytes.ts';

const everything: RangeQuery = {
  key: bytes('key'),
  rangeEnd: bytes('kez'),
  limit: 0,
  revision: 0,
  sortOrder: 0,
  sortTarget: 0,
  keysOnly: false,
  countOnly: false,
  minModRevision: 0,
  maxModRevision: 0,
  minCreateRevision: 0,
  maxCreateRevision: 0,
};

function encode({ records, more, count, revision }: RangeResult): Uint8Array {
  const header = { clusterId: 1n, memberId: 2n, revision, raftTerm: 3 };
  return encodeRangeResponse(header, records, more, count);
}

interface Answered {
  readonly revision: number;
  readonly count: number;
  readonly records: number;
}

function decoded(outcome: Outcome | undefined): Answered | undefined {
  const message = bytesOf(outcome);
  if (message === undefined) return undefined;
  const { header, count, kvs } = etcdserverpb.RangeResponse.decode(message);
  const revision = toSafeNumber(header?.revision ?? 0);
  return { revision, count: toSafeNumber(count), records: kvs.length };
}

interface Reading {
  readonly result: () => Answered | undefined;
  readonly outcome: () => Outcome | undefined;
}

function read(replica: Replica, query: Partial<RangeQuery> = {}, msPerLook = 0.1): Reading {
  let timeMs = 0;
  let outcome: Outcome | undefined;
  readLargeRange(
    {
      replica,
      turns: new Turns(),
      free: new FreePieces(),
      query: { ...everything, ...query },
      nowMs: () => (timeMs += msPerLook),
      reply: (settled) => {
        assert.equal(outcome, undefined, 'one answer');
        outcome = settled;
      },
    },
    encode,
  );
  return { outcome: () => outcome, result: () => decoded(outcome) };
}

/** Between two slices, whatever the loop does. Answers the revision. */
function write({ machine }: Replica, name: string, value: string): number {
  const writer = machine.store.beginWrite();
  writer.put(bytes(name), bytes(value), 0n);
  return writer.end().revision;
}

test('a range of any size and limit is what one read gives', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 7_500);
  for (const query of [
    {},
    { limit: 1_000 },
    { limit: 1_001 },
    { limit: 6_000 },
    { limit: 7_500 },
    { limit: 7_499 },
    { limit: 100_000 },
    { keysOnly: true },
    { countOnly: true },
    { revision: 3_000 },
    { sortOrder: 2 as const },
    { minModRevision: 7_000 },
    { key: bytes('key000999'), rangeEnd: bytes('\0') },
    { rangeEnd: new Uint8Array(0), key: bytes('key000001') },
  ]) {
    const reading = read(replica, query);
    const outcome = await group.until('the answer', reading.outcome);
    const expected = encode(replica.machine.store.range({ ...everything, ...query }));
    const message = bytesOf(outcome);
    assert.ok(message !== undefined);
    // As bytes: fields in the order in which etcd writes them.
    assert.ok(equalBytes(message, expected), JSON.stringify(query));
  }
});

test('a large range is read in turns, at the revision of the first', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const revision = await group.fill(replica, 7_000);
  const reading = read(replica);
  assert.equal(reading.outcome(), undefined);
  write(replica, 'key000000', 'later');
  write(replica, 'key9', 'later');
  await group.until('the answer', reading.outcome);
  const result = reading.result();
  assert.deepEqual([result?.revision, result?.count, result?.records], [revision, 7_000, 7_000]);
});

test('a slice ends when its time is up, and always gets on', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 600);
  const { store } = replica.machine;
  const rangeSlice = store.rangeSlice.bind(store);
  let sizes: number[] = [];
  store.rangeSlice = (query, take, isEnough) => {
    let size = 0;
    const next = rangeSlice(query, (record) => (size++, take(record)), isEnough);
    sizes.push(size);
    return next;
  };
  for (const [msPerLook, expected] of [
    [0.1, 80],
    [0.25, 32],
    [10, 16],
  ] as const) {
    sizes = [];
    const reading = read(replica, { limit: 500 }, msPerLook);
    await group.until('the answer', reading.outcome);
    assert.equal(sizes[1], expected);
    assert.equal(reading.result()?.records, 500);
  }
});

test('a compaction under way refuses who asked for that revision', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const revision = await group.fill(replica, 3_000);
  const reading = read(replica, { revision: revision - 10 });
  assert.equal(reading.outcome(), undefined);
  replica.machine.store.compact(revision);
  const outcome = await group.until('the answer', reading.outcome);
  assert.equal(outcome.kind === 'failure' && outcome.code, 11);
});

test('a compaction under way does not show to who asked for the latest', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 3_000);
  const reading = read(replica);
  assert.equal(reading.outcome(), undefined);
  const current = write(replica, 'key9', '1');
  replica.machine.store.compact(current);
  const outcome = await group.until('the answer', reading.outcome);
  assert.notEqual(outcome.kind, 'failure');
  const result = reading.result();
  assert.deepEqual([result?.revision, result?.count], [current, 3_001]);
});

test('compactions faster than the read are met by reading at one go', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 3_000);
  const { store } = replica.machine;
  const rangeSlice = store.rangeSlice.bind(store);
  let slices = 0;
  store.rangeSlice = (...slice) => {
    slices += 1;
    store.compact(write(replica, 'other', `${slices}`));
    return rangeSlice(...slice);
  };
  const reading = read(replica);
  const outcome = await group.until('the answer', reading.outcome);
  assert.equal(outcome.kind, 'answer');
  assert.equal(slices, 4);
  assert.equal(reading.result()?.records, 3_000);
});

test('between two slices the state may be replaced or gone', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 3_000);
  let held: ReadCallback | undefined;
  const replacing = Object.create(replica, {
    readSerializable: { value: (callback: ReadCallback) => (held = callback) },
    machine: { get: () => replica.machine },
  }) as Replica;
  const reading = read(replacing);
  await group.until('it waits', () => held);
  await turn();
  assert.equal(reading.outcome(), undefined);
  held?.(new ReplicaStoppedError('server stopped'));
  const outcome = reading.outcome();
  assert.equal(outcome?.kind === 'failure' && outcome.message, 'etcdserver: server stopped');
});
