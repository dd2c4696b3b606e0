// Opening reads every segment, oldest first, repairs the end of the newest and makes it durable.
// Durable again, even when nothing was torn: after a failed sync the kernel may hold pages that it
// believes to be clean and that never reached the disk. Everything past the last fence is therefore
// written once more before the caller may rely on it.
import { assert } from '@cairn/core';
import { CorruptLogError } from './corrupt-log-error.ts';
import { checkSegmentBytes, type WalOptions } from './create-wal.ts';
import { LogReplay } from './log-replay.ts';
import { SegmentBuffer } from './segment-buffer.ts';
import { SegmentPreparer } from './segment-preparer.ts';
import { SegmentedWal, type LiveSegment } from './segmented-wal.ts';
import { SyncPace } from './sync-pace.ts';
import { TermRuns } from './term-runs.ts';
import type { FileSystem, OpenFile, Wal, WalRecovery } from './types.ts';
import { headerBytes } from './v1/record.ts';
import { RecordWriter } from './v1/record-writer.ts';
import { isForeignVersion, parseSegmentName, type SegmentName } from './v1/segment-name.ts';
import { SegmentReader, type LogRecord, type SegmentContents } from './v1/segment-reader.ts';

export interface OpenedWal {
  readonly wal: Wal;
  readonly recovery: WalRecovery;
}

interface ReadLog {
  readonly replay: LogReplay;
  readonly segments: LiveSegment[];
  readonly last: SegmentContents;
}

/** Opens the log that `createWal` made. Throws `CorruptLogError` for damage it must not repair. */
export async function openWal(options: WalOptions): Promise<OpenedWal> {
  const { fileSystem, directory, segmentBytes, sync } = options;
  checkSegmentBytes(segmentBytes);
  const preparer = new SegmentPreparer({ fileSystem, directory, segmentBytes, sync });
  await preparer.discard();
  if (sync) await fileSystem.syncDirectory(directory);
  using buffer = new SegmentBuffer();
  const { replay, segments, last } = await readLog(fileSystem, directory, buffer);
  const marker = replay.marker;
  assert(marker !== undefined, 'every segment starts with a marker');
  const newest = segments.at(-1) as LiveSegment;
  const path = `${directory}/${newest.name.file}`;
  const file = await fileSystem.open(path, 'readWrite');
  const pace = new SyncPace();
  await repair(file, last, buffer.bytes, sync, pace);
  const entries = replay.entriesAfterMarker();
  const terms = new TermRuns(marker.index, marker.term);
  for (const entry of entries) terms.set(entry.index, entry.term);
  const wal = new SegmentedWal({
    fileSystem,
    directory,
    segmentBytes,
    sync,
    metadata: last.header.metadata,
    preparer,
    pace,
    writer: new RecordWriter(),
    terms,
    segments,
    file,
    position: { end: last.end, chain: last.chain, salt: last.salt },
    startBytes: last.startBytes,
    hardState: replay.hardState,
    marker,
  });
  const recovery: WalRecovery = {
    metadata: last.header.metadata,
    hardState: replay.hardState,
    marker,
    entries,
    repaired: last.tear && { file: path, offset: last.tear.offset, bytes: last.tear.bytes },
  };
  return { wal, recovery };
}

/** What stays in `buffer` is the newest segment. */
async function readLog(
  fileSystem: FileSystem,
  directory: string,
  buffer: SegmentBuffer,
): Promise<ReadLog> {
  const names = await listSegments(fileSystem, directory);
  const segments: LiveSegment[] = [];
  let replay: LogReplay | undefined = undefined;
  let contents: SegmentContents | undefined = undefined;
  for (const [position, name] of names.entries()) {
    const path = `${directory}/${name.file}`;
    await buffer.read(fileSystem, path);
    const reader = new SegmentReader({
      file: path,
      sequence: name.sequence,
      fileBytes: buffer.fileBytes,
      bytes: buffer.bytes,
      last: position === names.length - 1,
      previousChain: contents?.chain,
    });
    replay ??= new LogReplay(reader.header.firstIndex);
    const replaying = new SegmentReplay(replay, path);
    contents = reader.read((record) => replaying.add(record));
    replay.copyFrom(buffer.bytes);
    segments.push({ name, maxIndex: replaying.maxIndex });
  }
  const [oldest] = names;
  if (replay?.hasGapAfterMarker === true && oldest !== undefined) {
    throw new CorruptLogError({
      file: `${directory}/${oldest.file}`,
      offset: 0,
      problem: 'the segment before this one, with the entries after the marker, is missing',
    });
  }
  assert(replay !== undefined && contents !== undefined, 'there is at least one segment');
  return { replay, segments, last: contents };
}

class SegmentReplay {
  readonly #replay: LogReplay;
  readonly #file: string;
  /** The highest index of an entry in the segment. */
  maxIndex = 0;

  constructor(replay: LogReplay, file: string) {
    this.#replay = replay;
    this.#file = file;
  }

  add(record: LogRecord): void {
    const replay = this.#replay;
    let problem: string | undefined = undefined;
    switch (record.kind) {
      case 'hardState':
        replay.hardState = record.hardState;
        break;
      case 'marker':
        if (!replay.setMarker(record.marker)) problem = 'a marker goes back';
        break;
      case 'entry':
        this.maxIndex = Math.max(this.maxIndex, record.entry.index);
        if (!replay.addEntry(record.entry)) {
          problem = `entries are missing between ${replay.lastIndex} and ${record.entry.index}`;
        }
    }
    if (problem === undefined) return;
    throw new CorruptLogError({ file: this.#file, offset: record.offset, problem });
  }
}

async function listSegments(fileSystem: FileSystem, directory: string): Promise<SegmentName[]> {
  const files = await fileSystem.list(directory);
  const foreign = files.find(isForeignVersion);
  if (foreign !== undefined) {
    throw new CorruptLogError({
      file: `${directory}/${foreign}`,
      offset: 0,
      problem: 'the file has a format that this version does not know',
      advice: 'Start the version that wrote it.',
    });
  }
  const segments = files
    .map(parseSegmentName)
    .filter((name) => name !== undefined)
    .sort((a, b) => a.sequence - b.sequence);
  if (segments.length === 0) throw new Error(`${directory} holds no write-ahead log`);
  for (const [position, segment] of segments.entries()) {
    const before = segments[position - 1];
    if (before !== undefined && segment.sequence !== before.sequence + 1) {
      throw new CorruptLogError({
        file: `${directory}/${segment.file}`,
        offset: 0,
        problem: `the segments between ${before.sequence} and ${segment.sequence} are missing`,
      });
    }
  }
  return segments;
}

/**
 * Overwrites what a torn write left with zeros and writes again what may not be durable. The header of
 * the torn record goes last: should a full disk stop this halfway, it still looks torn, and not damaged.
 */
async function repair(
  file: OpenFile,
  { fenceBytes, end, tear }: SegmentContents,
  bytes: Uint8Array,
  sync: boolean,
  pace: SyncPace,
): Promise<void> {
  if (!sync && tear === undefined) return;
  const from = Math.min(fenceBytes, end);
  if (from < end) await file.write(from, bytes.subarray(from, end));
  if (tear !== undefined) {
    const tearEnd = tear.offset + tear.bytes;
    const headerEnd = Math.min(tear.offset + headerBytes, tearEnd);
    if (headerEnd < tearEnd) await file.write(headerEnd, new Uint8Array(tearEnd - headerEnd));
    await file.write(tear.offset, new Uint8Array(headerEnd - tear.offset));
  }
  const start = performance.now();
  await file.sync();
  pace.record((performance.now() - start) / 1000);
}
