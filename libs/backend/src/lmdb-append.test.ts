import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { nextTurn, shown, text } from './backend-conformance.ts';
import { defaultMapSizeBytes } from './limits.ts';
import { LmdbStore } from './lmdb-store.ts';
import { Table } from './types.ts';
import type { Write } from './write-layer.ts';

const everything = { from: '', fromExclusive: false, to: undefined, reverse: false };

describe('a key behind all others', () => {
  let parent: string;
  let store: LmdbStore;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-append-'));
    store = open();
  });

  afterEach(async () => {
    await store.close();
    await rm(parent, { recursive: true });
  });

  it('leaves no page half empty', async () => {
    const valueBytes = 300;
    const count = 4_000;
    for (let i = 0; i < count; i += 100) {
      await store.write(
        Array.from({ length: 100 }, (_, j) => put(numbered(i + j), 'x'.repeat(valueBytes))),
      );
    }
    const bytes = count * (valueBytes + numbered(0).length);
    const { inUseBytes } = store.sizes();
    assert.ok(inUseBytes < bytes * 1.2, `${inUseBytes} bytes of pages for ${bytes}`);
  });

  it('is only one that is: after deletions, in one transaction, and in a store opened again', async () => {
    await store.write([put('b'), put('d'), remove('d'), put('c'), put('d', 'again'), put('d')]);
    await store.write([remove('d'), remove('c'), put('c'), put('bb'), put('e')]);
    assert.deepEqual(keys(), ['b', 'bb', 'c', 'e']);
    await store.close();
    store = open();
    await store.write([put('d'), put('e', 'new'), put('a'), put('f')]);
    assert.deepEqual(keys(), ['a', 'b', 'bb', 'c', 'd', 'e', 'f']);
    assert.equal(shown(store.get(Table.key, text('e'))), 'new');
  });

  for (const seed of [1, 2, 3]) {
    it(`is told from others in any order of writes (seed ${seed})`, async () => {
      const random = new SeededRandom(seed);
      const expected = new Map<string, string>();
      for (let round = 0; round < 60; round++) {
        const writes: Write[] = [];
        for (let i = 0; i < 40; i++) {
          const key = numbered(random.nextBelow(200) + round * 3);
          const value = String(random.nextBelow(1_000));
          if (random.nextBelow(4) === 0) {
            writes.push(remove(key));
            expected.delete(key);
          } else {
            writes.push(put(key, value));
            expected.set(key, value);
          }
        }
        await store.write(writes);
        if (round % 20 !== 19) continue;
        await store.close();
        store = open();
      }
      await nextTurn();
      const { records } = store.read(Table.key, everything, 10_000);
      assert.deepEqual(
        records.map(({ key, value }) => [shown(key), shown(value)]),
        [...expected].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      );
    });
  }

  function open(): LmdbStore {
    return new LmdbStore(join(parent, 'store.mdb'), defaultMapSizeBytes);
  }

  function keys(): (string | undefined)[] {
    return store.read(Table.key, everything, 100).records.map(({ key }) => shown(key));
  }
});

function numbered(i: number): string {
  return `key${String(i).padStart(8, '0')}`;
}

function put(key: string, value = 'v'): Write {
  return { table: Table.key, key: text(key), value: text(value) };
}

function remove(key: string): Write {
  return { table: Table.key, key: text(key), value: undefined };
}
