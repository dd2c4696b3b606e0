// What the log does when the disk fails: it stops for good, says what to do, tries nothing again, and has
// everything that it acknowledged when it is opened on a disk that works, with or without a power cut.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { FaultyFileSystem, type FileFault, type FileFaultRule } from './faulty-file-system.ts';
import { LogFailedError } from './log-failed-error.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import type { Wal } from './types.ts';
import { create, entries, open, plain, synced } from './wal-test-kit.ts';

const directory = '/data/wal';

interface Written {
  /** Entries that were acknowledged, and that may be there. */
  acknowledged: number;
  tried: number;
  marker: number;
}

/** Some segments, a marker and the removal of what is before it. */
async function write(wal: Wal, written: Written): Promise<void> {
  for (let i = 1; i <= 24; i++) {
    written.tried = i;
    await wal.append(synced(entries(i, i, 1, 1000)));
    written.acknowledged = i;
    if (i !== 18) continue;
    written.marker = 12;
    await wal.saveMarker({ index: 12, term: 1, confState: new Uint8Array(0) });
    await wal.releaseBefore(12);
  }
}

interface Life {
  readonly written: Written;
  readonly error: LogFailedError | undefined;
}

/** One log whose disk fails as the rule says, and then works again. */
async function live(rule: FileFaultRule, powerCut: boolean): Promise<Life> {
  const memory = new MemoryFileSystem();
  const random = new SeededRandom(rule.skip ?? 0);
  let struckAt = 0;
  let calls = 0;
  const disk = new FaultyFileSystem(memory, {
    random,
    forget: (path) => memory.forgetUnsynced(path),
    onFault: () => (struckAt = calls),
  });
  memory.intercept = ({ operation, path }) => {
    if (path.endsWith('.log') && (operation === 'write' || operation === 'sync')) calls++;
    return undefined;
  };
  const wal = await create({ fileSystem: disk, directory });
  disk.inject(rule);
  const written: Written = { acknowledged: 0, tried: 0, marker: 0 };
  let error: LogFailedError | undefined;
  try {
    await write(wal, written);
  } catch (caught) {
    assert.ok(caught instanceof LogFailedError, String(caught));
    error = caught;
    await assertStopped(wal, written, error);
    const tries = rule.fault.kind === 'short' ? struckAt + 1 : struckAt;
    assert.ok(calls <= tries, `${calls - tries} writes and syncs after the failure`);
  }
  disk.liftAll();
  memory.intercept = undefined;
  if (powerCut) memory.crash({ random });
  const { recovery } = await open({ fileSystem: memory, directory });
  const last = recovery.entries.at(-1)?.index ?? recovery.marker.index;
  const { acknowledged, tried, marker } = written;
  assert.ok(last >= acknowledged && last <= tried, `${last} of ${acknowledged} to ${tried}`);
  assert.ok(recovery.marker.index === 0 || recovery.marker.index === marker);
  const first = recovery.marker.index + 1;
  assert.deepEqual(plain(recovery.entries), plain(entries(first, last, 1, 1000)));
  return { written, error };
}

async function assertStopped(wal: Wal, { tried }: Written, error: LogFailedError): Promise<void> {
  const marker = { index: 900, term: 1, confState: new Uint8Array(0) };
  await assert.rejects(async () => wal.saveMarker(marker), error);
  await assert.rejects(async () => wal.releaseBefore(1), error);
  await assert.rejects(wal.append(synced(entries(tried, tried, 1, 1000))), error);
  await wal.close().catch(() => undefined);
}

const faults: readonly { readonly name: string; readonly rule: FileFaultRule }[] = [
  { name: 'a write that fails', rule: { on: 'write', fault: fail('EIO') } },
  { name: 'a full disk', rule: { on: 'write', times: Infinity, fault: fail('ENOSPC') } },
  { name: 'a write that stops in the middle', rule: { on: 'write', fault: short('ENOSPC') } },
  { name: 'a sync that fails', rule: { on: 'sync', fault: fail('EIO') } },
  {
    name: 'a sync that fails and forgets what was written',
    rule: { on: 'sync', fault: { kind: 'error', code: 'EIO', forgets: true } },
  },
  {
    name: 'directories that cannot be changed',
    rule: {
      on: ['open', 'rename', 'remove', 'syncDirectory'],
      times: Infinity,
      fault: fail('EROFS'),
    },
  },
];

function fail(code: 'EIO' | 'ENOSPC' | 'EROFS'): FileFault {
  return { kind: 'error', code };
}

function short(code: 'ENOSPC'): FileFault {
  return { kind: 'short', code };
}

describe('a log whose disk fails', () => {
  for (const { name, rule } of faults) {
    it(`stops at ${name}, wherever it happens, and has lost nothing`, async () => {
      let stopped = 0;
      for (let skip = 0; ; skip++) {
        const { error } = await live({ ...rule, skip }, skip % 2 === 0);
        if (error === undefined && skip > 200) break;
        if (error === undefined) continue;
        stopped++;
        assert.match(error.message, /write-ahead log in \/data\/wal cannot be written/);
        assert.match(error.message, /disk|kernel/);
      }
      assert.ok(stopped >= 3, `only ${stopped} failures were met`);
    });
  }

  it('says what to do, for each kind of error', () => {
    const said = (code: string): string =>
      new LogFailedError('/d', Object.assign(new Error(`${code}: x`), { code })).message;
    assert.match(said('ENOSPC'), /make room on it, then start the member again/);
    assert.match(said('EDQUOT'), /quota/);
    assert.match(said('EFBIG'), /ulimit/);
    assert.match(said('EROFS'), /read-only/);
    assert.match(said('EIO'), /replace it/);
    assert.match(said('EBADF'), /EBADF: x\. Nothing was acknowledged that may be lost\. Check the/);
    assert.match(new LogFailedError('/d', 'no error').message, /no error/);
  });
});
