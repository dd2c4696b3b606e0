// The log against a model, through crashes. After any crash the log holds every entry whose append
// was answered, and possibly some of the batch that was not, in order and nothing else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { walExists } from './create-wal.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';
import type { OpenedWal } from './open-wal.ts';
import type { Wal, WalBatch, WalEntry, WalHardState, WalSnapshotMarker } from './types.ts';
import {
  create,
  entries,
  entry,
  memoryLog,
  open,
  plain,
  randomBytes,
  segmentsOf,
  synced,
  type TestLog,
} from './wal-test-kit.ts';

type MemoryLog = TestLog & { readonly fileSystem: MemoryFileSystem };

/** Everything fails from the n-th operation on: the power went there. */
function cutPowerAt(fileSystem: MemoryFileSystem, steps: number): void {
  let left = steps;
  fileSystem.intercept = () => (left-- > 0 ? undefined : { error: new Error('power cut') });
}

/** What the log must hold: what was acknowledged, and the batch that was under way. */
class LogModel {
  entries: WalEntry[] = [];
  marker: WalSnapshotMarker = { index: 0, term: 0, confState: new Uint8Array(0) };
  /** States that the log may have, from the last acknowledged one to the last written one. */
  hardStates: WalHardState[] = [{ term: 0, vote: 0n, commit: 0 }];
  term = 1;

  get lastIndex(): number {
    return this.entries.at(-1)?.index ?? this.marker.index;
  }

  with(batch: WalBatch): WalEntry[] {
    const [first] = batch.entries;
    if (first === undefined) return this.entries;
    return [...this.entries.filter(({ index }) => index < first.index), ...batch.entries];
  }

  randomBatch(random: SeededRandom): WalBatch {
    if (random.nextBelow(8) === 0) this.term++;
    const back = random.nextBelow(6) === 0 ? random.nextBelow(5) : 0;
    const first = Math.max(this.marker.index + 1, this.lastIndex + 1 - back);
    const count = random.nextBelow(5) === 0 ? 0 : 1 + random.nextBelow(6);
    const list = Array.from({ length: count }, (_, i) => {
      const bytesMax = random.nextBelow(6) === 0 ? 5000 : 300;
      return entry(first + i, this.term, randomBytes(random, random.nextBelow(bytesMax)));
    });
    const hardState = { term: this.term, vote: BigInt(random.nextUint32()), commit: first - 1 };
    return {
      entries: list,
      mustSync: count > 0,
      ...(random.nextBelow(2) === 0 || count === 0 ? { hardState } : {}),
    };
  }
}

