import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, fromByteString } from '@cairn/core';
import { IndexLoader } from './index-loader.ts';
import { KeyIndex } from './key-index.ts';
import { noNode } from './revision-arena.ts';

interface Revision {
  readonly main: number;
  readonly tombstone: boolean;
}

/** The plain twin: a map, sorted anew for every question. */
class PlainIndex {
  readonly keys = new Map<string, Revision[]>();

  append(key: string, revision: Revision): void {
    this.keys.set(key, [...(this.keys.get(key) ?? []), revision]);
  }

  liveIn(from: string, to: string | undefined, at: number): number[] {
    return [...this.keys]
      .filter(([key]) => key >= from && (to === undefined || key < to))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, revisions]) => revisions.findLast(({ main }) => main <= at))
      .filter((revision) => revision !== undefined && !revision.tombstone)
      .map((revision) => revision?.main ?? 0);
  }

  /** Answers the main revisions that went. */
  trim(at: number): number[] {
    const removed: number[] = [];
    for (const [key, revisions] of this.keys) {
      const newest = revisions.findLast(({ main }) => main <= at);
      const kept = revisions.filter(
        (revision) =>
          revision.main > at ||
          (revision === newest && (!revision.tombstone || newest.main === at)),
      );
      removed.push(...revisions.filter((r) => !kept.includes(r)).map(({ main }) => main));
      if (kept.length === 0) this.keys.delete(key);
      else this.keys.set(key, kept);
    }
    return removed.toSorted((a, b) => a - b);
  }
}

function trimAll(
  index: KeyIndex,
  revision: number,
  removalsMax: number,
  visitsMax: number,
): number[] {
  const removed: number[] = [];
  let from: string | undefined = '';
  while (from !== undefined) {
    const budget = { removalsLeft: removalsMax };
    const before = removed.length;
    from = index.trim(from, revision, visitsMax, budget, (main) => removed.push(main));
    assert.ok(removed.length - before <= removalsMax);
  }
  return removed.toSorted((a, b) => a - b);
}

function assertSame(index: KeyIndex, plain: PlainIndex, random: SeededRandom, at: number): void {
  assert.equal(index.keyCount, plain.keys.size);
  for (let i = 0; i < 12; i++) {
    const from = i === 0 ? '' : randomKey(random);
    const to = i % 3 === 0 ? undefined : randomKey(random);
    const revision = i % 2 === 0 ? at : at - random.nextBelow(500);
    const expected = plain.liveIn(from, to, revision);
    const mains = (nodes: number[]): number[] => nodes.map((node) => index.arena.main(node));
    const range = { from, to };
    assert.deepEqual(mains(index.collect(range, revision, Infinity)), expected);
    assert.deepEqual(mains(index.collect(range, revision, 7)), expected.slice(0, 7));
    const descending = expected.toReversed();
    assert.deepEqual(mains(index.collectDescending(range, revision, Infinity)), descending);
    assert.deepEqual(mains(index.collectDescending(range, revision, 7)), descending.slice(0, 7));
    assert.equal(index.count(range, revision), expected.length);
  }
}

function randomKey(random: SeededRandom): string {
  const spread = random.nextBelow(2) === 0 ? 40 : 3000;
  return `/${String.fromCharCode(random.nextBelow(256))}/${random.nextBelow(spread)}`;
}

/** Adds a key that lies somewhere among other bytes. */
function addTo(loader: IndexLoader, key: Uint8Array, main: number, tombstone: boolean): void {
  const start = main % 3;
  const bytes = new Uint8Array(start + key.length + 2).fill(0xff);
  bytes.set(key, start);
  loader.add(bytes, { start, end: start + key.length }, { main, sub: 0, tombstone });
}

test('an index filled in sorted runs agrees with a sorted map, and goes on like any other', () => {
  for (let seed = 11; seed <= 16; seed++) {
    const random = new SeededRandom(seed);
    const index = new KeyIndex();
    const plain = new PlainIndex();
    // Runs small enough that keys come again in later ones, and are longer than a run's bytes.
    const limits = {
      recordsMax: 1 + random.nextBelow(900),
      keyBytesMax: 6 + random.nextBelow(9_000),
    };
    const loader = new IndexLoader(index, limits);
    let main = 1;
    const change = (add: (key: string, tombstone: boolean) => void): void => {
      main++;
      const key = randomKey(random);
      const last = plain.keys.get(key)?.at(-1);
      const tombstone = random.nextBelow(4) === 0 && last?.tombstone !== true;
      plain.append(key, { main, tombstone });
      add(key, tombstone);
    };
    for (let i = 0; i < 3_000; i++) {
      change((key, tombstone) => addTo(loader, fromByteString(key), main, tombstone));
    }
    loader.finish();
    assertSame(index, plain, random, main);
    for (let i = 0; i < 300; i++) {
      change((key, tombstone) => index.append(key, main, 0, tombstone));
    }
    assertSame(index, plain, random, main);
    for (const at of [main - 2_000, main - 300, main]) {
      assert.deepEqual(trimAll(index, at, 200, 1_000), plain.trim(at), `compaction at ${at}`);
      assertSame(index, plain, random, main);
    }
  }
});

test('a run that is far larger than the room the loader begins with is in the index', () => {
  const random = new SeededRandom(17);
  const index = new KeyIndex();
  const plain = new PlainIndex();
  const loader = new IndexLoader(index);
  for (let main = 2; main < 5_000; main++) {
    const key = randomKey(random).padEnd(20 + random.nextBelow(100), '.');
    plain.append(key, { main, tombstone: false });
    addTo(loader, fromByteString(key), main, false);
  }
  // One that alone is longer than all before it.
  const long = 'k'.repeat(2 ** 20);
  plain.append(long, { main: 5_000, tombstone: false });
  addTo(loader, fromByteString(long), 5_000, false);
  loader.finish();
  assertSame(index, plain, random, 5_000);
});

