import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord } from '@cairn/mvcc';
import type { RangeQuery, RangeResult } from '@cairn/mvcc';
import { toByteString } from '@cairn/core';
import type { ReadCallback, Replica } from '@cairn/replica';
import { ReplicaStoppedError } from '@cairn/replica';
import { TestMembers, bytes, turn } from '../testing/test-members.ts';
import { Turns } from '../turns.ts';
import { readLargeRange } from './large-range.ts';
import type { Outcome } from './outcome.ts';

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

interface Reading {
  readonly result: () => RangeResult | undefined;
  readonly outcome: () => Outcome | undefined;
}

function read(replica: Replica, query: Partial<RangeQuery> = {}): Reading {
  let result: RangeResult | undefined;
  let outcome: Outcome | undefined;
  readLargeRange(
    {
      replica,
      turns: new Turns(),
      query: { ...everything, ...query },
      reply: (settled) => {
        assert.equal(outcome, undefined, 'one answer');
        outcome = settled;
      },
    },
    (whole) => {
      result = whole;
      return new Uint8Array(0);
    },
  );
  return { result: () => result, outcome: () => outcome };
}

/** Between two slices, whatever the loop does. Answers the revision. */
function write({ machine }: Replica, name: string, value: string): number {
  const writer = machine.store.beginWrite();
  writer.put(bytes(name), bytes(value), 0n);
  return writer.end().revision;
}

function plain(result: RangeResult | undefined): unknown {
  return {
    ...result,
    records: result?.records.map((record) => toByteString(decodeRecord(record).key)),
  };
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
    await group.until('the answer', reading.outcome);
    const expected = replica.machine.store.range({ ...everything, ...query });
    assert.deepEqual(plain(reading.result()), plain(expected), JSON.stringify(query));
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
  assert.deepEqual(
    [result?.revision, result?.count, result?.records.length],
    [revision, 7_000, 7_000],
  );
});

test('slices of large records are smaller', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 2_500, 'x'.repeat(20_000));
  const { store } = replica.machine;
  const range = store.range.bind(store);
  const limits: number[] = [];
  store.range = (query) => {
    limits.push(query.limit);
    return range(query);
  };
  const reading = read(replica);
  await group.until('the answer', reading.outcome);
  assert.equal(limits[0], 1_000);
  assert.ok(limits.length > 5 && limits.slice(1).every((limit) => limit >= 100 && limit <= 250));
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
  assert.equal(outcome.kind, 'answer');
  const result = reading.result();
  assert.deepEqual([result?.revision, result?.count], [current, 3_001]);
});

test('compactions faster than the read are met by reading at one go', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 3_000);
  const { store } = replica.machine;
  const range = store.range.bind(store);
  let reads = 0;
  store.range = (query) => {
    reads += 1;
    if (query.revision > 0) {
      store.compact(write(replica, 'other', `${reads}`));
    }
    return range(query);
  };
  const reading = read(replica);
  const outcome = await group.until('the answer', reading.outcome);
  assert.equal(outcome.kind, 'answer');
  assert.ok(reads < 12, `${reads} reads`);
  assert.equal(reading.result()?.records.length, 3_000);
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