/** Opens after a crash and compares; the model then goes on from what was found. */
async function recover(log: MemoryLog, model: LogModel, underWay?: WalBatch): Promise<Wal> {
  const { wal, recovery }: OpenedWal = await open(log);
  const found = plain(recovery.entries);
  const after = ({ index }: WalEntry): boolean => index > model.marker.index;
  const acknowledged = model.entries.filter(after);
  const candidates = [plain(acknowledged)];
  // The batch under way may be there up to any of its entries.
  for (let kept = 1; kept <= (underWay?.entries.length ?? 0); kept++) {
    const part = { entries: underWay?.entries.slice(0, kept) ?? [], mustSync: true };
    candidates.push(plain(model.with(part).filter(after)));
  }
  const match = candidates.some((one) => isDeepEqual(one, found));
  assert.ok(match, 'the log holds what was acknowledged and at most the batch under way');
  const hardStates = [...model.hardStates, underWay?.hardState ?? model.hardStates[0]];
  assert.ok(hardStates.some((one) => isDeepEqual(one, recovery.hardState)));
  assert.equal(recovery.marker.index, model.marker.index);
  model.entries = recovery.entries;
  model.hardStates = [recovery.hardState];
  return wal;
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

async function appendToModel(wal: Wal, model: LogModel, batch: WalBatch): Promise<void> {
  await wal.append(batch);
  model.entries = model.with(batch);
  if (batch.mustSync)
    model.hardStates = [batch.hardState ?? (model.hardStates.at(-1) as WalHardState)];
  else if (batch.hardState !== undefined) model.hardStates.push(batch.hardState);
}

async function moveMarker(wal: Wal, model: LogModel, random: SeededRandom): Promise<void> {
  const ahead = model.entries.filter(({ index }) => index > model.marker.index);
  const target = ahead[random.nextBelow(Math.max(1, ahead.length))];
  if (target === undefined) return;
  const marker = { index: target.index, term: target.term, confState: randomBytes(random, 9) };
  await wal.saveMarker(marker);
  model.marker = marker;
  model.hardStates = model.hardStates.slice(-1);
  await wal.releaseBefore(marker.index);
}

/** One life of the log: some batches, then a crash in the middle of one. */
async function liveAndCrash(
  log: MemoryLog,
  wal: Wal,
  model: LogModel,
  random: SeededRandom,
): Promise<WalBatch | undefined> {
  for (let left = 1 + random.nextBelow(12); left > 0; left--) {
    if (random.nextBelow(9) === 0) await moveMarker(wal, model, random);
    else await appendToModel(wal, model, model.randomBatch(random));
  }
  const batch = model.randomBatch(random);
  cutPowerAt(log.fileSystem, random.nextBelow(4));
  try {
    await appendToModel(wal, model, batch);
    return undefined;
  } catch {
    return batch;
  }
}

describe('the log through crashes', () => {
  for (let seed = 1; seed <= 80; seed++) {
    it(`holds what was acknowledged, whatever the disk did with the rest (seed ${seed})`, async () => {
      const random = new SeededRandom(seed);
      const log = await memoryLog();
      const model = new LogModel();
      let wal = await create(log);
      for (let life = 0; life < 12; life++) {
        const underWay = await liveAndCrash(log, wal, model, random);
        log.fileSystem.crash({ random });
        wal = await recover(log, model, underWay);
        // A crash during recovery changes nothing.
        if (random.nextBelow(3) === 0) {
          cutPowerAt(log.fileSystem, random.nextBelow(12));
          await open(log).catch(() => undefined);
          log.fileSystem.crash({ random });
          wal = await recover(log, model);
        }
      }
    });
  }

  it('loses nothing at any step of cutting segments, moving the marker and removing segments', async () => {
    const random = new SeededRandom(77);
    let finished = false;
    let cuts = 0;
    for (let steps = 0; !finished; steps++) {
      const log = await memoryLog();
      const wal = await create(log);
      for (let i = 1; i <= 5; i++) await wal.append(synced(entries(i, i, 1, 1000)));
      cutPowerAt(log.fileSystem, steps);
      let acknowledged = 5;
      let marker = 0;
      try {
        for (let i = 6; i <= 20; i++) {
          await wal.append(synced(entries(i, i, 1, 1000)));
          acknowledged = i;
        }
        await wal.saveMarker({ index: 18, term: 1, confState: new Uint8Array(0) });
        marker = 18;
        await wal.releaseBefore(18);
        finished = true;
      } catch {
        cuts++;
      }
      log.fileSystem.crash({ random });
      const { wal: again, recovery } = await open(log);
      assert.ok([marker, 18].includes(recovery.marker.index), `step ${steps}`);
      const last = recovery.entries.at(-1)?.index ?? 0;
      assert.ok([acknowledged, acknowledged + 1].includes(last), `step ${steps}`);
      assert.deepEqual(
        plain(recovery.entries),
        plain(entries(recovery.marker.index + 1, last, 1, 1000)),
      );
      await again.append(synced(entries(last + 1, last + 1, 1)));
      await again.close();
    }
    assert.ok(cuts > 40, `only ${cuts} steps were tried`);
  });

  it('is there completely or not at all when its creation is interrupted at any step', async () => {
    const random = new SeededRandom(5);
    let finished = false;
    let missing = 0;
    for (let steps = 0; !finished; steps++) {
      const log = await memoryLog();
      cutPowerAt(log.fileSystem, steps);
      try {
        await create(log);
        finished = true;
      } catch {
        // The power went.
      }
      log.fileSystem.crash({ random });
      if (!(await walExists(log.fileSystem, log.directory))) {
        missing++;
        await (await create(log)).close();
      }
      const { wal, recovery } = await open(log);
      assert.deepEqual(recovery.entries, []);
      await wal.close();
      if (finished) assert.equal((await segmentsOf(log)).length, 1);
    }
    assert.ok(missing > 5);
  });

  it('makes the name of the newest segment durable before anything in it counts', async () => {
    const log = await memoryLog();
    const wal = await create(log);
    await wal.append(synced(entries(1, 5, 1, 1000)));
    // The process dies between naming the next segment and making the name durable.
    log.fileSystem.intercept = ({ operation }) => {
      return operation === 'syncDirectory' ? { error: new Error('killed') } : undefined;
    };
    await assert.rejects(wal.append(synced(entries(6, 10, 1, 1000))));
    log.fileSystem.intercept = undefined;
    const { wal: again } = await open(log);
    await again.append(synced(entries(6, 7, 1, 1000)));
    log.fileSystem.crash({ random: new SeededRandom(1), files: 'lost', directories: 'lost' });
    const { recovery } = await open(log);
    assert.deepEqual(plain(recovery.entries), plain(entries(1, 7, 1, 1000)));
  });

  it('does not trust that a sync which failed has written anything', async () => {
    const log = await memoryLog();
    const wal = await create(log);
    await wal.append(synced(entries(1, 2, 1)));
    // The entries reach the cache; the kernel forgets them as the sync fails, but reads still show them.
    log.fileSystem.intercept = ({ operation }) => {
      return operation === 'sync' ? { error: new Error('EIO') } : undefined;
    };
    await assert.rejects(wal.append(synced(entries(3, 4, 1))));
    const writes: string[] = [];
    log.fileSystem.intercept = ({ operation, path }) => {
      if (operation === 'write' || operation === 'sync')
        writes.push(`${operation} ${path.slice(-3)}`);
      return undefined;
    };
    const { recovery } = await open(log);
    assert.equal(recovery.entries.length, 4);
    assert.deepEqual(writes, ['write log', 'sync log'], 'what was read is written again');
  });
});