for (const recordsMax of [1, 100]) {
  test(`compaction finds what is dead in an index filled in runs of ${recordsMax}`, () => {
    const index = new KeyIndex();
    const loader = new IndexLoader(index, { recordsMax, keyBytesMax: 100 });
    const key = fromByteString('key');
    addTo(loader, key, 2, false);
    addTo(loader, key, 3, false);
    addTo(loader, key, 4, true);
    loader.finish();
    assert.deepEqual(trimAll(index, 2, 10, 10), []);
    assert.deepEqual(trimAll(index, 3, 10, 10), [2]);
    assert.deepEqual(trimAll(index, 5, 10, 10), [3, 4]);
    assert.equal(index.keyCount, 0);
  });
}

test('the index agrees with a sorted map through splits, merges and compactions', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const random = new SeededRandom(seed);
    const index = new KeyIndex();
    const plain = new PlainIndex();
    let main = 1;
    let compacted = 0;
    for (let round = 0; round < 24; round++) {
      // Rounds that grow it to a few thousand keys, then rounds that delete nearly all of them.
      const deletes = round % 8 >= 5;
      for (let i = 0; i < 400; i++) {
        main++;
        let key = randomKey(random);
        if (deletes) {
          const [node] = index.collect({ from: key, to: undefined }, main, 1);
          if (node === undefined) continue;
          key = keyOf(plain, index.arena.main(node));
        }
        assert.equal(index.head(key) === noNode, !plain.keys.has(key));
        plain.append(key, { main, tombstone: deletes });
        index.append(key, main, 0, deletes);
      }
      if (round % 3 === 2) {
        compacted = Math.max(compacted, main - random.nextBelow(300));
        const removalsMax = 1 + random.nextBelow(200);
        const removed = trimAll(index, compacted, removalsMax, 1 + random.nextBelow(600));
        assert.deepEqual(removed, plain.trim(compacted));
      }
      assertSame(index, plain, random, main);
    }
  }
});

function keyOf(plain: PlainIndex, main: number): string {
  for (const [key, revisions] of plain.keys) if (revisions.at(-1)?.main === main) return key;
  return assert.fail(`no key has revision ${main}`);
}

test('keys that only rise, or only fall, stay in order over many leaves', () => {
  for (const direction of [1, -1]) {
    const index = new KeyIndex();
    const count = 3000;
    const name = (i: number): string => String(direction > 0 ? i : count - i).padStart(6, '0');
    for (let i = 1; i <= count; i++) index.append(name(i), i, 0, false);
    const mains = index
      .collect({ from: '', to: undefined }, count, Infinity)
      .map((node) => index.arena.main(node));
    const rising = Array.from({ length: count }, (_, i) => i + 1);
    assert.deepEqual(mains, direction > 0 ? rising : rising.toReversed());
    assert.equal(index.count({ from: name(1), to: undefined }, count), direction > 0 ? count : 1);
  }
});

test('a compaction that finds nothing dead visits nothing', () => {
  const index = new KeyIndex();
  for (let i = 1; i <= 1000; i++) index.append(`key${i}`, i, 0, false);
  const next = index.trim('', 1000, 1, { removalsLeft: 1 }, () => assert.fail('nothing is dead'));
  assert.equal(next, undefined);
});

test('leaves that merge keep what their summaries promised', () => {
  const index = new KeyIndex();
  const name = (i: number): string => String(i).padStart(3, '0');
  // Rising keys: 127 in the first leaf, the others in the second.
  for (let i = 0; i < 129; i++) index.append(name(i), i + 1, 0, false);
  for (let i = 0; i < 100; i++) index.append(name(i), 200 + i, 0, true);
  index.append(name(127), 300, 0, false);
  index.append(name(128), 400, 0, false);
  index.append(name(129), 401, 0, false);
  trimAll(index, 399, 1000, 1000);
  const everything = { from: '', to: undefined };
  assert.equal(index.count(everything, 399), 29, 'key 129 was not there yet');
  assert.equal(index.count(everything, 401), 30);
  assert.deepEqual(trimAll(index, 400, 1000, 1000), [129], 'the first revision of key 128');
});

test('a key whose tombstone is compacted away is forgotten, and its memory reused', () => {
  const index = new KeyIndex();
  index.append('key', 2, 0, false);
  const node = index.head('key');
  index.append('key', 3, 0, true);
  assert.deepEqual(trimAll(index, 3, 10, 10), [2]);
  assert.equal(index.keyCount, 1, 'the tombstone at the compact revision stays');
  assert.deepEqual(trimAll(index, 4, 10, 10), [3]);
  assert.equal(index.keyCount, 0);
  assert.equal(index.head('key'), noNode);
  index.append('other', 5, 0, false);
  index.append('other', 6, 0, false);
  assert.equal(index.head('other'), node);
});

test('a key is found again after a compaction has moved it', () => {
  const index = new KeyIndex();
  for (const [i, key] of ['a', 'b', 'c'].entries()) index.append(key, i + 2, 0, false);
  index.append('a', 5, 0, true);
  const node = index.head('c');
  trimAll(index, 6, 10, 10);
  assert.equal(index.head('c'), node);
  assert.equal(index.keyCount, 2);
});

test('revisions of a key that go back are refused', () => {
  const index = new KeyIndex();
  index.append('key', 5, 0, false);
  index.append('key', 5, 1, false);
  assert.throws(() => index.append('key', 4, 0, false), /never go back/);
});
