import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromByteString, toByteString } from '@cairn/core';
import { CompactedError, FutureRevisionError, MalformedRecordError } from './errors.ts';
import { MemoryRecords } from './memory-records.ts';
import { decodeRecord, recordKey, recordVersion } from './record.ts';
import { encodeRevisionKey } from './revision-key.ts';
import { openStore } from './store.ts';
import type { RecordVisitor, Store, StoreEvent, StoreWriter } from './types.ts';

function write(store: Store, change: (writer: StoreWriter) => void): readonly StoreEvent[] {
  const writer = store.beginWrite();
  change(writer);
  return writer.end().events;
}

function put(writer: StoreWriter, key: string, value = ''): void {
  writer.put(fromByteString(key), fromByteString(value), 0n);
}

function remove(writer: StoreWriter, key: string, rangeEnd = ''): void {
  writer.deleteRange(fromByteString(key), fromByteString(rangeEnd));
}

function markOf(records: MemoryRecords, name: string): string | undefined {
  const mark = records.getMeta(name);
  return mark && Buffer.from(mark).toString('hex');
}

function hexRevision(main: number): string {
  return Buffer.from(encodeRevisionKey(main, 0, false)).toString('hex');
}

/** Some are read when they are asked for. */
function fieldsOf({ kind, mainRevision, subRevision, record, previous }: StoreEvent): StoreEvent {
  return { kind, mainRevision, subRevision, record, previous };
}

/** "kind key main.sub version <- version of previous" */
function describe(event: StoreEvent): string {
  const { kind, mainRevision, subRevision, record, previous } = event;
  const before = previous ? ` <- ${recordVersion(previous)}` : '';
  const key = toByteString(recordKey(record));
  return `${kind} ${key} ${mainRevision}.${subRevision} ${recordVersion(record)}${before}`;
}

test('an empty store is at revision 1 and was never compacted', () => {
  const store = openStore(new MemoryRecords());
  assert.deepEqual([store.currentRevision, store.compactRevision, store.keyCount], [1, -1, 0]);
  assert.equal(store.compacting, false);
  assert.equal(store.compactStep(1), true);
});

test('a transaction is one revision, its changes are numbered within it, and none is none', () => {
  const store = openStore(new MemoryRecords());
  const events = write(store, (writer) => {
    put(writer, 'b');
    put(writer, 'a');
    remove(writer, 'a', 'c');
  });
  const expected = ['put b 2.0 1', 'put a 2.1 1', 'delete a 2.2 0', 'delete b 2.3 0'];
  assert.deepEqual(events.map(describe), expected);
  assert.equal(store.currentRevision, 2);
  const nothing = write(store, (writer) => remove(writer, 'x', '\0'));
  assert.deepEqual([nothing, store.currentRevision], [[], 2]);
});

test('the newest record of a key is that of its last put, and none when it was never put or is gone', () => {
  const store = openStore(new MemoryRecords());
  const newest = (key: string): string | undefined => {
    const record = store.newest(fromByteString(key));
    return record && toByteString(decodeRecord(record).value);
  };
  assert.equal(newest('k'), undefined);
  write(store, (writer) => put(writer, 'k', '1'));
  write(store, (writer) => put(writer, 'k', '2'));
  assert.deepEqual([newest('k'), newest('k\0'), newest('j')], ['2', undefined, undefined]);
  write(store, (writer) => {
    put(writer, 'k', '3');
    assert.throws(() => newest('k'), /not current/);
  });
  assert.equal(newest('k'), '3');
  write(store, (writer) => remove(writer, 'k'));
  assert.equal(newest('k'), undefined);
});

test('the version counts the puts of one life of a key', () => {
  const store = openStore(new MemoryRecords());
  write(store, (writer) => put(writer, 'k', '1'));
  write(store, (writer) => put(writer, 'k', '2'));
  write(store, (writer) => remove(writer, 'k'));
  write(store, (writer) => put(writer, 'k', '3'));
  const { events } = store.history(2, 5, Infinity);
  assert.deepEqual(events.map(describe), [
    'put k 2.0 1',
    'put k 3.0 2 <- 1',
    'delete k 4.0 0 <- 2',
    'put k 5.0 1',
  ]);
  const [, , deleted, last] = events.map((event) => decodeRecord(event.record));
  assert.deepEqual([deleted?.createRevision, deleted?.modRevision], [0, 4]);
  assert.deepEqual([last?.createRevision, last?.modRevision], [5, 5]);
});

