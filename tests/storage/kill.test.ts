// What a member's files hold after its process was killed in the middle of writing, or could not
// write any more. Power cuts are the business of the libraries' own tests: no process can show them.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openLmdbBackend, Table } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { nodeFileSystem, openWal, type WalEntry } from '@cairn/wal';
import { stateAfter } from './batches.ts';

interface Writer {
  /** Lines that it printed. */
  readonly lines: string[];
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
}

interface Limits {
  readonly fileBytesMax?: number;
  readonly batchesMax?: number;
}

function start(program: string, directory: string, limits: Limits = {}): Writer {
  const { fileBytesMax, batchesMax = Infinity } = limits;
  const file = fileURLToPath(new URL(program, import.meta.url));
  const args = [file, directory, String(batchesMax)];
  // The shell's limit counts blocks of 512 bytes.
  const child =
    fileBytesMax === undefined
      ? spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      : spawn(
          'sh',
          ['-c', `ulimit -f ${fileBytesMax / 512}; exec "$0" "$@"`, process.execPath, ...args],
          { stdio: ['ignore', 'pipe', 'ignore'] },
        );
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = new Promise<void>((resolve) => {
    reader.on('close', () => {
      resolve();
    });
  });
  return { lines, process: child, ended };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}

/** The number in the last line that starts with this word. */
function lastNumber(writer: Writer, word: string): number {
  const line = writer.lines.findLast((one) => one.startsWith(`${word} `));
  return Number(line?.split(' ')[1] ?? 0);
}

async function killAfter(writer: Writer, lines: number): Promise<void> {
  await until(() => writer.lines.length >= lines);
  writer.process.kill('SIGKILL');
  await writer.ended;
}

/** Returns the index that the store stands at, after checking that it holds exactly that. */
async function checkStore(directory: string, atLeast: number): Promise<number> {
  const backend = await openLmdbBackend({ directory });
  try {
    const { index } = backend.applied;
    assert.ok(index >= atLeast, `${index} after ${atLeast} was reported`);
    const decoder = new TextDecoder();
    const found = [...backend.scan(Table.key, {})].map(({ key, value }) => {
      return [decoder.decode(key), decoder.decode(value)] as const;
    });
    assert.deepEqual(new Map(found), stateAfter(index));
    return index;
  } finally {
    await backend.close();
  }
}

async function checkLog(directory: string, atLeast: number): Promise<WalEntry[]> {
  const { wal, recovery } = await openWal({
    fileSystem: nodeFileSystem,
    directory,
    segmentBytes: 262_144,
    sync: true,
  });
  await wal.close();
  const last = recovery.entries.at(-1)?.index ?? recovery.marker.index;
  assert.ok(last >= atLeast, `${last} after ${atLeast} was acknowledged`);
  assert.deepEqual(recovery.metadata, new Uint8Array([1, 2, 3]));
  for (const [i, { index, data }] of recovery.entries.entries()) {
    assert.equal(index, recovery.marker.index + 1 + i);
    assert.ok(data.every((byte) => byte === index % 256));
  }
  return recovery.entries;
}

describe('files of a process that was killed', { timeout: 120_000 }, () => {
  const random = new SeededRandom(Date.now());

  it('hold the store at the end of a batch, not before what was reported as flushed', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'cairn-kill-'));
    const directory = join(parent, 'backend');
    let index = 0;
    for (let round = 0; round < 6; round++) {
      const writer = start('backend-writer.ts', directory);
      await killAfter(writer, 1 + random.nextBelow(12));
      const now = await checkStore(directory, lastNumber(writer, 'flushed'));
      assert.ok(now > index, 'each life gets something done');
      index = now;
    }
    await rm(parent, { recursive: true });
  });

  it('hold every entry that was acknowledged by the log', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'cairn-kill-'));
    const directory = join(parent, 'wal');
    for (let round = 0; round < 6; round++) {
      const writer = start('wal-writer.ts', directory);
      await killAfter(writer, 1 + random.nextBelow(400));
      await checkLog(directory, lastNumber(writer, 'appended'));
    }
    await rm(parent, { recursive: true });
  });
});

describe('files of a process that ran out of space', { timeout: 120_000 }, () => {
  it('hold the store as it was last flushed; the failure is reported and nothing is tried again', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'cairn-full-'));
    const directory = join(parent, 'backend');
    const writer = start('backend-writer.ts', directory, { fileBytesMax: 2 ** 20 });
    await until(() => writer.lines.some((line) => line.startsWith('failed')));
    const failures = writer.lines.filter((line) => line.startsWith('failed'));
    assert.match(failures[0] as string, /LMDB could not write a transaction/);
    const flushed = lastNumber(writer, 'flushed');
    writer.process.kill('SIGKILL');
    await writer.ended;
    assert.equal(writer.lines.filter((line) => line.startsWith('failed')).length, 1);
    assert.equal(lastNumber(writer, 'flushed'), flushed);
    await checkStore(directory, flushed);
    await rm(parent, { recursive: true });
  });

  it('hold the log up to the last acknowledged entry', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'cairn-full-'));
    const directory = join(parent, 'wal');
    // Less than a segment: it cannot even be made.
    const none = start('wal-writer.ts', directory, { fileBytesMax: 131_072 });
    await none.ended;
    assert.equal(lastNumber(none, 'appended'), 0);
    // Few batches: their segment ends below the limit, so that the log can still be opened under it.
    const enough = start('wal-writer.ts', directory, { batchesMax: 5 });
    await enough.ended;
    const before = (await checkLog(directory, lastNumber(enough, 'appended'))).at(-1)?.index ?? 0;
    assert.ok(before > 0);
    // The first segment is there; the second one cannot be made.
    const writer = start('wal-writer.ts', directory, { fileBytesMax: 131_072 });
    await writer.ended;
    assert.match(writer.lines.at(-1) ?? '', /failed Error: EFBIG/);
    const appended = lastNumber(writer, 'appended');
    assert.ok(appended > before);
    await checkLog(directory, appended);
    await rm(parent, { recursive: true });
  });
});
