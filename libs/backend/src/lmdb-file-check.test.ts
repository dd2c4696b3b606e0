import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { fill, text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table } from './types.ts';

describe('the check of the file before LMDB maps it', () => {
  let parent: string;
  let directory: string;
  let good: Buffer;

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-check-'));
    directory = join(parent, 'backend');
    const backend = await openLmdbBackend({ directory });
    fill(backend, 300);
    for (let i = 0; i < 600; i++)
      backend.put(Table.auth, text(`a${i}`), new Uint8Array(300).fill(i));
    for (let i = 0; i < 5; i++) backend.put(Table.lease, text(`l${i}`), new Uint8Array(3000 * i));
    backend.commit({ index: 1000, term: 1 });
    await backend.flush();
    for (let i = 0; i < 200; i++) backend.delete(Table.key, text(`k0${100 + i}`));
    backend.commit({ index: 1001, term: 1 });
    await backend.close();
    good = await readFile(join(directory, dataFileName));
  });

  after(() => rm(parent, { recursive: true }));

  /** Opens a copy of the store with this file. */
  async function openWith(bytes: Uint8Array): Promise<void> {
    const copy = join(parent, 'copy');
    await rm(copy, { recursive: true, force: true });
    await cp(directory, copy, { recursive: true });
    await writeFile(join(copy, dataFileName), bytes);
    const backend = await openLmdbBackend({ directory: copy });
    await backend.close();
  }

  it('passes what a member left', async () => {
    await checkLmdbFile(join(directory, dataFileName));
    await openWith(good);
  });

  it('refuses a file that was cut anywhere', async () => {
    const lengths = [0, 1, 23, 100, 4095, 4096, 5000, 8191, 8192, 8193, 50_000, good.length / 2];
    for (const length of [...lengths, good.length - pageBytes]) {
      await assert.rejects(openWith(good.subarray(0, length)), CorruptBackendError, `${length}`);
    }
  });

  it('refuses zeros and garbage in the place of pages that are in use', async () => {
    const random = new SeededRandom(1);
    let refused = 0;
    let unused = 0;
    for (let page = 0; page < good.length / pageBytes; page++) {
      const garbage = random.nextBelow(2) === 0;
      const bytes = Buffer.from(good);
      for (let at = page * pageBytes; at < (page + 1) * pageBytes; at++) {
        bytes[at] = garbage ? random.nextBelow(256) : 0;
      }
      try {
        const file = join(parent, dataFileName);
        await writeFile(file, bytes);
        await checkLmdbFile(file);
        // LMDB must be able to live with what passes.
        if (unused++ % 10 === 0) await openWith(bytes);
      } catch (error) {
        assert.ok(error instanceof CorruptBackendError, `page ${page}: ${String(error)}`);
        assert.match(
          error.message,
          /backend-v2\.mdb, offset \d+: .*\. Nothing was changed\. Keep a copy/,
        );
        refused++;
      }
    }
    assert.ok(refused > 50, `only ${refused} pages were refused, ${unused} were not in use`);
  });

  it('refuses pages that changed places, and meta pages that do not belong together', async () => {
    const swapped = Buffer.from(good);
    const [a, b] = await pagesInUse();
    good.copy(swapped, a * pageBytes, b * pageBytes, (b + 1) * pageBytes);
    await assert.rejects(openWith(swapped), CorruptBackendError);
    const strange = Buffer.from(good);
    strange.writeBigUInt64LE(strange.readBigUInt64LE(152) + 9n, 152);
    await assert.rejects(openWith(strange), /consecutive transactions/);
    const newer = Buffer.from(good);
    newer.writeUInt32LE(3, pageBytes + 28);
    await assert.rejects(openWith(newer), /another version/);
  });

  it('refuses two references to the same page', async () => {
    const problems = new Set<string>();
    for (let at = 2 * pageBytes; at < good.length; at += pageBytes) {
      const isBranch = (good.readUInt16LE(at + 18) & 0x0f) === 0x01;
      if (!isBranch || good.readUInt16LE(at + 20) < 4) continue;
      const bytes = Buffer.from(good);
      const first = at + 24 + good.readUInt16LE(at + 24);
      const second = at + 24 + good.readUInt16LE(at + 26);
      good.copy(bytes, second, first, first + 6);
      const file = join(parent, dataFileName);
      await writeFile(file, bytes);
      await checkLmdbFile(file).catch((error: unknown) => {
        problems.add((error as CorruptBackendError).problem.replace(/\d+/, 'n'));
      });
    }
    assert.deepEqual([...problems], ['page n is used twice']);
  });

  /** Two pages that the check misses when they are zero. */
  async function pagesInUse(): Promise<[number, number]> {
    const found: number[] = [];
    for (let page = good.length / pageBytes - 1; page > 1 && found.length < 2; page--) {
      const bytes = Buffer.from(good).fill(0, page * pageBytes, (page + 1) * pageBytes);
      await openWith(bytes).catch(() => found.push(page));
    }
    return found as [number, number];
  }

  it('says so when the file is gone but the directory is not empty, or is of a later format', async () => {
    const copy = join(parent, 'copy');
    await rm(copy, { recursive: true, force: true });
    await cp(directory, copy, { recursive: true });
    await rm(join(copy, dataFileName));
    await assert.rejects(openLmdbBackend({ directory: copy }), /the file is missing/);
    await writeFile(join(copy, 'backend-v3.mdb'), 'later');
    await assert.rejects(openLmdbBackend({ directory: copy }), /Start the version that wrote it/);
  });

  it('refuses a store that does not say which entry it was written for', async () => {
    const copy = join(parent, 'copy');
    await rm(copy, { recursive: true, force: true });
    const { createLmdbBackendFrom } = await import('./create-lmdb-backend.ts');
    await createLmdbBackendFrom(copy, [], { index: 5, term: 1 });
    const file = join(copy, dataFileName);
    const bytes = await readFile(file);
    // The records' key, found by its text, becomes another one.
    bytes.write('Xonsistent_index', bytes.lastIndexOf('consistent_index'), 'latin1');
    await writeFile(file, bytes);
    const opened = openLmdbBackend({ directory: copy, checkPages: false });
    await assert.rejects(opened, /does not say which entry/);
  });
});
