import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CorruptLogError } from './corrupt-log-error.ts';
import type { WalEntry } from './types.ts';
import {
  create,
  entries,
  entry,
  filesOf,
  logOf,
  memoryLog,
  metadata,
  open,
  plain,
  readFile,
  segmentsOf,
  smallSegmentBytes,
  synced,
  usedBytes,
} from './wal-test-kit.ts';

interface Snapshot {
  readonly name: string;
  readonly files: Map<string, Uint8Array>;
  /** The newest segment. */
  readonly bytes: Uint8Array;
}

/** The files of a log with these batches, each synced. */
async function logWith(batches: readonly (readonly WalEntry[])[]): Promise<Snapshot> {
  const log = await memoryLog();
  const wal = await create(log);
  for (const batch of batches) await wal.append(synced(batch, { term: 1, vote: 5n, commit: 1 }));
  await wal.close();
  const files = await filesOf(log);
  const name = (await segmentsOf(log)).at(-1)!;
  return { name, files, bytes: files.get(name)! };
}

type Verdict =
  | { readonly kind: 'refused'; readonly error: CorruptLogError }
  | {
      readonly kind: 'opened';
      readonly entries: WalEntry[];
      readonly repaired: { offset: number; bytes: number } | undefined;
    };

/** What opening makes of the log when its newest segment is `bytes`. A repaired log must then work. */
async function judge(snapshot: Snapshot, bytes: Uint8Array): Promise<Verdict> {
  const log = await logOf(new Map([...snapshot.files, [snapshot.name, bytes]]));
  let opened;
  try {
    opened = await open(log);
  } catch (error) {
    if (!(error instanceof CorruptLogError)) throw error;
    return { kind: 'refused', error };
  }
  const { wal, recovery } = opened;
  const last = recovery.entries.at(-1)?.index ?? 0;
  await wal.append(synced([entry(last + 1, 9, 'after')]));
  await wal.close();
  const again = await open(log);
  assert.equal(again.recovery.repaired, undefined, 'a repair is complete');
  const expected = [...recovery.entries, entry(last + 1, 9, 'after')];
  assert.deepEqual(plain(again.recovery.entries), plain(expected));
  await again.wal.close();
  return { kind: 'opened', entries: recovery.entries, repaired: recovery.repaired };
}

/** What is in the file before the last batch, and after it. */
async function beforeAndAfter(
  first: readonly (readonly WalEntry[])[],
  last: readonly WalEntry[],
): Promise<{ snapshot: Snapshot; from: number; to: number }> {
  const from = usedBytes((await logWith(first)).bytes);
  const snapshot = await logWith([...first, last]);
  return { snapshot, from, to: usedBytes(snapshot.bytes) };
}

function withZeros(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return bytes.slice().fill(0, from, to);
}

/** Whether the file, cut here, holds whole records only. */
function isEdge(bytes: Uint8Array, cut: number): boolean {
  const kind = (bytes[cut + 11] ?? 0) >> 4;
  return cut % 16 === 0 && bytes[cut - 1] === 0xa5 && [3, 4, 12].includes(kind);
}

