// Reads one segment and decides what to make of its end. After the last intact record there may be
// nothing (zeros), a torn write, or damage. Only a torn write of the last segment is cut off; see
// `record.ts` for why the two can be told apart. The order of the questions matters: the kind of
// damage is asked first, and whatever looks torn must then survive the question whether a later
// record says that this part of the file was already durable.
import { CorruptLogError } from '../corrupt-log-error.ts';
import type { WalEntry, WalHardState, WalSnapshotMarker } from '../types.ts';
import {
  headerBytes,
  isIntact,
  isKnownKind,
  readHeader,
  readPayload,
  recordBytes,
  RecordKind,
  sectorBytes,
  type RecordHeader,
} from './record.ts';
import {
  previousChainOffset,
  readEntry,
  readEntryAlone,
  readHardState,
  readMarker,
  readSegmentHeader,
  segmentFixedBytes,
  type SegmentHeader,
} from './payload.ts';

export type LogRecord =
  | { readonly kind: 'marker'; readonly offset: number; readonly marker: WalSnapshotMarker }
  | { readonly kind: 'hardState'; readonly offset: number; readonly hardState: WalHardState }
  | { readonly kind: 'entry'; readonly offset: number; readonly entry: WalEntry };

export interface Tear {
  readonly offset: number;
  readonly bytes: number;
}

export interface SegmentContents {
  readonly header: SegmentHeader;
  /** Where the marker and the hard state end that every segment begins with. */
  readonly startBytes: number;
  /** Where the next record belongs. */
  readonly end: number;
  /** Chain checksum of the last record. */
  readonly chain: number;
  readonly salt: number;
  /** How much of the segment is known to have been durable when its last record was written. */
  readonly fenceBytes: number;
  readonly tear: Tear | undefined;
}

export interface ReadSegmentOptions {
  readonly file: string;
  /** As the file's name says. */
  readonly sequence: number;
  readonly fileBytes: number;
  /** The file from its start; what is left out at its end is all zero. */
  readonly bytes: Uint8Array;
  /** Only the last segment can end in a torn write: the others were complete before it was made. */
  readonly last: boolean;
  /** Chain checksum of the segment before; undefined for the oldest that is left. */
  readonly previousChain: number | undefined;
}

/** Every segment begins with a marker and a hard state. */
const fixedRecords = 2;

export class SegmentReader {
  readonly #options: ReadSegmentOptions;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #first: { readonly header: SegmentHeader; readonly end: number; readonly chain: number };

  constructor(options: ReadSegmentOptions) {
    const { bytes } = options;
    this.#options = options;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#first = this.#readFirst();
  }

  get header(): SegmentHeader {
    return this.#first.header;
  }

