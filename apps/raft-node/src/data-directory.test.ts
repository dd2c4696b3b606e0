import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Table } from '@cairn/backend';
import { DoNotRestartError } from '@cairn/service';
import { DataDirectory } from './data-directory.ts';

function withDirectory(run: (path: string) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const path = mkdtempSync(join(tmpdir(), 'cairn-data-'));
    try {
      await run(path);
    } finally {
      rmSync(path, { recursive: true });
    }
  };
}

const ignore = (): void => undefined;

test(
  'a directory in use is refused, for as long as it is in use',
  withDirectory((path) => {
    const first = new DataDirectory(path, ignore);
    // The lock must not depend on when memory is cleaned up.
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    collectGarbage();
    assert.throws(() => new DataDirectory(path, ignore), DoNotRestartError);
    first.close();
    new DataDirectory(path, ignore).close();
  }),
);

test(
  'a staged store takes the place of the one in use, or is gone without a trace',
  withDirectory(async (path) => {
    const data = new DataDirectory(path, ignore);
    const old = await data.openBackend();
    const key = Uint8Array.of(1);
    const records = async function* () {
      yield await Promise.resolve({ table: Table.key, key, value: Uint8Array.of(2) });
    };
    await data.stage(records(), { index: 9, term: 3 });
    await data.discardStaged();
    await data.stage(records(), { index: 10, term: 3 });
    assert.equal(old.applied.index, 0, 'still the old one');
    await old.close();
    const installed = await data.activateStaged();
    assert.deepEqual(installed.applied, { index: 10, term: 3 });
    assert.deepEqual([...(installed.get(Table.key, key) ?? [])], [2]);
    await installed.close();
    data.close();
  }),
);