test('previous is what was there before the transaction, not what the transaction replaced', () => {
  const store = openStore(new MemoryRecords());
  write(store, (writer) => put(writer, 'k', 'old'));
  const events = write(store, (writer) => {
    put(writer, 'k', 'twice');
    const replaced = writer.put(fromByteString('k'), fromByteString('thrice'), 0n);
    assert.equal(replaced && recordVersion(replaced), 2);
    remove(writer, 'k');
    put(writer, 'k', 'created');
    put(writer, 'k', 'still created');
    remove(writer, 'k');
  });
  assert.deepEqual(events.map(describe), [
    'put k 3.0 2 <- 1',
    'put k 3.1 3 <- 1',
    'delete k 3.2 0 <- 1',
    'put k 3.3 1',
    'put k 3.4 2',
    'delete k 3.5 0 <- 1',
  ]);
  for (const filter of [undefined, { key: fromByteString('k'), rangeEnd: fromByteString('') }]) {
    const history = store.history(3, 3, Infinity, filter).events;
    assert.deepEqual(history.map(fieldsOf), events.map(fieldsOf));
  }
});

test('a delete reads no record unless somebody looks at it', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  write(store, (writer) => put(writer, 'a', '1'));
  write(store, (writer) => put(writer, 'b', '2'));
  const { get } = records;
  let reads = 0;
  records.get = (key) => {
    reads += 1;
    return get.call(records, key);
  };
  const writer = store.beginWrite();
  const deleted = writer.deleteRange(fromByteString('a'), fromByteString('z'));
  const { events } = writer.end();
  assert.deepEqual(deleted.keys, ['a', 'b']);
  assert.equal(reads, 0);
  assert.equal(deleted.records().length, 2);
  assert.equal(reads, 2);
  assert.deepEqual(events.map(describe), ['delete a 4.0 0 <- 1', 'delete b 4.1 0 <- 1']);
  assert.ok(reads > 2);
});

test('what several deletes have removed can be held at the same time', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  write(store, (writer) => put(writer, 'a', '1'));
  write(store, (writer) => put(writer, 'b', '2'));
  // As a backend does: the bytes of one look-up are the right ones until the next.
  const shown = new Uint8Array(100);
  const restarted = openStore(
    Object.assign(Object.create(records) as MemoryRecords, {
      get: (key: Uint8Array) => records.get(key),
      getMeta: (name: string) => records.getMeta(name),
      put: (key: Uint8Array, record: Uint8Array) => records.put(key, record),
      visit: (visitor: RecordVisitor) => records.visit(visitor),
      getOnce: (key: Uint8Array) => {
        const record = records.get(key) ?? new Uint8Array(0);
        shown.fill(0);
        shown.set(record);
        return shown.subarray(0, record.length);
      },
    }),
  );
  const writer = restarted.beginWrite();
  const deleted = writer.deleteRange(fromByteString('a'), fromByteString('c'));
  const values = (held: readonly (Uint8Array | undefined)[]): string[] =>
    held.map((record) => toByteString(decodeRecord(record ?? new Uint8Array(0)).value));
  assert.deepEqual(values(deleted.records()), ['1', '2']);
  assert.deepEqual(values(writer.end().events.map(({ previous }) => previous)), ['1', '2']);
});

test('only one write transaction is open at a time, and an ended one is over', () => {
  const store = openStore(new MemoryRecords());
  const writer = store.beginWrite();
  assert.throws(() => store.beginWrite(), /one write transaction/);
  assert.throws(() => store.compact(1), /inside a write/);
  assert.throws(() => store.compactStep(1), /inside a write/);
  writer.end();
  assert.throws(() => put(writer, 'k'), /ended/);
  assert.throws(() => writer.deleteRange(fromByteString('k'), fromByteString('')), /ended/);
  assert.throws(() => writer.end(), /ended/);
  store.beginWrite().end();
});

test('a compaction is refused at or below the last one and above the current revision', () => {
  const store = openStore(new MemoryRecords());
  assert.throws(() => store.compact(-1), CompactedError);
  store.compact(0);
  assert.equal(store.compactRevision, 0);
  assert.throws(() => store.compact(0), CompactedError);
  assert.throws(() => store.compact(2), FutureRevisionError);
  assert.throws(() => store.compactStep(0), /never ends/);
});

test('the marks of a compaction are written as etcd writes them', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  for (let i = 0; i < 4; i++) write(store, (writer) => put(writer, 'k'));
  store.compact(4);
  assert.equal(markOf(records, 'scheduledCompactRev'), hexRevision(4));
  assert.equal(markOf(records, 'finishedCompactRev'), undefined);
  assert.equal(store.compactStep(1), false);
  assert.equal(store.compactStep(1), true);
  assert.equal(markOf(records, 'finishedCompactRev'), hexRevision(4));
});

test('a compaction scheduled during another one does the work of both', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  for (let i = 0; i < 6; i++) write(store, (writer) => put(writer, `k${i % 2}`));
  store.compact(4);
  store.compactStep(1);
  store.compact(7);
  while (!store.compactStep(1));
  assert.deepEqual([records.size, store.compactRevision], [2, 7]);
  assert.equal(markOf(records, 'finishedCompactRev'), hexRevision(7));
});

