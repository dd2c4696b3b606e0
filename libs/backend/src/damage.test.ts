// Systematic damage to the file of a store that was closed in order: whatever bit is another and wherever
// the file ends, opening gives exactly what was there, also after more was written, or refuses and names
// the file and the place. And what changes while the store is open is not served.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { dump, fill, text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table, type Backend } from './types.ts';
import { tables } from './write-layer.ts';

describe('a store whose file was damaged', () => {
  let parent: string;
  let good: Buffer;
  let stored: string[];

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-damage-'));
    const directory = join(parent, 'backend');
    const random = new SeededRandom(5);
    const backend = await openLmdbBackend({ directory });
    // Leaves and branches, values with pages of their own, and free pages.
    fill(backend, 700);
    for (let i = 0; i < 90; i++) backend.put(Table.auth, text(`a${i}`), bytesOf(random, 300));
    for (let i = 0; i < 4; i++) backend.put(Table.lease, text(`l${i}`), bytesOf(random, 3000 * i));
    backend.commit({ index: 1000, term: 1 });
    await backend.flush();
    for (let i = 0; i < 200; i++) backend.delete(Table.key, text(`k0${200 + i}`));
    backend.commit({ index: 1001, term: 1 });
    stored = everything(backend);
    await backend.close();
    good = await readFile(join(directory, dataFileName));
  });

  after(() => rm(parent, { recursive: true }));

  function everything(backend: Backend): string[] {
    return tables.flatMap((table) => dump(backend, table).map((line) => `${table} ${line}`));
  }

  /** The file of a directory of its own. */
  async function place(bytes: Uint8Array): Promise<string> {
    const directory = join(parent, 'copy');
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory);
    await writeFile(join(directory, dataFileName), bytes);
    return directory;
  }

  function assertTells(error: unknown): asserts error is CorruptBackendError {
    assert.ok(error instanceof CorruptBackendError, String(error));
    assert.ok(error.file.endsWith(dataFileName));
    assert.ok(error.offset >= 0 && error.offset < good.length, `offset ${error.offset}`);
    assert.ok(error.message.startsWith(`${error.file}, offset ${error.offset}: `));
  }

  /** Also after more was written: the damage must not come to light then. */
  async function assertUndamaged(directory: string): Promise<void> {
    const backend = await openLmdbBackend({ directory });
    try {
      assert.deepEqual(everything(backend), stored);
      for (let i = 0; i < 60; i++) backend.put(Table.cluster, text(`c${i}`), new Uint8Array(900));
      backend.commit({ index: 1002, term: 1 });
      await backend.flush();
      const others = (line: string): boolean => /^[02-8] /.test(line);
      assert.deepEqual(everything(backend).filter(others), stored.filter(others));
    } finally {
      await backend.close();
    }
    await checkLmdbFile(join(directory, dataFileName));
  }

  it('is what it was or is refused, whatever bit is another', async () => {
    const file = join(await place(good), dataFileName);
    const handle = await open(file, 'r+');
    let refused = 0;
    let passed = 0;
    try {
      for (let at = 0; at < good.length; at += 64) {
        const byte = at + ((at / 64) % 64);
        const changed = Uint8Array.of((good[byte] ?? 0) ^ (1 << ((at / 64) % 8)));
        await handle.write(changed, 0, 1, byte);
        try {
          await checkLmdbFile(file);
          // A directory of its own: LMDB must not find what another opening has left.
          if (passed++ % 20 === 0) {
            const bytes = Buffer.from(good);
            bytes.set(changed, byte);
            await assertUndamaged(await placeBeside(bytes));
          }
        } catch (error) {
          assertTells(error);
          refused++;
        }
        await handle.write(good, byte, 1, byte);
      }
    } finally {
      await handle.close();
    }
    assert.ok(refused > 500, `${refused} refused, ${passed} not in use`);
  });

  let beside = 0;
  async function placeBeside(bytes: Uint8Array): Promise<string> {
    const directory = join(parent, `beside${beside++}`);
    await mkdir(directory);
    await writeFile(join(directory, dataFileName), bytes);
    return directory;
  }

  it('is what it was or is refused, wherever the file ends', async () => {
    let refused = 0;
    for (let length = 0; length < good.length; length += 512) {
      const directory = await place(good.subarray(0, length));
      try {
        await checkLmdbFile(join(directory, dataFileName));
      } catch (error) {
        assertTells(error);
        refused++;
        continue;
      }
      await assertUndamaged(directory);
    }
    assert.ok(refused > good.length / 512 / 2, `only ${refused} were refused`);
  });

  it('serves no record that changed while it was open, and fails for good', async () => {
    for (const read of ['get', 'peek', 'scan'] as const) {
      const directory = await placeBeside(good);
      const backend = await openLmdbBackend({ directory });
      const failures: Error[] = [];
      backend.onFlushError((error) => failures.push(error));
      const value = backend.get(Table.auth, text('a7')) ?? assert.fail('it is there');
      const handle = await open(join(directory, dataFileName), 'r+');
      const at = good.indexOf(value);
      await handle.write(Uint8Array.of((good[at + 9] ?? 0) ^ 4), 0, 1, at + 9);
      await handle.close();
      const reading = (): unknown =>
        read === 'scan'
          ? [...backend.scan(Table.auth, {})].length
          : backend[read](Table.auth, text('a7'));
      assert.throws(reading, /table auth, record 6137: it is not what was written/);
      assert.throws(reading, CorruptBackendError);
      assert.equal(failures.length, 1, 'the owner is told once');
      await assert.rejects(backend.flush(), CorruptBackendError);
      await backend.close();
    }
  });

  it('is found out when two values change places', async () => {
    // In all copies: some of them are in pages that are free by now.
    const swapped = good.toString('latin1').replace(/k000[12]/g, (name) => {
      return name === 'k0001' ? 'k0002' : 'k0001';
    });
    const bytes = Buffer.from(swapped, 'latin1');
    assert.notDeepEqual(bytes, good);
    const directory = await place(bytes);
    await assert.rejects(openLmdbBackend({ directory }), CorruptBackendError);
  });

  it('is what it was whatever is in the lock file of LMDB', async () => {
    const random = new SeededRandom(8);
    for (const length of [0, 1, 512, 4096, 8192, 20_000]) {
      const directory = await placeBeside(good);
      await writeFile(join(directory, `${dataFileName}-lock`), bytesOf(random, length));
      await assertUndamaged(directory);
    }
  });

  it('has pages of every kind', () => {
    const kinds = new Set<number>();
    for (let at = 0; at < good.length; at += pageBytes) kinds.add(good.readUInt16LE(at + 18) & 0xf);
    for (const kind of [1, 2, 4, 8]) assert.ok(kinds.has(kind), `no page of kind ${kind}`);
  });
});

function bytesOf(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.nextBelow(256));
}