describe('the end of a log', () => {
  const first = [entries(1, 3, 1), entries(4, 4, 1, 100)];

  it('is cut off where a write stopped, at any byte', async () => {
    const last = [entry(5, 1, 'five'), entry(6, 1, new Uint8Array(600)), entry(7, 1, 'seven')];
    const { snapshot, from, to } = await beforeAndAfter(first, last);
    const all = [...first.flat(), ...last];
    let complete = 4;
    for (let cut = from; cut < to; cut++) {
      const verdict = await judge(snapshot, withZeros(snapshot.bytes, cut, to));
      assert.ok(verdict.kind === 'opened', `cut at ${cut} of ${to}`);
      assert.ok(verdict.entries.length >= complete, 'a later cut never keeps less');
      complete = verdict.entries.length;
      assert.deepEqual(plain(verdict.entries), plain(all.slice(0, complete)));
      assert.equal(verdict.repaired === undefined, isEdge(snapshot.bytes, cut));
    }
    assert.equal(complete, 7);
  });

  it('is cut off where sectors are missing, whichever they are', async () => {
    const last = [entry(5, 1, 'five'), entry(6, 1, new Uint8Array(1500)), ...entries(7, 9, 1, 300)];
    const { snapshot, from, to } = await beforeAndAfter(first, last);
    const sectors = [];
    for (let at = from; at < to; at = (Math.floor(at / 512) + 1) * 512) sectors.push(at);
    assert.ok(sectors.length >= 5);
    for (let missing = 1; missing < 2 ** sectors.length; missing++) {
      let { bytes } = snapshot;
      for (const [i, at] of sectors.entries()) {
        if ((missing & (2 ** i)) === 0) continue;
        bytes = withZeros(bytes, at, Math.min(to, (Math.floor(at / 512) + 1) * 512));
      }
      const verdict = await judge(snapshot, bytes);
      assert.ok(verdict.kind === 'opened', `missing ${missing.toString(2)}`);
      assert.ok(verdict.entries.length >= 4);
      const all = [...first.flat(), ...last];
      assert.deepEqual(plain(verdict.entries), plain(all.slice(0, verdict.entries.length)));
      if (missing === 1) {
        assert.equal(verdict.repaired?.offset, from);
        assert.equal(verdict.repaired?.bytes, to - from);
      }
    }
  });

  it('is refused when any bit of a synced record flips: never cut, never read wrongly', async () => {
    const batches = [
      [entry(1, 1, 'one')],
      [entry(2, 1, new Uint8Array(1200)), entry(3, 1, new Uint8Array(600).fill(1, 5, 9))],
      [entry(4, 1, 'a'.repeat(33))],
      // Sectors with a single bit, which would look as if they had never been written without it.
      [
        entry(
          5,
          1,
          new Uint8Array(1600).map((_, i) => (i % 512 === 300 ? 1 : 0)),
        ),
      ],
    ];
    const snapshot = await logWith(batches);
    const used = usedBytes(snapshot.bytes);
    for (let at = 0; at < used; at++) {
      const bytes = snapshot.bytes.slice();
      // Rather a bit that is set than one that is not: that is what makes a sector look empty.
      bytes[at]! ^= bytes[at]! & -bytes[at]! || 1 << (at % 8);
      const verdict = await judge(snapshot, bytes);
      assert.equal(verdict.kind, 'refused', `byte ${at} of ${used}`);
    }
  });

  it('survives a flipped bit in the part that was never written', async () => {
    const snapshot = await logWith(first);
    const used = usedBytes(snapshot.bytes);
    for (let at = used; at < snapshot.bytes.length; at += 61) {
      const bytes = snapshot.bytes.slice();
      bytes[at] = 4;
      const verdict = await judge(snapshot, bytes);
      if (verdict.kind === 'refused') continue;
      assert.deepEqual(plain(verdict.entries), plain(first.flat()));
    }
  });

  it('is refused when a later record proves that the damaged one was durable', async () => {
    const { snapshot, from } = await beforeAndAfter(first, [entry(5, 1, new Uint8Array(1500))]);
    const end = usedBytes(snapshot.bytes);
    // The same damage, a missing sector, before and after another batch was written.
    const sector = (Math.floor(from / 512) + 1) * 512;
    const torn = await judge(snapshot, withZeros(snapshot.bytes, sector, sector + 512));
    assert.ok(torn.kind === 'opened');
    assert.equal(torn.entries.length, 4);
    const later = await logWith([...first, [entry(5, 1, new Uint8Array(1500))], [entry(6, 1)]]);
    assert.ok(usedBytes(later.bytes) > end);
    const verdict = await judge(later, withZeros(later.bytes, sector, sector + 512));
    assert.ok(verdict.kind === 'refused');
    assert.match(verdict.error.message, /found durable/);
    assert.equal(verdict.error.offset, 16 * Math.floor(from / 16));
  });

  it('is refused when the file is shorter than it was made', async () => {
    const snapshot = await logWith(first);
    for (const length of [0, 10, 300, usedBytes(snapshot.bytes), smallSegmentBytes - 1]) {
      const verdict = await judge(snapshot, snapshot.bytes.slice(0, length));
      assert.equal(verdict.kind, 'refused', `${length} bytes`);
    }
  });

  it('names the file, the place, the problem and what to do', async () => {
    const snapshot = await logWith(first);
    const bytes = snapshot.bytes.slice();
    bytes[usedBytes(bytes) - 40]! ^= 1;
    const verdict = await judge(snapshot, bytes);
    assert.ok(verdict.kind === 'refused');
    assert.equal(verdict.error.file, `/data/wal/${snapshot.name}`);
    assert.ok(verdict.error.offset > 0);
    assert.match(
      verdict.error.message,
      /offset \d+: the .*checksum.* is wrong\. Nothing was changed/,
    );
  });
});