  /** Shows each record in order. The data of an entry may be a view of the segment's bytes. */
  read(onRecord: (record: LogRecord) => void): SegmentContents {
    const { header, chain: salt } = this.#first;
    let { end, chain } = this.#first;
    let startBytes: number | undefined;
    let records = 0;
    let fenceBytes = 0;
    for (;;) {
      const record = readHeader(this.#bytes, this.#view, end, salt);
      if (record === undefined) break;
      if (!isKnownKind(record.kind) || record.kind === RecordKind.segment) {
        throw this.#corrupt(end, `a record of unknown kind ${record.kind}`);
      }
      if (!isIntact(this.#bytes, end, record, chain)) break;
      if (records++ === fixedRecords) startBytes = end;
      onRecord(this.#decode(end, record, chain));
      chain = record.chain;
      fenceBytes = record.fenceBytes;
      end += recordBytes(record.payloadBytes);
    }
    const tear = this.#judgeEnd(end, salt);
    if (tear !== undefined && !this.#options.last) {
      throw this.#corrupt(end, 'an incomplete record in a segment that was completed');
    }
    startBytes ??= end;
    return { header, startBytes, end, chain, salt, fenceBytes, tear };
  }

  #readFirst(): { header: SegmentHeader; end: number; chain: number } {
    const header = readHeader(this.#bytes, this.#view, 0, 0);
    if (header === undefined || header.kind !== RecordKind.segment) {
      throw this.#corrupt(0, 'the segment does not start with a segment header');
    }
    const end = recordBytes(header.payloadBytes);
    const complete = end <= this.#bytes.length && header.payloadBytes >= segmentFixedBytes;
    // The payload itself names the checksum that it is chained to.
    const previousChain = complete
      ? this.#view.getUint32(headerBytes + previousChainOffset, true)
      : 0;
    if (!complete || !isIntact(this.#bytes, 0, header, previousChain)) {
      throw this.#corrupt(0, 'the checksum of the segment header is wrong');
    }
    const segment = readSegmentHeader(readPayload(this.#bytes, 0, header, previousChain));
    const { previousChain: expectedChain, fileBytes, sequence } = this.#options;
    if (expectedChain !== undefined && segment.previousChain !== expectedChain) {
      throw this.#corrupt(0, 'the segment does not continue the one before it');
    }
    if (fileBytes < segment.segmentBytes) {
      const problem = `the file was made with ${segment.segmentBytes} bytes and has only`;
      throw this.#corrupt(fileBytes, `${problem} ${fileBytes}`);
    }
    if (segment.sequence !== sequence) {
      const problem = `the file says that it is segment ${segment.sequence}: it was renamed`;
      throw this.#corrupt(0, problem);
    }
    return { header: segment, end, chain: header.chain };
  }

  #decode(offset: number, header: RecordHeader, chain: number): LogRecord {
    if (header.kind === RecordKind.entry && !header.masked) {
      // Most of them are behind a marker soon: copying what is kept is cheaper than copying all.
      const at = offset + headerBytes;
      const entry = readEntry(this.#bytes, this.#view, at, header.payloadBytes);
      return { kind: 'entry', offset, entry };
    }
    const payload = readPayload(this.#bytes, offset, header, chain);
    switch (header.kind) {
      case RecordKind.marker:
        return { kind: 'marker', offset, marker: readMarker(payload) };
      case RecordKind.hardState:
        return { kind: 'hardState', offset, hardState: readHardState(payload) };
      default:
        return { kind: 'entry', offset, entry: readEntryAlone(payload) };
    }
  }

  /** Undefined: nothing follows. A tear: cut it off. Everything else throws. */
  #judgeEnd(at: number, salt: number): Tear | undefined {
    const used = this.#endOfNonZero(at);
    if (used === at) return undefined;
    const problem = this.#whyNotTorn(at, used, salt);
    if (problem !== undefined) throw this.#corrupt(at, problem);
    const contradiction = this.#fencedBy(at, used, salt);
    if (contradiction !== undefined) {
      throw this.#corrupt(
        at,
        `a damaged record, which the record at offset ${contradiction} found durable`,
      );
    }
    return { offset: at, bytes: used - at };
  }

  /** Why the bytes at `at` cannot be what a torn write left; undefined if they can. */
  #whyNotTorn(at: number, used: number, salt: number): string | undefined {
    const header = readHeader(this.#bytes, this.#view, at, salt);
    if (header === undefined) {
      if (this.#isZero(at, at + headerBytes)) {
        // The sector with the header did not reach the disk, so nothing of it did.
        return this.#isZero(at, nextSector(at)) ? undefined : 'a record without a header';
      }
      // A header lies in one sector, so it is complete unless the write stopped inside it.
      return used <= at + headerBytes ? undefined : 'the header checksum of a record is wrong';
    }
    const end = at + recordBytes(header.payloadBytes);
    let piece = Math.min(nextSector(at + headerBytes - 1), end);
    while (piece < end) {
      const pieceEnd = Math.min(piece + sectorBytes, end);
      if (this.#isZero(piece, pieceEnd)) return undefined;
      piece = pieceEnd;
    }
    // No sector is missing. Did the write stop inside the last one? Padding never ends in a zero.
    if (used < end) return undefined;
    return 'the checksum of a completely written record is wrong';
  }

  /** Offset of a later record that was written when this offset was already durable. */
  #fencedBy(at: number, used: number, salt: number): number | undefined {
    const end = Math.min(used, this.#bytes.length - headerBytes + 1);
    for (let offset = at + headerBytes; offset < end; offset += headerBytes) {
      if (this.#view.getUint32(offset + 8, true) === 0) continue;
      const header = readHeader(this.#bytes, this.#view, offset, salt);
      if (header !== undefined && header.fenceBytes > at) return offset;
    }
    return undefined;
  }

  /** The end of the last non-zero byte, at least `from`. */
  #endOfNonZero(from: number): number {
    let end = this.#bytes.length;
    while (end > from && this.#bytes[end - 1] === 0) end--;
    return end;
  }

  /** What lies beyond the end of the file was never written: it counts as zero. */
  #isZero(from: number, to: number): boolean {
    const end = Math.min(to, this.#bytes.length);
    for (let i = from; i < end; i++) if (this.#bytes[i] !== 0) return false;
    return true;
  }

  #corrupt(offset: number, problem: string): CorruptLogError {
    return new CorruptLogError({ file: this.#options.file, offset, problem });
  }
}

function nextSector(offset: number): number {
  return (Math.floor(offset / sectorBytes) + 1) * sectorBytes;
}
