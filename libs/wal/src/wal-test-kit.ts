// What the tests of the log share: short ways to make entries, to open a log, and to look at files.
import { crc32c, type SeededRandom } from '@cairn/core';
import { createWal } from './create-wal.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import { openWal, type OpenedWal } from './open-wal.ts';
import type { FileSystem, Wal, WalBatch, WalEntry, WalHardState } from './types.ts';

export const smallSegmentBytes = 8192;
export const metadata: Uint8Array = new TextEncoder().encode('member 1');

export interface TestLog {
  readonly fileSystem: FileSystem;
  readonly directory: string;
}

export function create(log: TestLog, segmentBytes: number = smallSegmentBytes): Promise<Wal> {
  return createWal({ ...log, metadata, segmentBytes, sync: true });
}

export function open(log: TestLog, segmentBytes: number = smallSegmentBytes): Promise<OpenedWal> {
  return openWal({ ...log, segmentBytes, sync: true });
}

export function entry(index: number, term: number, data: string | Uint8Array = ''): WalEntry {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return { index, term, type: index % 3, data: bytes };
}

export function entries(from: number, to: number, term: number, dataBytes = 20): WalEntry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    return entry(from + i, term, new Uint8Array(dataBytes).fill(((from + i) % 255) + 1));
  });
}

export function synced(list: readonly WalEntry[], hardState?: WalHardState): WalBatch {
  return { entries: list, mustSync: true, ...(hardState && { hardState }) };
}

export function randomBytes(random: SeededRandom, length: number): Uint8Array {
  // Long runs of zeros are what tells a torn write from damage, so make many of them.
  const bytes = new Uint8Array(length);
  if (random.nextBelow(3) === 0) return bytes;
  const step = random.nextBelow(4) === 0 ? 700 : 1;
  for (let i = 0; i < length; i += step) bytes[i] = random.nextBelow(256);
  return bytes;
}

/** Entries, short enough to be read in a failed comparison. */
export function plain(list: readonly WalEntry[]): string[] {
  return list.map(({ index, term, type, data }) => {
    return `${index}/${term}/${type}: ${data.length} bytes, ${crc32c(data).toString(16)}`;
  });
}

export async function readFile(log: TestLog, name: string): Promise<Uint8Array> {
  const file = await log.fileSystem.open(`${log.directory}/${name}`, 'read');
  const bytes = await file.read(0, await file.size());
  await file.close();
  return bytes;
}

export async function segmentsOf(log: TestLog): Promise<string[]> {
  const names = await log.fileSystem.list(log.directory);
  return names.filter((name) => name.endsWith('.log')).sort();
}

/** A file system that holds exactly these files, all durable. */
export async function logOf(files: ReadonlyMap<string, Uint8Array>): Promise<TestLog> {
  const fileSystem = new MemoryFileSystem();
  const directory = '/data/wal';
  await fileSystem.makeDirectory(directory);
  for (const [name, bytes] of files) {
    const file = await fileSystem.open(`${directory}/${name}`, 'create');
    await file.write(0, bytes);
    await file.sync();
    await file.close();
  }
  await fileSystem.syncDirectory(directory);
  return { fileSystem, directory };
}

export async function filesOf(log: TestLog): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of await segmentsOf(log)) files.set(name, await readFile(log, name));
  return files;
}

export async function memoryLog(): Promise<TestLog & { fileSystem: MemoryFileSystem }> {
  const fileSystem = new MemoryFileSystem();
  return { fileSystem, directory: '/data/wal' };
}

/** Where the last non-zero byte of a file ends. */
export function usedBytes(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}
