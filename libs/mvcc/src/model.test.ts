// The store against a model that is too simple to be wrong: a list of all changes ever made. Seeded
// random transactions, compactions in small steps, restarts and crashes; then every revision is read,
// the whole history replayed and the hash compared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, crc32c, fromByteString } from '@cairn/core';
import { CompactedError, FutureRevisionError } from './errors.ts';
import { MemoryRecords } from './memory-records.ts';
import { encodeRecord, recordKey } from './record.ts';
import { encodeRevisionKey } from './revision-key.ts';
import { openStore } from './store.ts';
import type { KeyValue, RangeQuery, Store, StoreEvent } from './types.ts';
import { SortOrder, SortTarget } from './types.ts';

interface Change {
  readonly main: number;
  readonly sub: number;
  readonly key: string;
  /** undefined = deleted */
  readonly fields: KeyValue | undefined;
}

const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };

function query(part: Partial<RangeQuery>): RangeQuery {
  return {
    key: Uint8Array.of(0),
    rangeEnd: new Uint8Array(0),
    limit: 0,
    revision: 0,
    sortOrder: SortOrder.none,
    sortTarget: SortTarget.key,
    keysOnly: false,
    countOnly: false,
    minModRevision: 0,
    maxModRevision: 0,
    minCreateRevision: 0,
    maxCreateRevision: 0,
    ...part,
  };
}

class Model {
  readonly changes: Change[] = [];
  revision = 1;
  compactRevision = -1;

