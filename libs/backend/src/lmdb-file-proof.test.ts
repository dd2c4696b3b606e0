// A store whose file is checked on a thread of its own, as only a large one is.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dump, fill, text } from './backend-conformance.ts';
import { dataFileName } from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { beginLmdbBackend, openLmdbBackend } from './open-lmdb-backend.ts';
import { Table } from './types.ts';

describe('a store that is checked on a thread', () => {
  let parent: string;
  let file: string;
  let good: Buffer;
  const options = (): { directory: string; checkThreadFromBytes: number } => {
    return { directory: join(parent, 'backend'), checkThreadFromBytes: 0 };
  };

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-proof-'));
    file = join(parent, 'backend', dataFileName);
    const backend = await openLmdbBackend(options());
    fill(backend, 500);
    backend.put(Table.auth, text('small'), text('the small value'));
    backend.put(Table.auth, text('large'), text('the large value'.repeat(1000)));
    backend.commit({ index: 1000, term: 1 });
    await backend.close();
    good = await readFile(file);
  });

  after(() => rm(parent, { recursive: true }));

  async function changeAt(at: number): Promise<Buffer> {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    return bytes;
  }

  async function checkedHere(): Promise<Error> {
    return await checkLmdbFile(file).then(
      () => assert.fail('it passes'),
      (error: Error) => error,
    );
  }

  it('can be read before it is proven, and written to for good after that', async () => {
    await writeFile(file, good);
    const { backend, proven } = await beginLmdbBackend(options());
    let visited = 0;
    backend.visit(Table.key, () => visited++);
    assert.equal(visited, 500);
    assert.equal(dump(backend, Table.auth).length, 2);
    fill(backend, 600);
    assert.equal(backend.flushed.index, 1000);
    await backend.flush();
    await proven;
    assert.equal(backend.flushed.index, 1061);
    await backend.close();
    const again = await openLmdbBackend(options());
    assert.equal(dump(again, Table.key).length, 600);
    await again.close();
  });

  it('says of a record that is not what was written what the check says, and closes', async () => {
    for (const value of ['the small value', 'the large value']) {
      const damaged = await changeAt(good.indexOf(value) + 5);
      const expected = await checkedHere();
      const isExpected = (error: Error): boolean => {
        assert.ok(error instanceof CorruptBackendError);
        assert.equal(error.message, expected.message);
        return true;
      };
      const { backend, proven } = await beginLmdbBackend(options());
      fill(backend, 10);
      await assert.rejects(backend.flush(), isExpected);
      await assert.rejects(proven, isExpected);
      await assert.rejects(backend.snapshot(), isExpected);
      await backend.close();
      await assert.rejects(openLmdbBackend(options()), isExpected);
      assert.ok(damaged.equals(await readFile(file)), 'nothing was written');
    }
  });

  it('is not given to LMDB when a page is not what it should be', async () => {
    await writeFile(file, good.subarray(0, good.length - pageBytes));
    const expected = await checkedHere();
    await assert.rejects(beginLmdbBackend(options()), { message: expected.message });
  });

  it('is given back when it is closed before it is proven', async () => {
    await writeFile(file, good);
    const { backend, proven } = await beginLmdbBackend(options());
    fill(backend, 10);
    await backend.close();
    await proven;
    const again = await openLmdbBackend(options());
    assert.equal(again.applied.index, 1002);
    await again.close();
  });
});
