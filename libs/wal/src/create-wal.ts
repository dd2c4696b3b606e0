import { dirname } from 'node:path';
import { emptyHardState } from './log-replay.ts';
import { SegmentPreparer } from './segment-preparer.ts';
import { SegmentedWal } from './segmented-wal.ts';
import { SyncPace } from './sync-pace.ts';
import { TermRuns } from './term-runs.ts';
import type { FileSystem, Wal, WalSnapshotMarker } from './types.ts';
import { RecordWriter, markerRecordBytes, hardStateRecordBytes } from './v1/record-writer.ts';
import { recordBytes } from './v1/record.ts';
import { segmentFixedBytes } from './v1/payload.ts';
import { isForeignVersion, parseSegmentName, segmentName } from './v1/segment-name.ts';
import { assert } from '@cairn/core';

export interface WalLocation {
  readonly fileSystem: FileSystem;
  readonly directory: string;
}

export interface WalOptions extends WalLocation {
  /** Size of each file, given to it when it is made. A multiple of 4096; 64 MiB is customary. */
  readonly segmentBytes: number;
  /** False only for tests and throw-away data: nothing survives a power cut then. */
  readonly sync: boolean;
}

export interface CreateWalOptions extends WalOptions {
  /** Given back by every `openWal`; opaque. */
  readonly metadata: Uint8Array;
}

/** Whether the directory holds a log. A creation that did not finish counts as none. */
export async function walExists(fileSystem: FileSystem, directory: string): Promise<boolean> {
  if (!(await fileSystem.exists(directory))) return false;
  const names = await fileSystem.list(directory);
  return names.some((name) => parseSegmentName(name) !== undefined || isForeignVersion(name));
}

export function checkSegmentBytes(segmentBytes: number): void {
  assert(
    Number.isSafeInteger(segmentBytes) && segmentBytes > 0 && segmentBytes % 4096 === 0,
    'segmentBytes must be a multiple of 4096',
  );
}

/** A new, empty log. Refuses a directory that holds one. */
export async function createWal(options: CreateWalOptions): Promise<Wal> {
  const { fileSystem, directory, segmentBytes, sync, metadata } = options;
  checkSegmentBytes(segmentBytes);
  if (await walExists(fileSystem, directory)) {
    throw new Error(`${directory} already holds a write-ahead log`);
  }
  await fileSystem.makeDirectory(directory);
  const preparer = new SegmentPreparer({ fileSystem, directory, segmentBytes, sync });
  const marker: WalSnapshotMarker = { index: 0, term: 0, confState: new Uint8Array(0) };
  const writer = new RecordWriter();
  const file = await preparer.take();
  const name = segmentName(0, 1);
  const bytes =
    recordBytes(segmentFixedBytes + metadata.length) +
    markerRecordBytes(marker) +
    hardStateRecordBytes;
  writer.begin({ end: 0, chain: 0, salt: 0 }, 0, bytes);
  writer.segment({ sequence: 0, firstIndex: 1, segmentBytes, previousChain: 0, metadata });
  writer.marker(marker);
  writer.hardState(emptyHardState);
  await file.write(0, writer.bytes);
  const pace = new SyncPace();
  if (sync) {
    const start = performance.now();
    await file.sync();
    pace.record((performance.now() - start) / 1000);
  }
  await fileSystem.rename(preparer.path, `${directory}/${name.file}`);
  if (sync) {
    await fileSystem.syncDirectory(directory);
    await fileSystem.syncDirectory(dirname(directory));
  }
  return new SegmentedWal({
    fileSystem,
    directory,
    segmentBytes,
    sync,
    metadata,
    preparer,
    pace,
    writer,
    terms: new TermRuns(0, 0),
    segments: [{ name, maxIndex: 0 }],
    file,
    position: writer.position,
    startBytes: writer.position.end,
    hardState: emptyHardState,
    marker,
  });
}
