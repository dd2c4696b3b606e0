import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { dump, fill, text } from './backend-conformance.ts';
import {
  dataFileName,
  installBackendDirectory,
  installSteps,
  receivingDirectory,
} from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { createLmdbBackendFrom, type TableRecord } from './create-lmdb-backend.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { openLmdbBackend } from './open-lmdb-backend.ts';
import { Table } from './types.ts';

const oldPosition = { index: 6, term: 1 };
const newPosition = { index: 90, term: 3 };

async function* snapshotRecords(): AsyncGenerator<TableRecord> {
  for (let i = 0; i < 300; i++) {
    yield { table: Table.key, key: text(`n${i}`), value: new Uint8Array(100_000).fill(i) };
  }
  yield { table: Table.meta, key: text('consistent_index'), value: text('ignored') };
  yield { table: Table.lease, key: text('lease'), value: text('') };
}

describe('a store that takes the place of another', () => {
  let parent: string;
  let directory: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-install-'));
    directory = join(parent, 'backend');
    const backend = await openLmdbBackend({ directory });
    fill(backend, 50);
    await backend.close();
  });

  afterEach(() => rm(parent, { recursive: true }));

  async function createSmall(): Promise<void> {
    const records = [{ table: Table.key, key: text('n'), value: text('new') }];
    await createLmdbBackendFrom(receivingDirectory(directory), records, newPosition);
  }

  it('holds the records of the snapshot and its position, and nothing else', async () => {
    const receiving = receivingDirectory(directory);
    await createLmdbBackendFrom(receiving, snapshotRecords(), newPosition);
    await installBackendDirectory(receiving, directory);
    const backend = await openLmdbBackend({ directory });
    assert.deepEqual(backend.applied, newPosition);
    const keys = [...backend.scan(Table.key, {})].map(({ key, value }) => {
      return `${Buffer.from(key).toString()} ${value.length} ${value[99_999]}`;
    });
    const expected = Array.from({ length: 300 }, (_, i) => `n${i} 100000 ${i % 256}`);
    assert.deepEqual(keys, expected.sort());
    assert.deepEqual(dump(backend, Table.lease), ['lease=']);
    await backend.close();
    assert.deepEqual(await readdir(parent), ['backend']);
  });

  it('is there or not, but never half, after a crash between any two steps', async () => {
    const receiving = receivingDirectory(directory);
    const steps = installSteps(receiving, directory).length;
    const found: number[] = [];
    for (let crash = 0; crash <= steps; crash++) {
      await rm(directory, { recursive: true });
      const before = await openLmdbBackend({ directory });
      before.put(Table.key, text('o'), text('old'));
      before.commit(oldPosition);
      await before.close();
      await createSmall();
      for (const step of installSteps(receiving, directory).slice(0, crash)) await step();
      const backend = await openLmdbBackend({ directory });
      const { index } = backend.applied;
      found.push(index);
      const expected = index === oldPosition.index ? ['o=old'] : ['n=new'];
      assert.deepEqual(dump(backend, Table.key), expected, `crash before step ${crash}`);
      await backend.close();
      assert.deepEqual(await readdir(parent), ['backend'], `crash before step ${crash}`);
    }
    assert.equal(found[0], oldPosition.index);
    assert.equal(found.at(-1), newPosition.index);
    assert.deepEqual(
      found,
      found.toSorted((a, b) => a - b),
      'once it counts, it stays',
    );
  });

  it('is not confused by what an earlier installation left', async () => {
    for (const suffix of ['.old', '.receiving', '.new', '.defrag']) {
      await mkdir(directory + suffix);
      await writeFile(join(directory + suffix, 'anything'), 'left over');
    }
    await createSmall();
    await installBackendDirectory(receivingDirectory(directory), directory);
    const backend = await openLmdbBackend({ directory });
    assert.deepEqual(dump(backend, Table.key), ['n=new']);
    await backend.close();
    assert.deepEqual(await readdir(parent), ['backend']);
  });

  it('can be created again when its creation was interrupted', async () => {
    const receiving = receivingDirectory(directory);
    await mkdir(receiving);
    await writeFile(join(receiving, 'backend-v2.mdb'), 'half');
    await createSmall();
    await rm(directory, { recursive: true });
    await installBackendDirectory(receiving, directory);
    const backend = await openLmdbBackend({ directory });
    assert.deepEqual(backend.applied, newPosition);
    await backend.close();
  });

  /** The store of `createSmall`, complete, where a crash leaves it before it has taken the other's place. */
  async function interruptInstall(): Promise<string> {
    await createSmall();
    const receiving = receivingDirectory(directory);
    for (const step of installSteps(receiving, directory).slice(0, 4)) await step();
    assert.deepEqual((await readdir(parent)).toSorted(), ['backend', 'backend.new']);
    return join(`${directory}.new`, dataFileName);
  }

  it('is refused when it is damaged, wherever it ends, and the other one is still there', async () => {
    const file = await interruptInstall();
    const complete = await readFile(file);
    let refused = 0;
    for (let length = 0; length < complete.length; length += 512) {
      await writeFile(file, complete.subarray(0, length));
      try {
        await checkLmdbFile(file);
        continue;
      } catch {
        refused++;
      }
      const opening = openLmdbBackend({ directory });
      await assert.rejects(opening, (error) => {
        assert.ok(error instanceof CorruptBackendError);
        assert.equal(error.file, file);
        assert.match(error.message, /Nothing was changed/);
        return true;
      });
      assert.deepEqual((await readdir(parent)).toSorted(), ['backend', 'backend.new']);
    }
    assert.ok(refused > 20);
    await rm(file);
    await assert.rejects(openLmdbBackend({ directory }), /that was complete is missing/);
    await rm(`${directory}.new`, { recursive: true });
    const backend = await openLmdbBackend({ directory });
    assert.equal(dump(backend, Table.key).length, 50);
    await backend.close();
  });

  it('is nothing before it is complete, wherever its writing stopped', async () => {
    await createSmall();
    const receiving = receivingDirectory(directory);
    const complete = await readFile(join(receiving, dataFileName));
    for (const beside of [receiving, `${directory}.defrag`]) {
      for (let length = 0; length < complete.length; length += 2048) {
        await mkdir(beside, { recursive: true });
        await writeFile(join(beside, dataFileName), complete.subarray(0, length));
        const backend = await openLmdbBackend({ directory });
        assert.equal(dump(backend, Table.key).length, 50);
        await backend.close();
        assert.deepEqual(await readdir(parent), ['backend']);
      }
    }
  });
});
