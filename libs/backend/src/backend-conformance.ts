// What every backend must do, run against each of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom, compareBytes } from '@cairn/core';
import { consistentIndexKey, decodeUint64, termKey } from './applied-record.ts';
import { keyBytesMax } from './limits.ts';
import { Table, type Backend, type BackendReader, type ScanOptions } from './types.ts';
import { tables } from './write-layer.ts';

export interface TestStore extends AsyncDisposable {
  readonly backend: Backend;
  /** Closes the backend and opens what it left. */
  reopen(): Promise<Backend>;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const shown = (bytes: Uint8Array | undefined): string | undefined => {
  return bytes && Buffer.from(bytes).toString('latin1');
};

export function dump(reader: BackendReader, table: Table, options: ScanOptions = {}): string[] {
  return [...reader.scan(table, options)].map(({ key, value }) => `${shown(key)}=${shown(value)}`);
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Writes keys `k00`, `k01`, … with values of their number, ten to a batch. */
export function fill(backend: Backend, count: number, table: Table = Table.key): void {
  for (let i = 0; i < count; i++) {
    backend.put(table, text(`k${String(i).padStart(4, '0')}`), text(String(i)));
    if (i % 10 === 9) backend.commit({ index: backend.applied.index + 1, term: 1 });
  }
  backend.commit({ index: backend.applied.index + 1, term: 1 });
}

function dumpVisited(backend: Backend, table: Table): string[] {
  const seen: string[] = [];
  backend.visit(table, (keys, keyStart, keyEnd, values, valueStart, valueEnd) => {
    const value = values.subarray(valueStart, valueEnd);
    seen.push(`${shown(keys.subarray(keyStart, keyEnd))}=${shown(value)}`);
  });
  return seen;
}

export function testConformance(name: string, make: () => Promise<TestStore>): void {
  describe(`${name}: reading and writing`, () => {
    testReadsAndWrites(make);
    testPeeks(make);
  });
  describe(`${name}: scans`, () => {
    testScans(make);
  });
  describe(`${name}: boundaries`, () => {
    testBoundaries(make);
  });
  describe(`${name}: positions`, () => {
    testPositions(make);
  });
  describe(`${name}: durability`, () => {
    testDurability(make);
  });
  describe(`${name}: snapshots`, () => {
    testSnapshots(make);
  });
  describe(`${name}: against a model`, () => {
    testAgainstModel(make);
  });
}

function readSameKey(reader: BackendReader): unknown[] {
  return tables.map((table) => shown(reader.get(table, text('same key'))));
}

function testPeeks(make: () => Promise<TestStore>): void {
  it('peeks at what it would give, wherever that is', async () => {
    await using store = await make();
    const { backend } = store;
    const large = new Uint8Array(100_000).fill(7);
    const expect = (key: string, value: Uint8Array | undefined): void => {
      assert.equal(shown(backend.peek(Table.key, text(key))), shown(value), key);
      assert.equal(shown(backend.get(Table.key, text(key))), shown(value), key);
    };
    for (const key of ['b', 'd', 'f']) backend.put(Table.key, text(key), text(`old ${key}`));
    backend.put(Table.key, text('e'), large);
    for (const step of ['in memory', 'in the file']) {
      for (const key of ['b', 'd', 'f']) expect(key, text(`old ${key}`));
      for (const key of ['a', 'bb', 'c', 'g', 'd\0']) expect(key, undefined);
      expect('e', large);
      backend.commit({ index: step === 'in memory' ? 1 : 2, term: 1 });
      await backend.flush();
    }
    // Before, between and behind what the newest layer holds.
    backend.put(Table.key, text('d'), text('new d'));
    backend.delete(Table.key, text('f'));
    backend.put(Table.key, text('c'), text('new c'));
    for (const key of ['a', 'g', 'f']) expect(key, undefined);
    for (const key of ['c', 'd']) expect(key, text(`new ${key}`));
    expect('b', text('old b'));
    expect('e', large);
  });
}

function testReadsAndWrites(make: () => Promise<TestStore>): void {
  it('reads what was put at once, before and after it was committed and flushed', async () => {
    await using store = await make();
    const { backend } = store;
    backend.put(Table.key, text('a'), text('1'));
    assert.equal(shown(backend.get(Table.key, text('a'))), '1');
    backend.commit({ index: 1, term: 1 });
    assert.equal(shown(backend.get(Table.key, text('a'))), '1');
    await backend.flush();
    assert.equal(shown(backend.get(Table.key, text('a'))), '1');
    backend.put(Table.key, text('a'), text('2'));
    assert.equal(shown(backend.get(Table.key, text('a'))), '2');
    backend.delete(Table.key, text('a'));
    assert.equal(backend.get(Table.key, text('a')), undefined);
    backend.commit({ index: 2, term: 1 });
    await backend.flush();
    assert.equal(backend.get(Table.key, text('a')), undefined);
    assert.equal(backend.get(Table.key, text('never')), undefined);
  });

  it('keeps tables apart', async () => {
    await using store = await make();
    const { backend } = store;
    for (const table of tables) backend.put(table, text('same key'), text(`table ${table}`));
    backend.commit({ index: 1, term: 1 });
    const names = tables.map((table) => `table ${table}`);
    assert.deepEqual(readSameKey(backend), names);
    assert.deepEqual(readSameKey(await store.reopen()), names);
  });

  it('keeps empty, large and binary values and keys, and deleting nothing is nothing', async () => {
    await using store = await make();
    const { backend } = store;
    const values = [0, 1, 100, 2000, 4096, 40_000, 3_000_000].map((length) => {
      return new Uint8Array(length).map((_, i) => (i * 7 + length) & 0xff);
    });
    const keys = [
      new Uint8Array([0]),
      new Uint8Array([0, 0]),
      new Uint8Array([255]),
      new Uint8Array(keyBytesMax).fill(255),
    ];
    for (const [i, value] of values.entries()) backend.put(Table.lease, text(`v${i}`), value);
    for (const key of keys) backend.put(Table.auth, key, key);
    backend.delete(Table.alarm, text('nothing'));
    backend.commit({ index: 1, term: 1 });
    const check = (reader: BackendReader): void => {
      for (const [i, value] of values.entries()) {
        const found = reader.get(Table.lease, text(`v${i}`));
        assert.ok(found !== undefined && compareBytes(found, value) === 0, `value ${i}`);
      }
      for (const key of keys) assert.equal(shown(reader.get(Table.auth, key)), shown(key));
      assert.deepEqual(
        [...reader.scan(Table.auth, {})].map(({ key }) => shown(key)),
        keys.map(shown),
      );
      const backwards = [...reader.scan(Table.auth, { reverse: true })];
      assert.deepEqual(
        backwards.map(({ key }) => shown(key)),
        keys.map(shown).toReversed(),
      );
      assert.equal([...reader.scan(Table.lease, {})].length, values.length);
    };
    check(backend);
    await backend.flush();
    check(backend);
    check(await store.reopen());
  });
}

function testBoundaries(make: () => Promise<TestStore>): void {
  it('gives out values that stay what they were', async () => {
    await using store = await make();
    const { backend } = store;
    fill(backend, 30);
    await backend.flush();
    const first = backend.get(Table.key, text('k0001'));
    const [scanned] = backend.scan(Table.key, {});
    for (let i = 0; i < 30; i++) backend.get(Table.key, text(`k00${String(i).padStart(2, '0')}`));
    fill(backend, 30, Table.lease);
    await backend.flush();
    assert.equal(shown(first), '1');
    assert.equal(shown(scanned?.key), 'k0000');
    assert.equal(shown(scanned?.value), '0');
  });

  it('refuses keys it could not store, and the keys of the position', async () => {
    await using store = await make();
    const { backend } = store;
    const put = (key: Uint8Array): void => backend.put(Table.meta, key, text('x'));
    for (const key of [text(''), new Uint8Array(keyBytesMax + 1), consistentIndexKey, termKey]) {
      assert.throws(() => put(key));
      assert.throws(() => backend.delete(Table.meta, key));
    }
  });

  it('refuses everything once it is closed', async () => {
    await using store = await make();
    const { backend } = store;
    await backend.close();
    await backend.close();
    assert.throws(() => backend.get(Table.key, text('a')));
    assert.throws(() => [...backend.scan(Table.key, {})]);
    await assert.rejects(async () => backend.snapshot());
  });
}

function testScans(make: () => Promise<TestStore>): void {
  it('walks ranges both ways, over flushed and unflushed records', async () => {
    await using store = await make();
    const { backend } = store;
    for (const name of ['b', 'd', 'f', 'h']) backend.put(Table.key, text(name), text('old'));
    backend.commit({ index: 1, term: 1 });
    await backend.flush();
    for (const name of ['a', 'd', 'g']) backend.put(Table.key, text(name), text('new'));
    backend.delete(Table.key, text('f'));
    backend.commit({ index: 2, term: 1 });
    const all = ['a=new', 'b=old', 'd=new', 'g=new', 'h=old'];
    assert.deepEqual(dump(backend, Table.key), all);
    assert.deepEqual(dump(backend, Table.key, { reverse: true }), all.toReversed());
    const range = { from: text('b'), to: text('g') };
    assert.deepEqual(dump(backend, Table.key, range), ['b=old', 'd=new']);
    assert.deepEqual(dump(backend, Table.key, { ...range, reverse: true }), ['d=new', 'b=old']);
    assert.deepEqual(dump(backend, Table.key, { from: text('e') }), ['g=new', 'h=old']);
    assert.deepEqual(dump(backend, Table.key, { to: text('b') }), ['a=new']);
    assert.deepEqual(dump(backend, Table.key, { from: text('g'), to: text('b') }), []);
    assert.deepEqual(dump(backend, Table.key, { to: text('') }), []);
    assert.deepEqual(dump(backend, Table.alarm), []);
  });

  it('are what a visitor of the whole table is shown', async () => {
    await using store = await make();
    const { backend } = store;
    fill(backend, 300);
    for (const table of [Table.key, Table.lease, Table.meta, Table.alarm]) {
      assert.deepEqual(dumpVisited(backend, table), dump(backend, table));
    }
    await backend.flush();
    backend.delete(Table.key, text('k0001'));
    for (const table of [Table.key, Table.lease, Table.meta, Table.alarm]) {
      assert.deepEqual(dumpVisited(backend, table), dump(backend, table));
    }
    assert.equal(dumpVisited(backend, Table.key).length, 299);
  });

  it('can be left early and taken up later, while writes and flushes go on', async () => {
    await using store = await make();
    const { backend } = store;
    fill(backend, 2000);
    await backend.flush();
    const [first] = backend.scan(Table.key, { from: text('k0500') });
    assert.equal(shown(first?.key), 'k0500');
    const seen: string[] = [];
    let i = 0;
    for (const { key } of backend.scan(Table.key, {})) {
      seen.push(shown(key) as string);
      if (i++ % 50 !== 0) continue;
      backend.put(Table.key, text(`other${i}`), text('x'));
      backend.delete(Table.lease, text(`l${i}`));
      backend.commit({ index: backend.applied.index + 1, term: 1 });
      await nextTurn();
      if (i % 400 === 1) await backend.flush();
    }
    const expected = Array.from({ length: 2000 }, (_, n) => `k${String(n).padStart(4, '0')}`);
    assert.deepEqual(
      seen.filter((name) => name.startsWith('k')),
      expected,
    );
  });
}

function checkPosition(reader: BackendReader): void {
  assert.equal(decodeUint64(reader.get(Table.meta, consistentIndexKey) as Uint8Array), 300);
  assert.equal(decodeUint64(reader.get(Table.meta, termKey) as Uint8Array), 5);
  const keys = [...reader.scan(Table.meta, {})].map(({ key }) => shown(key));
  assert.deepEqual(keys, ['confState', 'consistent_index', 'term']);
}

function testPositions(make: () => Promise<TestStore>): void {
  it('starts at nothing and keeps the position of the last commit', async () => {
    await using store = await make();
    const { backend } = store;
    assert.deepEqual(backend.applied, { index: 0, term: 0 });
    assert.deepEqual(backend.flushed, { index: 0, term: 0 });
    backend.put(Table.key, text('a'), text('1'));
    backend.commit({ index: 7, term: 2 });
    assert.deepEqual(backend.applied, { index: 7, term: 2 });
    await backend.flush();
    assert.deepEqual(backend.flushed, { index: 7, term: 2 });
    backend.commit({ index: 2 ** 40, term: 3 });
    const again = await store.reopen();
    assert.deepEqual(again.applied, { index: 2 ** 40, term: 3 });
    assert.deepEqual(again.flushed, { index: 2 ** 40, term: 3 });
  });

  it('shows the position where etcd keeps it, flushed or not', async () => {
    await using store = await make();
    const { backend } = store;
    backend.put(Table.meta, text('confState'), text('x'));
    backend.commit({ index: 300, term: 5 });
    checkPosition(backend);
    const snapshot = await backend.snapshot();
    checkPosition(snapshot);
    snapshot.close();
    checkPosition(await store.reopen());
  });

  it('never goes back', async () => {
    await using store = await make();
    const { backend } = store;
    backend.commit({ index: 5, term: 3 });
    assert.throws(() => backend.commit({ index: 4, term: 3 }), /went back/);
    assert.throws(() => backend.commit({ index: 6, term: 2 }), /went back/);
  });
}

function testDurability(make: () => Promise<TestStore>): void {
  it('writes whole batches only: what was put after the last commit is not in the store', async () => {
    await using store = await make();
    const { backend } = store;
    backend.put(Table.key, text('a'), text('committed'));
    backend.put(Table.key, text('b'), text('committed'));
    backend.commit({ index: 1, term: 1 });
    backend.put(Table.key, text('b'), text('open'));
    backend.put(Table.key, text('c'), text('open'));
    backend.delete(Table.key, text('a'));
    await backend.flush();
    assert.deepEqual(dump(backend, Table.key), ['b=open', 'c=open']);
    const snapshot = await backend.snapshot();
    assert.deepEqual(dump(snapshot, Table.key), ['a=committed', 'b=committed']);
    snapshot.close();
    assert.deepEqual(dump(await store.reopen(), Table.key), ['a=committed', 'b=committed']);
  });

  it('counts what is committed and not durable, and says how large it is', async () => {
    await using store = await make();
    const { backend } = store;
    assert.ok(backend.sizeBytes() > 0);
    assert.ok(backend.sizeInUseBytes() > 0);
    assert.ok(backend.sizeInUseBytes() <= backend.sizeBytes());
    assert.equal(backend.pendingBytes(), 0);
    backend.put(Table.key, text('a'), new Uint8Array(100_000));
    assert.equal(backend.pendingBytes(), 0);
    backend.commit({ index: 1, term: 1 });
    assert.ok(backend.pendingBytes() >= 100_000);
    const before = backend.sizeBytes();
    await backend.flush();
    assert.equal(backend.pendingBytes(), 0);
    assert.ok(backend.sizeBytes() >= before + 90_000);
    const inUse = backend.sizeInUseBytes();
    backend.delete(Table.key, text('a'));
    backend.commit({ index: 2, term: 1 });
    await backend.flush();
    assert.ok(backend.sizeInUseBytes() < inUse - 90_000);
  });
}

function testSnapshots(make: () => Promise<TestStore>): void {
  it('show the last commit, unmoved by later writes, deletions and flushes', async () => {
    await using store = await make();
    const { backend } = store;
    fill(backend, 1500);
    const expected = dump(backend, Table.key);
    const { applied } = backend;
    const snapshot = await backend.snapshot();
    assert.deepEqual(snapshot.applied, applied);
    const seen: string[] = [];
    let i = 0;
    for (const { key, value } of snapshot.scan(Table.key, {})) {
      seen.push(`${shown(key)}=${shown(value)}`);
      if (i++ % 100 !== 0) continue;
      for (let k = i; k < i + 300; k++) {
        const name = text(`k${String(k % 1500).padStart(4, '0')}`);
        if (k % 3 === 0) backend.delete(Table.key, name);
        else backend.put(Table.key, name, text(`changed in round ${i}`));
      }
      backend.put(Table.key, text(`k0000${i}`), text('between'));
      backend.commit({ index: backend.applied.index + 1, term: 1 });
      await nextTurn();
      if (i % 200 === 1) await backend.flush();
    }
    assert.deepEqual(seen, expected);
    assert.equal(shown(snapshot.get(Table.key, text('k0003'))), '3');
    assert.deepEqual(snapshot.applied, applied);
    snapshot.close();
    snapshot.close();
    assert.throws(() => snapshot.get(Table.key, text('k0003')));
    assert.notDeepEqual(dump(backend, Table.key), expected);
  });

  it('can be many at a time, each of its own moment, and outlived by nobody', async () => {
    await using store = await make();
    const { backend } = store;
    const snapshots = [];
    for (let i = 1; i <= 20; i++) {
      backend.put(Table.key, text('counter'), text(String(i)));
      backend.commit({ index: i, term: 1 });
      snapshots.push(await backend.snapshot());
    }
    for (const [i, snapshot] of snapshots.entries()) {
      assert.equal(shown(snapshot.get(Table.key, text('counter'))), String(i + 1));
      assert.equal(snapshot.applied.index, i + 1);
      if (i % 2 === 0) snapshot.close();
    }
    assert.equal(shown(backend.get(Table.key, text('counter'))), '20');
    await backend.close();
  });
}

type Model = Map<string, string>;

function modelScan(model: Model, from: string | undefined, to: string | undefined): string[] {
  return [...model]
    .filter(([key]) => (from === undefined || key >= from) && (to === undefined || key < to))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
}

function randomKey(random: SeededRandom, next: { revision: number }): string {
  if (random.nextBelow(2) === 0) return `r${String(next.revision++).padStart(6, '0')}`;
  return `r${String(random.nextBelow(next.revision + 1)).padStart(6, '0')}`;
}

function checkReads(backend: Backend, model: Model, random: SeededRandom, revision: number): void {
  const bound = (): string | undefined => {
    if (random.nextBelow(4) === 0) return undefined;
    return `r${String(random.nextBelow(revision + 2)).padStart(6, '0')}`;
  };
  const from = bound();
  const to = bound();
  const options: ScanOptions = {
    ...(from !== undefined && { from: text(from) }),
    ...(to !== undefined && { to: text(to) }),
  };
  const expected = modelScan(model, from, to);
  assert.deepEqual(dump(backend, Table.key, options), expected);
  assert.deepEqual(dump(backend, Table.key, { ...options, reverse: true }), expected.toReversed());
  const name = bound() ?? 'r';
  assert.equal(shown(backend.get(Table.key, text(name))), model.get(name));
}

function testAgainstModel(make: () => Promise<TestStore>): void {
  for (const seed of [1, 2, 3, 4]) {
    it(`does what a plain map does, through flushes and restarts (seed ${seed})`, async () => {
      await using store = await make();
      let { backend } = store;
      const random = new SeededRandom(seed);
      const next = { revision: 0 };
      const model: Model = new Map();
      for (let round = 0; round < 150; round++) {
        for (let writes = random.nextBelow(20); writes > 0; writes--) {
          const name = randomKey(random, next);
          if (random.nextBelow(3) === 0) {
            backend.delete(Table.key, text(name));
            model.delete(name);
          } else {
            const value = `${round}-${writes}`;
            backend.put(Table.key, text(name), text(value));
            model.set(name, value);
          }
        }
        if (random.nextBelow(10) === 0) checkReads(backend, model, random, next.revision);
        backend.commit({ index: round + 1, term: 1 });
        if (random.nextBelow(3) === 0) await nextTurn();
        if (random.nextBelow(15) === 0) await backend.flush();
        if (random.nextBelow(40) === 0) backend = await store.reopen();
        checkReads(backend, model, random, next.revision);
      }
    });
  }
}
