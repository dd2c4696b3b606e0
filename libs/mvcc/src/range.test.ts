// Each of these answers was compared with etcd 3.5.30.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromByteString, toByteString } from '@cairn/core';
import { CompactedError, FutureRevisionError } from './errors.ts';
import { MemoryRecords } from './memory-records.ts';
import { encodeRecord, recordKey } from './record.ts';
import { openStore } from './store.ts';
import type { RangeQuery, Store } from './types.ts';
import { SortOrder, SortTarget } from './types.ts';

function query(part: Partial<RangeQuery>): RangeQuery {
  return {
    key: Uint8Array.of(0),
    rangeEnd: Uint8Array.of(0),
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

/** In key order: a (created 2, modified 6, version 2), b (5), c (4), d (3); values 4 to 1. */
function fourKeys(): Store {
  const store = openStore(new MemoryRecords());
  const puts = [
    ['a', '0'],
    ['d', '1'],
    ['c', '2'],
    ['b', '3'],
    ['a', '4'],
  ] as const;
  for (const [key, value] of puts) {
    const writer = store.beginWrite();
    writer.put(fromByteString(key), fromByteString(value), 0n);
    writer.end();
  }
  return store;
}

function ask(
  store: Store,
  part: Partial<RangeQuery>,
): { readonly keys: string; readonly count: number; readonly more: boolean } {
  const { records, count, more, revision } = store.range(query(part));
  assert.equal(revision, store.currentRevision, 'the revision read at, not the one asked for');
  return { keys: records.map((record) => toByteString(recordKey(record))).join(''), count, more };
}

test('a range is in key order, and its end is exclusive', () => {
  const store = fourKeys();
  assert.deepEqual(ask(store, {}), { keys: 'abcd', count: 4, more: false });
  const [b, d] = [fromByteString('b'), fromByteString('d')];
  assert.deepEqual(ask(store, { key: b, rangeEnd: d }), { keys: 'bc', count: 2, more: false });
  assert.deepEqual(ask(store, { key: d, rangeEnd: b }), { keys: '', count: 0, more: false });
  assert.deepEqual(ask(store, { key: b, rangeEnd: b }), { keys: '', count: 0, more: false });
});

test('a range end of one zero byte means no end, of more bytes it is a key', () => {
  const store = fourKeys();
  const key = fromByteString('c');
  assert.equal(ask(store, { key, rangeEnd: Uint8Array.of(0) }).keys, 'cd');
  assert.equal(ask(store, { key, rangeEnd: Uint8Array.of(0, 0) }).keys, '');
});

test('no range end is the one key', () => {
  const store = fourKeys();
  const rangeEnd = fromByteString('');
  const one = { key: fromByteString('b'), rangeEnd };
  assert.deepEqual(ask(store, one), { keys: 'b', count: 1, more: false });
  assert.deepEqual(ask(store, { ...one, countOnly: true }), { keys: '', count: 1, more: false });
  assert.deepEqual(ask(store, { ...one, revision: 4 }), { keys: '', count: 0, more: false });
  assert.deepEqual(ask(store, { ...one, minModRevision: 6 }), { keys: '', count: 1, more: false });
  const missing = { key: fromByteString('bb'), rangeEnd };
  assert.deepEqual(ask(store, missing), { keys: '', count: 0, more: false });
});

test('a limit cuts the records and says so, but not the count', () => {
  const store = fourKeys();
  assert.deepEqual(ask(store, { limit: 3 }), { keys: 'abc', count: 4, more: true });
  assert.deepEqual(ask(store, { limit: 4 }), { keys: 'abcd', count: 4, more: false });
  assert.deepEqual(ask(store, { limit: -1 }), { keys: 'abcd', count: 4, more: false });
  const counted = ask(store, { limit: 2, countOnly: true });
  assert.deepEqual(counted, { keys: '', count: 4, more: false });
});

test('an explicit order sorts the whole range before the limit cuts', () => {
  const store = fourKeys();
  const sorted = (sortTarget: SortTarget, sortOrder: SortOrder): string =>
    ask(store, { sortTarget, sortOrder, limit: 2 }).keys;
  assert.equal(sorted(SortTarget.key, SortOrder.descend), 'dc');
  assert.equal(sorted(SortTarget.mod, SortOrder.ascend), 'dc');
  assert.equal(sorted(SortTarget.mod, SortOrder.descend), 'ab');
  assert.equal(sorted(SortTarget.create, SortOrder.ascend), 'ad');
  assert.equal(sorted(SortTarget.create, SortOrder.descend), 'bc');
  assert.equal(sorted(SortTarget.version, SortOrder.descend), 'ab');
  assert.equal(sorted(SortTarget.value, SortOrder.ascend), 'dc');
  const descending = { sortOrder: SortOrder.descend, limit: 2 };
  assert.deepEqual(ask(store, descending), { keys: 'dc', count: 4, more: true });
});

test('a sort target without an order sorts only what the limit took in key order, and one more', () => {
  const store = fourKeys();
  const byMod = { sortTarget: SortTarget.mod, sortOrder: SortOrder.none };
  assert.deepEqual(ask(store, { ...byMod, limit: 2 }), { keys: 'cb', count: 4, more: true });
  assert.deepEqual(ask(store, { ...byMod, limit: 1 }), { keys: 'b', count: 4, more: true });
  assert.equal(ask(store, byMod).keys, 'dcba');
  const byValue = { sortTarget: SortTarget.value, sortOrder: SortOrder.none };
  assert.equal(ask(store, { ...byValue, limit: 2 }).keys, 'cb');
});

test('revision filters look at the whole range, then the limit cuts; the count ignores both', () => {
  const store = fourKeys();
  const filtered = (part: Partial<RangeQuery>): string => ask(store, part).keys;
  assert.equal(filtered({ minModRevision: 4 }), 'abc');
  assert.equal(filtered({ maxModRevision: 4 }), 'cd');
  assert.equal(filtered({ minCreateRevision: 4 }), 'bc');
  assert.equal(filtered({ maxCreateRevision: 3 }), 'ad');
  assert.equal(filtered({ maxCreateRevision: 3, minModRevision: 6 }), 'a');
  const limited = ask(store, { maxModRevision: 5, limit: 2 });
  assert.deepEqual(limited, { keys: 'bc', count: 4, more: true });
  const exact = ask(store, { maxModRevision: 4, limit: 2 });
  assert.deepEqual(exact, { keys: 'cd', count: 4, more: false });
  const sorted = { minCreateRevision: 3, sortTarget: SortTarget.create, limit: 1 };
  assert.equal(filtered(sorted), 'd');
});

test('keys only leaves out the value and nothing else', () => {
  const store = fourKeys();
  const writer = store.beginWrite();
  writer.put(fromByteString('l'), fromByteString('leased'), -7n);
  writer.end();
  for (const rangeEnd of [fromByteString(''), fromByteString('m')]) {
    const key = fromByteString('l');
    const { records } = store.range(query({ key, rangeEnd, keysOnly: true }));
    const fields = { createRevision: 7, modRevision: 7, version: 1, lease: -7n };
    assert.deepEqual(records, [encodeRecord({ key, value: new Uint8Array(0), ...fields })]);
  }
});

test('compacted and future revisions are refused, the compact revision itself is not', () => {
  const store = fourKeys();
  store.compact(4);
  assert.equal(ask(store, { revision: 4 }).keys, 'acd');
  assert.throws(() => ask(store, { revision: 3, countOnly: true }), CompactedError);
  assert.throws(() => ask(store, { revision: 7 }), FutureRevisionError);
  assert.equal(ask(store, { revision: -1 }).keys, 'abcd');
});

test('an open writer sees its own changes, nobody else does', () => {
  const store = fourKeys();
  const writer = store.beginWrite();
  assert.throws(() => writer.range(query({ revision: 7 })), FutureRevisionError);
  assert.equal(writer.range(query({})).revision, 6);
  writer.deleteRange(fromByteString('a'), fromByteString('c'));
  writer.put(fromByteString('c'), fromByteString('new'), 0n);
  const inside = writer.range(query({ revision: 7 }));
  assert.deepEqual([inside.count, inside.revision], [2, 7]);
  assert.equal(writer.range(query({ countOnly: true })).count, 2);
  assert.equal(writer.range(query({ revision: 6 })).count, 4);
  assert.deepEqual(ask(store, {}), { keys: 'abcd', count: 4, more: false });
  assert.deepEqual(ask(store, { countOnly: true }), { keys: '', count: 4, more: false });
  writer.end();
  assert.deepEqual(ask(store, {}), { keys: 'cd', count: 2, more: false });
  assert.throws(() => writer.range(query({})), /ended/);
});

test('slices of any size, with writes in between, are together what one range was', () => {
  for (const sliceRecords of [1, 2, 3, 100]) {
    for (const keysOnly of [false, true]) {
      const store = fourKeys();
      const revision = store.currentRevision;
      const whole = { rangeEnd: fromByteString('d'), revision, keysOnly, once: keysOnly };
      const expected = store.range(query({ ...whole, key: fromByteString('a') })).records;
      const records: Uint8Array[] = [];
      let key: Uint8Array | undefined = fromByteString('a');
      for (let slices = 0; key !== undefined; slices++) {
        assert.ok(slices <= expected.length);
        let taken = 0;
        key = store.rangeSlice(
          { ...whole, key },
          (record) => records.push(record),
          () => ++taken === sliceRecords,
        );
        const writer = store.beginWrite();
        writer.put(fromByteString('bb'), fromByteString('later'), 0n);
        writer.deleteRange(fromByteString('c'), new Uint8Array(0));
        writer.end();
      }
      assert.deepEqual(records, expected);
    }
  }
});

test('a slice is refused at the revisions at which a range is', () => {
  const store = fourKeys();
  const slice = (revision: number): unknown =>
    store.rangeSlice(
      {
        key: fromByteString('a'),
        rangeEnd: Uint8Array.of(0),
        revision,
        keysOnly: false,
        once: false,
      },
      () => undefined,
      () => false,
    );
  store.compact(4);
  assert.throws(() => slice(3), CompactedError);
  assert.throws(() => slice(store.currentRevision + 1), FutureRevisionError);
  assert.equal(slice(4), undefined);
});
