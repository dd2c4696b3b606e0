// Systematic damage to the files of a log that was closed in order: whatever byte is changed and wherever
// a file ends, opening gives exactly what was there, or refuses and names the file and the place.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CorruptLogError } from './corrupt-log-error.ts';
import { openWal } from './open-wal.ts';
import {
  create,
  entries,
  filesOf,
  logOf,
  memoryLog,
  plain,
  smallSegmentBytes,
  synced,
  usedBytes,
} from './wal-test-kit.ts';

const sectorBytes = 512;

describe('a log whose files were damaged', () => {
  let files: ReadonlyMap<string, Uint8Array>;
  const written = entries(1, 40, 1, 700);

  before(async () => {
    const log = await memoryLog();
    const wal = await create(log);
    for (const entry of written) {
      const { index: commit } = entry;
      await wal.append(synced([entry], { term: 1, vote: 5n, commit }));
    }
    await wal.close();
    files = await filesOf(log);
    assert.ok(files.size >= 4, 'old segments, and the newest one');
  });

  /** undefined = exactly what was written was found. */
  async function judge(name: string, bytes: Uint8Array): Promise<CorruptLogError | undefined> {
    const log = await logOf(new Map([...files, [name, bytes]]));
    try {
      const { recovery } = await openWal({ ...log, segmentBytes: smallSegmentBytes, sync: true });
      assert.deepEqual(plain(recovery.entries), plain(written), name);
      return undefined;
    } catch (error) {
      if (!(error instanceof CorruptLogError)) throw error;
      assert.ok(error.file.startsWith(`${log.directory}/`), error.file);
      assert.ok(error.offset >= 0 && error.offset <= smallSegmentBytes);
      assert.ok(error.message.includes(`${error.file}, offset ${error.offset}: `));
      return error;
    }
  }

  it('is what it was or is refused, whatever bit of whatever file is another', async () => {
    let refused = 0;
    let unused = 0;
    for (const [name, bytes] of files) {
      for (let at = 0; at < bytes.length; at += 64) {
        const damaged = bytes.slice();
        damaged[at + ((at / 64) % 64)] =
          (damaged[at + ((at / 64) % 64)] ?? 0) ^ (1 << ((at / 64) % 8));
        const error = await judge(name, damaged);
        if (error === undefined) unused++;
        else refused++;
        if (at + 64 < usedBytes(bytes)) assert.ok(error !== undefined, `${name}, near ${at}`);
      }
    }
    assert.ok(refused > 400, `${refused} refused, ${unused} were behind the end`);
  });

  it('is what it was or is refused, wherever a file ends', async () => {
    for (const [name, bytes] of files) {
      for (let length = 0; length < bytes.length; length += sectorBytes) {
        const error = await judge(name, bytes.slice(0, length));
        assert.ok(error !== undefined, `${name} cut to ${length} of ${bytes.length} bytes`);
      }
    }
  });

  it('is refused when a file is missing, or when two have changed places', async () => {
    const names = [...files.keys()];
    for (const name of names.slice(0, -1)) {
      const without = new Map([...files].filter(([other]) => other !== name));
      const log = await logOf(without);
      await assert.rejects(
        openWal({ ...log, segmentBytes: smallSegmentBytes, sync: true }),
        CorruptLogError,
      );
    }
    const [first, second] = names as [string, string];
    const swapped = await judge(first, files.get(second) as Uint8Array);
    assert.ok(swapped !== undefined);
  });
});
