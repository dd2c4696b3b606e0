// Does LMDB, used as it is here, survive the loss of whatever was not synced? The test watches the
// file while transactions are written. A power cut leaves, of the writes since the last sync, any
// subset of pages; LMDB syncs the data pages before it writes the meta page, so the states to try are:
//
//   the file as it was after transaction n (all synced), with any of the pages that transaction n+1
//   changed, except that the new meta page is only there when all of the others are.
//
// The counter-test breaks that rule, and must fail: it shows that the test can tell.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { dump, text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type Backend } from './types.ts';

interface State {
  readonly bytes: Buffer;
  readonly index: number;
  readonly records: string[];
}

function page(bytes: Buffer, number: number): Buffer {
  return bytes.subarray(number * pageBytes, (number + 1) * pageBytes);
}

function changedPages(older: Buffer, newer: Buffer): number[] {
  const changed = [];
  for (let number = 0; number < newer.length / pageBytes; number++) {
    if (!page(newer, number).equals(page(older, number))) changed.push(number);
  }
  return changed;
}

/** `older` with these pages of `newer`. As in a real file, pages before a written one exist. */
function withPages(older: Buffer, newer: Buffer, pages: readonly number[]): Buffer {
  const last = Math.max(older.length / pageBytes - 1, ...pages);
  const result = Buffer.alloc((last + 1) * pageBytes);
  older.copy(result);
  for (const number of pages) page(newer, number).copy(page(result, number));
  return result;
}

describe('a power cut while LMDB writes', () => {
  let parent: string;
  const states: State[] = [];

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-power-'));
    const directory = join(parent, 'backend');
    const random = new SeededRandom(11);
    const backend = await openLmdbBackend({ directory, flushIntervalMs: 1e6 });
    for (let index = 1; index <= 15; index++) {
      for (let i = 0; i < 40; i++) {
        const name = text(`k${random.nextBelow(300)}`);
        if (random.nextBelow(4) === 0) backend.delete(Table.key, name);
        else
          backend.put(Table.key, name, new Uint8Array(random.nextBelow(600)).fill(65 + (i % 26)));
      }
      backend.put(
        Table.lease,
        text(`l${index}`),
        new Uint8Array(random.nextBelow(20_000)).fill(66),
      );
      backend.commit({ index, term: 1 });
      await backend.flush();
      const bytes = await readFile(join(directory, dataFileName));
      states.push({ bytes, index, records: dumpAll(backend) });
    }
    await backend.close();
  });

  after(() => rm(parent, { recursive: true }));

  function dumpAll(backend: Backend): string[] {
    return [...dump(backend, Table.key), ...dump(backend, Table.lease)];
  }

  let copies = 0;
  async function openWith(bytes: Buffer): Promise<{ index: number; records: string[] }> {
    const directory = join(parent, `copy${copies++}`);
    await mkdir(directory);
    await writeFile(join(directory, dataFileName), bytes);
    const backend = await openLmdbBackend({ directory });
    try {
      const found = { index: backend.applied.index, records: dumpAll(backend) };
      // It must also be possible to go on from there.
      backend.put(Table.key, text('after'), text('the cut'));
      backend.commit({ index: found.index + 1, term: 2 });
      await backend.flush();
      return found;
    } finally {
      await backend.close();
      await rm(directory, { recursive: true });
    }
  }

  it('leaves the last durable state, whichever data pages of the next one reached the disk', async () => {
    const random = new SeededRandom(3);
    let mixed = 0;
    for (const [n, older] of states.slice(0, -1).entries()) {
      const newer = states[n + 1]!;
      const changed = changedPages(older.bytes, newer.bytes);
      const data = changed.filter((number) => number > 1);
      assert.equal(changed.length - data.length, 1, 'a transaction writes one meta page');
      assert.ok(data.length > 2);
      for (let round = 0; round < 4; round++) {
        const kept = data.filter(() => random.nextBelow(4) >= round);
        const found = await openWith(withPages(older.bytes, newer.bytes, kept));
        assert.equal(found.index, older.index);
        assert.deepEqual(found.records, older.records);
        if (kept.length > 0 && kept.length < data.length) mixed++;
      }
      const complete = await openWith(withPages(older.bytes, newer.bytes, changed));
      assert.equal(complete.index, newer.index);
      assert.deepEqual(complete.records, newer.records);
    }
    assert.ok(mixed > 30);
  });

  it('would be noticed, if meta pages reached the disk before what they describe', async () => {
    const random = new SeededRandom(4);
    let noticed = 0;
    for (const [n, older] of states.slice(0, -1).entries()) {
      const newer = states[n + 1]!;
      const changed = changedPages(older.bytes, newer.bytes);
      const kept = changed.filter((number) => number < 2 || random.nextBelow(2) === 0);
      // LMDB itself is not asked: it may crash on such a file. What the check misses are pages that
      // were replaced by older ones of the same kind.
      const file = join(parent, 'broken.mdb');
      await writeFile(file, withPages(older.bytes, newer.bytes, kept));
      await checkLmdbFile(file).catch((error: unknown) => {
        assert.ok(error instanceof CorruptBackendError, String(error));
        noticed++;
      });
    }
    assert.ok(noticed > 5, `only ${noticed} of ${states.length - 1} were noticed`);
  });
});