describe('an older segment', () => {
  const batches = Array.from({ length: 20 }, (_, i) => entries(i + 1, i + 1, 1, 1000));

  it('is refused with any damage, torn or not', async () => {
    const snapshot = await logWith(batches);
    const [oldest, second] = [...snapshot.files.keys()].sort() as [string, string];
    assert.ok(snapshot.files.size >= 3);
    for (const name of [oldest, second]) {
      const bytes = snapshot.files.get(name)!;
      const used = usedBytes(bytes);
      const damaged = [
        withZeros(bytes, used - 200, used),
        withZeros(bytes, 1024, 1536),
        withZeros(bytes, 0, used),
        bytes.slice(0, used),
        bytes.slice().fill(1, used, used + 1),
      ];
      for (const [i, one] of damaged.entries()) {
        const log = await logOf(new Map([...snapshot.files, [name, one]]));
        await assert.rejects(open(log), CorruptLogError, `damage ${i} of ${name}`);
      }
    }
  });

  it('is missed when it is not there or under another name', async () => {
    const snapshot = await logWith(batches);
    const names = [...snapshot.files.keys()].sort();
    for (const missing of names.slice(0, -1)) {
      const files = new Map([...snapshot.files].filter(([name]) => name !== missing));
      await assert.rejects(open(await logOf(files)), CorruptLogError, missing);
    }
    const renamed = new Map(snapshot.files);
    const [a, b] = names as [string, string];
    renamed.set(a, snapshot.files.get(b)!).set(b, snapshot.files.get(a)!);
    await assert.rejects(open(await logOf(renamed)), CorruptLogError);
  });

  it('is not mistaken for one of a later format', async () => {
    const snapshot = await logWith(batches);
    const newer = 'wal-v2-0000000000000000-0000000000000001.log';
    const log = await logOf(new Map([...snapshot.files, [newer, new Uint8Array(9)]]));
    await assert.rejects(open(log), /a format that this version does not know/);
  });

  it('of another log does not fit in, even with the right number', async () => {
    const snapshot = await logWith(batches);
    const other = await logWith(batches.map((batch) => batch.map((one) => ({ ...one, term: 2 }))));
    const [name] = [...snapshot.files.keys()].sort().slice(1, 2) as [string];
    const log = await logOf(new Map([...snapshot.files, [name, other.files.get(name)!]]));
    await assert.rejects(open(log), /does not continue the one before it/);
  });
});

describe('what a user puts in a payload', () => {
  it('is never taken for a record of the log', async () => {
    // A value that holds a copy of the log's own records, torn in the middle.
    const copied = await logWith([entries(1, 9, 1, 64)]);
    const value = copied.bytes.slice(0, 2048);
    const batch = [entry(1, 1, value), entry(2, 1, value)];
    const log = await memoryLog();
    const wal = await create(log);
    await wal.append(synced(batch));
    await wal.close();
    const [name] = (await segmentsOf(log)) as [string];
    const bytes = await readFile(log, name);
    const snapshot = { name, files: new Map([[name, bytes]]), bytes };
    assert.ok(metadata.length > 0);
    for (let sector = 512; sector < 4096; sector += 512) {
      const verdict = await judge(snapshot, withZeros(bytes, sector, sector + 512));
      assert.equal(verdict.kind, 'opened', `sector at ${sector}`);
    }
  });
});
