// A member whose disk was full when it stopped is often started on a disk that is still full.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { FaultyFileSystem } from './faulty-file-system.ts';
import {
  create,
  entries,
  filesOf,
  logOf,
  memoryLog,
  open,
  plain,
  segmentsOf,
  synced,
  usedBytes,
} from './wal-test-kit.ts';

/** A log whose last batch was cut off after so many of its bytes, and what it is to hold. */
async function tornLog(
  lastBytes: number,
  share: number,
): Promise<{ readonly files: Map<string, Uint8Array>; readonly expected: readonly string[] }> {
  const log = await memoryLog();
  const wal = await create(log);
  await wal.append(synced(entries(1, 4, 1)));
  const name = (await segmentsOf(log)).at(-1)!;
  const before = usedBytes((await filesOf(log)).get(name)!);
  await wal.append(synced(entries(5, 7, 1, lastBytes)));
  await wal.close();
  const files = await filesOf(log);
  const bytes = files.get(name)!;
  bytes.fill(0, before + Math.floor((usedBytes(bytes) - before) * share));
  const opened = await open(await logOf(files));
  await opened.wal.close();
  assert.ok(opened.recovery.repaired !== undefined, 'the last batch is torn');
  return { files, expected: plain(opened.recovery.entries) };
}

test('a repair that a full disk stops anywhere is done again at the next start', async () => {
  let stopped = 0;
  for (const lastBytes of [3, 100, 900]) {
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const { files, expected } = await tornLog(lastBytes, share);
      for (let seed = 0; seed < 24; seed++) {
        const { fileSystem, directory } = await logOf(files);
        const disk = new FaultyFileSystem(fileSystem, { random: new SeededRandom(seed) });
        disk.inject({ on: 'write', fault: { kind: 'short', code: 'ENOSPC' }, skip: seed % 3 });
        await open({ fileSystem: disk, directory }).then(
          ({ wal }) => wal.close(),
          ({ code }: { readonly code?: string }) => {
            assert.equal(code, 'ENOSPC');
            stopped += 1;
          },
        );
        const { wal, recovery } = await open({ fileSystem, directory });
        assert.deepEqual(plain(recovery.entries), expected, `${lastBytes}, ${share}, seed ${seed}`);
        await wal.close();
      }
    }
  }
  assert.ok(stopped > 100, `the disk stopped ${stopped} repairs`);
});