test('a tombstone at the compact revision is kept for who watches from there, then removed', () => {
  for (const restart of [false, true]) {
    const records = new MemoryRecords();
    let store = openStore(records);
    write(store, (writer) => put(writer, 'k'));
    write(store, (writer) => remove(writer, 'k'));
    write(store, (writer) => put(writer, 'other'));
    store.compact(3);
    while (!store.compactStep(10));
    if (restart) store = openStore(records);
    assert.deepEqual(store.history(3, 3, Infinity).events.map(describe), ['delete k 3.0 0']);
    assert.equal(store.keyCount, 2);
    store.compact(4);
    while (!store.compactStep(10));
    assert.deepEqual([records.size, store.keyCount], [1, 1]);
  }
});

test('the revision is that of a compaction mark when no record is as new', () => {
  for (const [mark, compacting] of [
    ['scheduledCompactRev', true],
    ['finishedCompactRev', false],
  ] as const) {
    const records = new MemoryRecords();
    write(openStore(records), (writer) => put(writer, 'k'));
    records.putMeta(mark, encodeRevisionKey(9, 0, false));
    const store = openStore(records);
    assert.deepEqual([store.currentRevision, store.compactRevision], [9, 9]);
    assert.equal(store.compacting, compacting);
    const events = write(store, (writer) => put(writer, 'k'));
    assert.deepEqual(events.map(describe), ['put k 10.0 2 <- 1']);
  }
});

test('opening shows every record in revision order to who wants to know', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  write(store, (writer) => {
    put(writer, 'b');
    put(writer, 'a');
  });
  write(store, (writer) => remove(writer, 'b'));
  const seen: string[] = [];
  const onRestore = (record: Uint8Array, tombstone: boolean): void => {
    seen.push(`${tombstone ? 'deleted' : 'put'} ${toByteString(recordKey(record))}`);
  };
  openStore(records, { onRestore });
  assert.deepEqual(seen, ['put b', 'put a', 'deleted b']);
});

test('a record table with a foreign key in it is refused', () => {
  const records = new MemoryRecords();
  records.put(Uint8Array.of(1, 2, 3), new Uint8Array(0));
  assert.throws(() => openStore(records), MalformedRecordError);
});

test('an index entry without its record stops the store', () => {
  const records = new MemoryRecords();
  const store = openStore(records);
  write(store, (writer) => put(writer, 'k'));
  records.delete(encodeRevisionKey(2, 0, false));
  assert.throws(() => write(store, (writer) => put(writer, 'k')), /no record at revision 2\.0/);
});

test('at the compact revision history shows what compaction keeps, before it is removed and after', () => {
  const store = openStore(new MemoryRecords());
  write(store, (writer) => {
    put(writer, 'k');
    put(writer, 'k');
    put(writer, 'other');
  });
  store.compact(2);
  const key = { key: fromByteString('k'), rangeEnd: fromByteString('') };
  const assertShown = (): void => {
    const all = store.history(2, 2, Infinity).events.map(describe);
    assert.deepEqual(all, ['put k 2.1 2', 'put other 2.2 1']);
    assert.deepEqual(store.history(2, 2, Infinity, key).events.map(describe), ['put k 2.1 2']);
  };
  assertShown();
  while (!store.compactStep(1));
  assertShown();
});

test('a history slice holds whole revisions, and stops after the one that fills it', () => {
  const store = openStore(new MemoryRecords());
  for (let i = 0; i < 5; i++) {
    write(store, (writer) => {
      put(writer, `a${i}`);
      put(writer, `b${i}`);
    });
  }
  const all = store.history(2, 6, Infinity);
  assert.deepEqual([all.events.length, all.upToRevision], [10, 6]);
  const one = store.history(3, 6, 1);
  assert.deepEqual(one.events.map(describe), ['put a1 3.0 1', 'put b1 3.1 1']);
  assert.equal(one.upToRevision, 3);
  assert.deepEqual(store.history(5, 100, Infinity).upToRevision, 6, 'never beyond the current one');
  assert.deepEqual(store.history(7, 9, 1), { events: [], upToRevision: 6 });
});

test('a history slice ends after so many records even when none of them matched', () => {
  const store = openStore(new MemoryRecords(), { historyScannedRecordsMax: 3 });
  for (let i = 0; i < 10; i++) write(store, (writer) => put(writer, 'often'));
  write(store, (writer) => put(writer, 'rare'));
  const filter = { key: fromByteString('p'), rangeEnd: fromByteString('z') };
  const slices = [];
  for (let from = 2; from <= 12;) {
    const slice = store.history(from, 12, Infinity, filter);
    slices.push(`${slice.events.length} up to ${slice.upToRevision}`);
    from = slice.upToRevision + 1;
  }
  assert.deepEqual(slices, ['0 up to 4', '0 up to 7', '0 up to 10', '1 up to 12']);
});