  /** The keys live at a revision, in key order. */
  at(revision: number, before: readonly Change[] = this.changes): KeyValue[] {
    const live = new Map<string, KeyValue>();
    for (const { main, key, fields } of before) {
      if (main > revision) break;
      if (fields === undefined) live.delete(key);
      else live.set(key, fields);
    }
    return [...live].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fields]) => fields);
  }

  find(key: string, revision: number): KeyValue | undefined {
    return this.changes.findLast((change) => change.key === key && change.main <= revision)?.fields;
  }

  /** Not removed by a compaction at `revision`. */
  survives(change: Change, revision: number): boolean {
    if (change.main > revision) return true;
    const newest = this.changes.findLast((c) => c.key === change.key && c.main <= revision);
    return newest === change && (change.fields !== undefined || change.main === revision);
  }

  put(sub: number, key: string, value: Uint8Array, lease: bigint): void {
    const main = this.revision + 1;
    const old = this.find(key, main);
    const fields: KeyValue = {
      key: fromByteString(key),
      createRevision: old?.createRevision ?? main,
      modRevision: main,
      version: (old?.version ?? 0) + 1,
      value,
      lease,
    };
    this.changes.push({ main, sub, key, fields });
  }

  deleteRange(sub: number, from: string, to: string): KeyValue[] {
    const main = this.revision + 1;
    const found = this.at(main).filter((fields) => {
      const key = latin1(fields.key);
      return key >= from && key < to;
    });
    for (const [i, fields] of found.entries()) {
      this.changes.push({ main, sub: sub + i, key: latin1(fields.key), fields: undefined });
    }
    return found;
  }

  events(from: number, to: number): StoreEvent[] {
    const compacted = this.compactRevision;
    return this.changes
      .filter(({ main }) => main >= from && main <= to)
      .filter((change) => change.main !== compacted || this.survives(change, compacted))
      .map(({ main, sub, key, fields }) => {
        const created = fields?.createRevision === main;
        const old = created || main - 1 < compacted ? undefined : this.find(key, main - 1);
        return {
          kind: fields === undefined ? ('delete' as const) : ('put' as const),
          mainRevision: main,
          subRevision: sub,
          record: fields === undefined ? deletion(key, main) : encodeRecord(fields),
          previous: old && encodeRecord(old),
        };
      });
  }

  hash(revision: number): number {
    const keptAt = this.at(revision).length > 0 ? revision : this.compactRevision;
    let crc = crc32c(fromByteString('key'));
    for (const change of this.changes) {
      const { main, sub, key, fields } = change;
      if (main > revision) break;
      const kept = fields !== undefined && this.survives(change, keptAt);
      if (main <= this.compactRevision && !kept) continue;
      crc = crc32c(encodeRevisionKey(main, sub, fields === undefined), crc);
      crc = crc32c(fields ? encodeRecord(fields) : tombstone(key), crc);
    }
    return crc;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

const noFields = { createRevision: 0, modRevision: 0, version: 0, value: new Uint8Array(0) };

function tombstone(key: string): Uint8Array {
  return encodeRecord({ ...noFields, key: fromByteString(key), lease: 0n });
}

function deletion(key: string, main: number): Uint8Array {
  return encodeRecord({ ...noFields, key: fromByteString(key), modRevision: main, lease: 0n });
}

const keyNames = Array.from('abcdefghij').flatMap((letter) => [
  letter,
  `${letter}\xff`,
  `${letter}/x`,
]);

function pick<T>(random: SeededRandom, items: readonly T[]): T {
  const item = items[random.nextBelow(items.length)];
  assert.ok(item !== undefined);
  return item;
}

function randomKey(random: SeededRandom): string {
  return pick(random, keyNames);
}

/** One transaction of a few random changes, on both; what it answers and announces must agree. */
function transact(random: SeededRandom, store: Store, model: Model): void {
  const writer = store.beginWrite();
  for (let left = 1 + random.nextBelow(3); left > 0; left--) {
    const key = randomKey(random);
    if (random.nextBelow(3) > 0) {
      const value = fromByteString('v'.repeat(random.nextBelow(20)));
      const lease = pick(random, [0n, 0n, 7n, -1n, 0x7fff_ffff_ffff_ffffn]);
      const old = model.find(key, model.revision + 1);
      assert.deepEqual(writer.put(fromByteString(key), value, lease), old && encodeRecord(old));
      model.put(writer.changes - 1, key, value, lease);
    } else {
      const single = random.nextBelow(2) === 0;
      const end = single ? `${key}\0` : randomKey(random);
      const sub = writer.changes;
      const rangeEnd = fromByteString(single ? '' : end);
      const deleted = writer.deleteRange(fromByteString(key), rangeEnd);
      const expected = model.deleteRange(sub, key, end);
      assert.deepEqual(deleted.records(), expected.map(encodeRecord));
      assert.deepEqual(
        deleted.keys,
        expected.map((fields) => latin1(fields.key)),
      );
    }
    const seen = writer.range(query(everything));
    assert.deepEqual(seen.records, model.at(model.revision + 1).map(encodeRecord));
    assert.deepEqual(store.range(query(everything)).records, current(model));
  }
  const { changes } = writer;
  const { revision, events } = writer.end();
  if (changes > 0) model.revision++;
  assert.equal(revision, model.revision);
  assert.equal(events.length, changes);
  const expected = changes > 0 ? model.events(revision, revision) : [];
  assert.deepEqual(events.map(fieldsOf), expected);
}

/** Some are read when they are asked for. */
function fieldsOf({ kind, mainRevision, subRevision, record, previous }: StoreEvent): StoreEvent {
  return { kind, mainRevision, subRevision, record, previous };
}

function current(model: Model): Uint8Array[] {
  return model.at(model.revision).map(encodeRecord);
}

function compactSomewhere(random: SeededRandom, store: Store, model: Model): void {
  const revision = model.revision - random.nextBelow(12);
  if (revision <= model.compactRevision) {
    assert.throws(() => store.compact(revision), CompactedError);
    return;
  }
  store.compact(revision);
  model.compactRevision = revision;
}

function assertSameHistory(store: Store, model: Model, random: SeededRandom): void {
  const first = Math.max(model.compactRevision, 1);
  const expected = model.events(first, model.revision);
  const ends = ['', '\0', randomKey(random)];
  const filters = ends.map((end) => ({ key: randomKey(random), end }));
  for (const filter of [undefined, ...filters]) {
    const wanted = expected.filter(({ record }) => {
      if (filter === undefined) return true;
      const key = latin1(recordKey(record));
      if (filter.end === '') return key === filter.key;
      return key >= filter.key && (filter.end === '\0' || key < filter.end);
    });
    const bytesMax = 1 + random.nextBelow(400);
    const got: StoreEvent[] = [];
    let from = first;
    while (from <= model.revision) {
      const range = filter && {
        key: fromByteString(filter.key),
        rangeEnd: fromByteString(filter.end),
      };
      const slice = store.history(from, model.revision, bytesMax, range);
      got.push(...slice.events);
      assert.ok(slice.upToRevision >= from, 'every slice gets on');
      assert.ok(slice.events.every((event) => event.mainRevision <= slice.upToRevision));
      from = slice.upToRevision + 1;
    }
    assert.deepEqual(got, wanted);
  }
}

/** All of what a reader can see, compared. */
function assertSame(store: Store, model: Model, random: SeededRandom): void {
  assert.equal(store.currentRevision, model.revision);
  assert.equal(store.compactRevision, model.compactRevision);
  for (let revision = Math.max(model.compactRevision, 1); revision <= model.revision; revision++) {
    const live = model.at(revision).map(encodeRecord);
    const all = store.range(query({ ...everything, revision }));
    assert.deepEqual(all.records, live);
    assert.equal(all.count, live.length);
    const [a, b] = [randomKey(random), randomKey(random)];
    const inRange = model.at(revision).filter(({ key }) => latin1(key) >= a && latin1(key) < b);
    const part = { revision, key: fromByteString(a), rangeEnd: fromByteString(b) };
    const counted = store.range(query({ ...part, countOnly: true }));
    assert.deepEqual([counted.count, counted.records], [inRange.length, []]);
    const limited = store.range(query({ ...part, limit: 2 }));
    assert.deepEqual(limited.records, inRange.slice(0, 2).map(encodeRecord));
    assert.deepEqual([limited.count, limited.more], [inRange.length, inRange.length > 2]);
    const last = store.range(query({ ...part, limit: 2, sortOrder: SortOrder.descend }));
    assert.deepEqual(last.records, inRange.toReversed().slice(0, 2).map(encodeRecord));
    const one = store.range(query({ revision, key: fromByteString(a) }));
    const found = model.find(a, revision);
    assert.deepEqual(one.records, found ? [encodeRecord(found)] : []);
    assert.equal(store.hashKv(revision).hash, model.hash(revision));
  }
  const below = model.compactRevision - 1;
  if (below > 0) {
    assert.throws(() => store.range(query({ revision: below })), CompactedError);
    assert.throws(() => store.history(below, model.revision, 1), CompactedError);
    assert.throws(() => store.hashKv(below), CompactedError);
  }
  const above = model.revision + 1;
  assert.throws(() => store.range(query({ revision: above })), FutureRevisionError);
  assert.throws(() => store.hashKv(above), FutureRevisionError);
  assert.throws(() => store.compact(above), FutureRevisionError);
  assertSameHistory(store, model, random);
}

function assertOnlySurvivorsStored(records: MemoryRecords, model: Model): void {
  const stored = [...records.scan(undefined, undefined)].map(({ key }) => latin1(key));
  const survivors = model.changes
    .filter((change) => model.survives(change, model.compactRevision))
    .map(({ main, sub, fields }) => latin1(encodeRevisionKey(main, sub, fields === undefined)));
  assert.deepEqual(stored, survivors);
}

function openForTest(records: MemoryRecords, random: SeededRandom): Store {
  return openStore(records, { historyScannedRecordsMax: 1 + random.nextBelow(30) });
}

for (let seed = 1; seed <= 12; seed++) {
  test(`the store answers as the list of all changes does (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const model = new Model();
    let records = new MemoryRecords();
    let store = openForTest(records, random);
    for (let step = 0; step < 240; step++) {
      const action = random.nextBelow(40);
      if (action < 28) transact(random, store, model);
      else if (action < 30) compactSomewhere(random, store, model);
      else if (action < 37) store.compactStep(1 + random.nextBelow(6));
      else if (action < 38) store = openForTest(records, random);
      else if (action < 39) {
        records = records.clone();
        store = openForTest(records, random);
      } else assertSame(store, model, random);
    }
    assertSame(store, model, random);
    while (!store.compactStep(3)) assert.ok(store.compacting);
    assert.equal(store.compacting, false);
    assertOnlySurvivorsStored(records, model);
    assertSame(store, model, random);
    assertSame(openForTest(records, random), model, random);
  });
}

test('a crash between any two removals of a compaction changes no answer', () => {
  for (let seed = 100; seed < 104; seed++) {
    const random = new SeededRandom(seed);
    const model = new Model();
    const records = new MemoryRecords();
    const store = openForTest(records, random);
    for (let step = 0; step < 40; step++) transact(random, store, model);
    const revision = model.revision - random.nextBelow(10);
    store.compact(revision);
    model.compactRevision = revision;
    for (let finished = false; !finished;) {
      finished = store.compactStep(1);
      const survivor = records.clone();
      const reopened = openForTest(survivor, random);
      assert.equal(reopened.compacting, !finished);
      assertSame(reopened, model, random);
      while (!reopened.compactStep(50));
      assertOnlySurvivorsStored(survivor, model);
    }
  }
});
