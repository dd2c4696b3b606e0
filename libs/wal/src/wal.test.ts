import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { createWal, walExists } from './create-wal.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';
import { nodeFileSystem } from './node-file-system.ts';
import type { Wal } from './types.ts';
import {
  create,
  entries,
  entry,
  memoryLog,
  metadata,
  open,
  plain,
  segmentsOf,
  smallSegmentBytes,
  synced,
  type TestLog,
} from './wal-test-kit.ts';

const noConfState = new Uint8Array(0);

interface TestBed extends TestLog, AsyncDisposable {}

const fileSystems: Readonly<Record<string, () => Promise<TestBed>>> = {
  async memory() {
    return { ...(await memoryLog()), [Symbol.asyncDispose]: () => Promise.resolve() };
  },
  async node() {
    const parent = await mkdtemp(join(tmpdir(), 'cairn-wal-'));
    return {
      fileSystem: nodeFileSystem,
      directory: join(parent, 'wal'),
      [Symbol.asyncDispose]: () => rm(parent, { recursive: true }),
    };
  },
};

for (const [name, make] of Object.entries(fileSystems)) {
  describe(`write-ahead log on the ${name} file system`, () => {
    it('gives back what was appended', async () => {
      await using bed = await make();
      assert.equal(await walExists(bed.fileSystem, bed.directory), false);
      const wal = await create(bed);
      const hardState = { term: 3, vote: 2n ** 64n - 1n, commit: 2 };
      await wal.append(synced(entries(1, 3, 2), hardState));
      await wal.append(synced([entry(4, 3, 'four'), entry(5, 3)]));
      await wal.close();
      assert.equal(await walExists(bed.fileSystem, bed.directory), true);
      const { wal: again, recovery } = await open(bed);
      assert.deepEqual(Buffer.from(recovery.metadata), Buffer.from(metadata));
      assert.deepEqual(recovery.hardState, hardState);
      assert.equal(recovery.marker.index, 0);
      assert.equal(recovery.repaired, undefined);
      const expected = [...entries(1, 3, 2), entry(4, 3, 'four'), entry(5, 3)];
      assert.deepEqual(plain(recovery.entries), plain(expected));
      await again.close();
    });

    it('goes on after being reopened, as often as one likes', async () => {
      await using bed = await make();
      await (await create(bed)).close();
      for (let round = 0; round < 5; round++) {
        const { wal, recovery } = await open(bed);
        assert.equal(recovery.entries.length, round * 2);
        await wal.append(synced(entries(round * 2 + 1, round * 2 + 2, round + 1)));
        await wal.close();
      }
    });

    it('refuses to create a log where there is one, and to open one where there is none', async () => {
      await using bed = await make();
      await (await create(bed)).close();
      await assert.rejects(create(bed), /already holds a write-ahead log/);
      await using empty = await make();
      await empty.fileSystem.makeDirectory(empty.directory);
      await assert.rejects(open(empty), /holds no write-ahead log/);
    });

    it('lets later entries with lower indexes replace the tail', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 10, 1)));
      await wal.append(synced(entries(6, 7, 2)));
      await wal.append(synced(entries(8, 8, 3)));
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      const expected = [...entries(1, 5, 1), ...entries(6, 7, 2), ...entries(8, 8, 3)];
      assert.deepEqual(plain(recovery.entries), plain(expected));
      await assert.rejects(async () => again.append(synced(entries(10, 10, 3))), AssertionFailure);
      await again.append(synced(entries(1, 2, 4)));
      await again.close();
      const third = await open(bed);
      assert.deepEqual(plain(third.recovery.entries), plain(entries(1, 2, 4)));
      await third.wal.close();
    });

    it('cuts segments, and replaces a tail that lies in an older segment', async () => {
      await using bed = await make();
      const wal = await create(bed);
      for (let i = 1; i <= 40; i++) await wal.append(synced(entries(i, i, 1, 1000)));
      assert.equal((await segmentsOf(bed)).length, 6);
      await wal.append(synced(entries(5, 6, 2, 1000)));
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      const expected = [...entries(1, 4, 1, 1000), ...entries(5, 6, 2, 1000)];
      assert.deepEqual(plain(recovery.entries), plain(expected));
      assert.deepEqual(Buffer.from(recovery.metadata), Buffer.from(metadata));
      await again.close();
    });

    it('keeps a batch that is larger than a segment in one piece', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 1, 1, 50_000)));
      await wal.append(synced(entries(2, 3, 1, 20_000)));
      await wal.append(synced(entries(4, 4, 1)));
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.equal((await segmentsOf(bed)).length, 3);
      const expected = [
        ...entries(1, 1, 1, 50_000),
        ...entries(2, 3, 1, 20_000),
        ...entries(4, 4, 1),
      ];
      assert.deepEqual(plain(recovery.entries), plain(expected));
      await again.close();
    });

    it('starts from the newest marker and removes only segments that the marker has passed', async () => {
      await using bed = await make();
      const wal = await create(bed);
      for (let i = 1; i <= 40; i++) await wal.append(synced(entries(i, i, 1, 1000)));
      await wal.releaseBefore(30);
      assert.equal((await segmentsOf(bed)).length, 6, 'there is no marker yet');
      const marker = { index: 20, term: 1, confState: new TextEncoder().encode('1,2,3') };
      await wal.saveMarker(marker);
      await wal.releaseBefore(40);
      const left = await segmentsOf(bed);
      assert.ok(left.length < 6 && left.length > 2);
      await wal.append(synced(entries(41, 41, 1), { term: 1, vote: 7n, commit: 40 }));
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.deepEqual(Buffer.from(recovery.marker.confState).toString(), '1,2,3');
      assert.equal(recovery.marker.index, 20);
      assert.deepEqual(recovery.hardState, { term: 1, vote: 7n, commit: 40 });
      assert.deepEqual(
        plain(recovery.entries),
        plain([...entries(21, 40, 1, 1000), ...entries(41, 41, 1)]),
      );
      await again.releaseBefore(1);
      assert.deepEqual(await segmentsOf(bed), left);
      await again.saveMarker({ index: 41, term: 1, confState: noConfState });
      await again.releaseBefore(41);
      assert.equal((await segmentsOf(bed)).length, 1);
      await again.close();
      const third = await open(bed);
      assert.deepEqual(third.recovery.entries, []);
      assert.deepEqual(third.recovery.hardState, { term: 1, vote: 7n, commit: 40 });
      await third.wal.append(synced(entries(42, 42, 1)));
      await third.wal.close();
    });

    it('keeps the marker when the segment that it was saved in goes', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 1, 1, 7800), { term: 1, vote: 3n, commit: 1 }));
      await wal.saveMarker({ index: 1, term: 1, confState: new Uint8Array([9]) });
      await wal.append(synced(entries(2, 2, 1, 1000)));
      await wal.releaseBefore(1);
      assert.equal((await segmentsOf(bed)).length, 1);
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.deepEqual(recovery.marker, { index: 1, term: 1, confState: new Uint8Array([9]) });
      assert.deepEqual(recovery.hardState, { term: 1, vote: 3n, commit: 1 });
      assert.deepEqual(plain(recovery.entries), plain(entries(2, 2, 1, 1000)));
      await again.close();
    });

    it('takes up after a marker that is past the end of the log', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 5, 1)));
      await wal.saveMarker({ index: 100, term: 4, confState: noConfState });
      await assert.rejects(async () => wal.append(synced(entries(6, 6, 4))), AssertionFailure);
      await wal.append(synced(entries(101, 103, 4)));
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.equal(recovery.marker.index, 100);
      assert.deepEqual(plain(recovery.entries), plain(entries(101, 103, 4)));
      await again.close();
    });

    it('drops entries of another history when a marker of a different term is saved', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 10, 1)));
      await wal.saveMarker({ index: 8, term: 2, confState: noConfState });
      await assert.rejects(async () => wal.append(synced(entries(11, 11, 2))), AssertionFailure);
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.deepEqual(recovery.entries, []);
      await assert.rejects(async () => again.append(synced(entries(11, 11, 2))), AssertionFailure);
      await again.append(synced(entries(9, 9, 2)));
      await again.close();
    });

    it('keeps payloads of zeros and of every size around a sector', async () => {
      await using bed = await make();
      const wal = await create(bed, 65_536);
      const list = [0, 1, 15, 16, 17, 494, 495, 511, 512, 513, 1023, 1024, 2048, 9000].map(
        (length, i) => entry(i + 1, 1, new Uint8Array(length)),
      );
      for (const one of list) await wal.append(synced([one]));
      await wal.close();
      for (let life = 0; life < 3; life++) {
        const { wal: again, recovery } = await open(bed, 65_536);
        assert.deepEqual(plain(recovery.entries), plain(list), `life ${life}`);
        await again.close();
      }
    });

    it('refuses everything after it was closed', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.close();
      await wal.close();
      await assert.rejects(wal.append(synced(entries(1, 1, 1))), /closed/);
      await assert.rejects(wal.releaseBefore(1), /closed/);
      await assert.rejects(wal.saveMarker({ index: 0, term: 0, confState: noConfState }), /closed/);
    });

    it('orders a marker and an append that are asked for at the same time', async () => {
      await using bed = await make();
      const wal = await create(bed);
      await wal.append(synced(entries(1, 3, 1)));
      const marker = wal.saveMarker({ index: 3, term: 1, confState: noConfState });
      await Promise.all([marker, wal.append(synced(entries(4, 5, 1)))]);
      await wal.close();
      const { wal: again, recovery } = await open(bed);
      assert.equal(recovery.marker.index, 3);
      assert.deepEqual(plain(recovery.entries), plain(entries(4, 5, 1)));
      await again.close();
    });
  });
}

async function counted(): Promise<{
  wal: Wal;
  fileSystem: MemoryFileSystem;
  syncs: () => number;
}> {
  const { fileSystem, directory } = await memoryLog();
  const wal = await create({ fileSystem, directory });
  let syncs = 0;
  fileSystem.intercept = ({ operation }) => {
    if (operation === 'sync') syncs++;
    return undefined;
  };
  return { wal, fileSystem, syncs: () => syncs };
}

function isFullDisk(error: Error): boolean {
  return /no space left/.test(String(error.cause));
}

it('real directories are made with all that are above them, and again without complaint', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'cairn-wal-'));
  const path = join(parent, 'a', 'b', 'c');
  await nodeFileSystem.makeDirectory(path);
  await nodeFileSystem.makeDirectory(path);
  assert.deepEqual(await nodeFileSystem.list(join(parent, 'a', 'b')), ['c']);
  await rm(parent, { recursive: true });
});

describe('write-ahead log', () => {
  it('syncs only when it must', async () => {
    const { wal, syncs } = await counted();
    const seconds: number[] = [];
    wal.onSync((one) => seconds.push(one));
    await wal.append({ entries: [], hardState: { term: 1, vote: 0n, commit: 0 }, mustSync: false });
    assert.equal(syncs(), 0);
    const before = wal.writtenBytes;
    assert.ok(before > 0);
    await wal.append(synced(entries(1, 100, 1)));
    assert.ok(wal.writtenBytes >= before + 100);
    assert.equal(syncs(), 1);
    assert.equal(seconds.length, 1);
    await wal.append({ entries: [], mustSync: true });
    assert.equal(syncs(), 1, 'nothing was written');
    await wal.close();
  });

  it('leaves the thread for the sync once the disk is slow, and comes back', async () => {
    const { wal, fileSystem } = await counted();
    const sleeping = new Int32Array(new SharedArrayBuffer(4));
    let slow = true;
    fileSystem.intercept = ({ operation }) => {
      if (operation === 'sync' && slow) Atomics.wait(sleeping, 0, 0, 20);
      return undefined;
    };
    await wal.append(synced(entries(1, 1, 1)));
    const second = wal.append(synced(entries(2, 2, 1)));
    assert.throws(() => void wal.append(synced(entries(3, 3, 1))), AssertionFailure);
    await second;
    slow = false;
    let last = 2;
    for (let away = true; away; last++) {
      const appended = wal.append(synced(entries(last + 1, last + 1, 1)));
      try {
        await wal.append({ entries: [], mustSync: false });
        away = false;
      } catch {
        // Still under way.
      }
      await appended;
    }
    assert.ok(last > 10, 'one fast sync is not enough');
    await wal.close();
  });

  it('does not allow an append before the one before it has ended', async () => {
    const { wal } = await counted();
    // Larger than may be written while blocking the thread, so it is still under way.
    const first = wal.append(synced(entries(1, 1, 1, 300_000)));
    assert.throws(() => void wal.append(synced(entries(2, 2, 1))), AssertionFailure);
    await first;
    await wal.append(synced(entries(2, 2, 1)));
    await wal.close();
  });

  for (const operation of ['write', 'sync'] as const) {
    for (const size of [10, 300_000]) {
      it(`refuses everything after a ${operation} of ${size} bytes failed, and never tries again`, async () => {
        const { wal, fileSystem } = await counted();
        await wal.append(synced(entries(1, 1, 1)));
        let calls = 0;
        fileSystem.intercept = (step) => {
          if (step.operation === 'close') return undefined;
          if (step.operation !== operation) return undefined;
          calls++;
          return { error: new Error('no space left'), bytesWritten: 7 };
        };
        await assert.rejects(wal.append(synced(entries(2, 2, 1, size))), isFullDisk);
        await assert.rejects(wal.append(synced(entries(2, 2, 1))), isFullDisk);
        const marker = { index: 1, term: 1, confState: noConfState };
        await assert.rejects(wal.saveMarker(marker), isFullDisk);
        await assert.rejects(wal.releaseBefore(1), isFullDisk);
        await wal.close();
        assert.equal(calls, 1);
      });
    }
  }

  it('can be told not to sync at all', async () => {
    const { fileSystem, directory } = await memoryLog();
    let syncs = 0;
    fileSystem.intercept = ({ operation }) => {
      if (operation === 'sync' || operation === 'syncDirectory') syncs++;
      return undefined;
    };
    const segmentBytes = smallSegmentBytes;
    const wal = await createWal({ fileSystem, directory, metadata, segmentBytes, sync: false });
    for (let i = 1; i <= 40; i++) await wal.append(synced(entries(i, i, 1, 1000)));
    await wal.close();
    assert.equal(syncs, 0);
  });
});
