// Encodes the records of one batch into one buffer, so that the file gets them with one write. The
// buffer is kept from batch to batch. The writer remembers nothing else: where the log stands after
// a batch is taken over by the caller once the batch is written.
import { AssertionFailure, assert } from '@cairn/core';
import type { WalEntry, WalHardState, WalSnapshotMarker } from '../types.ts';
import {
  entryFixedBytes,
  hardStateBytes,
  markerFixedBytes,
  segmentFixedBytes,
  writeEntry,
  writeHardState,
  writeMarker,
  writeSegmentHeader,
  type SegmentHeader,
} from './payload.ts';
import {
  headerBytes,
  payloadBytesMax,
  recordBytes,
  RecordKind,
  sealRecord,
  type ChainPosition,
} from './record.ts';

/** A buffer that grew beyond this for one batch is not kept. */
const keptBufferBytesMax = 4 * 1024 * 1024;

export function entryRecordBytes(entry: WalEntry): number {
  return recordBytes(entryFixedBytes + entry.data.length);
}

export const hardStateRecordBytes: number = recordBytes(hardStateBytes);

export function markerRecordBytes(marker: WalSnapshotMarker): number {
  return recordBytes(markerFixedBytes + marker.confState.length);
}

export interface WriterPosition extends ChainPosition {
  readonly salt: number;
}

export class RecordWriter {
  #bytes = new Uint8Array(64 * 1024);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  #base = 0;
  #fenceBytes = 0;
  #salt = 0;
  #chain = 0;

  /** A batch that goes to `position` of the segment, of which `fenceBytes` are durable. */
  begin(position: WriterPosition, fenceBytes: number, bytesMax: number): void {
    this.#used = 0;
    this.#base = position.end;
    this.#salt = position.salt;
    this.#chain = position.chain;
    this.#fenceBytes = fenceBytes;
    const length = this.#bytes.length;
    if (bytesMax > length || (length > keptBufferBytesMax && bytesMax <= keptBufferBytesMax)) {
      this.#bytes = new Uint8Array(Math.max(64 * 1024, 2 ** Math.ceil(Math.log2(bytesMax))));
      this.#view = new DataView(this.#bytes.buffer);
    }
  }

  /** A segment's first record: the salt of the others is its checksum. */
  segment(header: SegmentHeader): void {
    this.#chain = header.previousChain;
    this.#salt = 0;
    const payload = this.#reserve(segmentFixedBytes + header.metadata.length);
    writeSegmentHeader(this.#bytes, this.#view, payload, header);
    this.#seal(RecordKind.segment, segmentFixedBytes + header.metadata.length);
    this.#salt = this.#chain;
  }

  marker(marker: WalSnapshotMarker): void {
    const length = markerFixedBytes + marker.confState.length;
    writeMarker(this.#bytes, this.#view, this.#reserve(length), marker);
    this.#seal(RecordKind.marker, length);
  }

  hardState(hardState: WalHardState): void {
    writeHardState(this.#view, this.#reserve(hardStateBytes), hardState);
    this.#seal(RecordKind.hardState, hardStateBytes);
  }

  entry(entry: WalEntry): void {
    const length = entryFixedBytes + entry.data.length;
    writeEntry(this.#bytes, this.#view, this.#reserve(length), entry);
    this.#seal(RecordKind.entry, length);
  }

  /** The batch so far. Valid until the next `begin`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  /** Where the log stands once `bytes` is written. */
  get position(): WriterPosition {
    return { end: this.#base + this.#used, chain: this.#chain, salt: this.#salt };
  }

  #reserve(payloadBytes: number): number {
    if (payloadBytes > payloadBytesMax) {
      throw new AssertionFailure(`a record of ${payloadBytes} bytes is too large`);
    }
    const needed = this.#used + recordBytes(payloadBytes);
    assert(needed <= this.#bytes.length, 'the batch is larger than announced');
    return this.#used + headerBytes;
  }

  #seal(kind: RecordKind, payloadBytes: number): void {
    this.#chain = sealRecord(this.#bytes, this.#view, this.#used, {
      kind,
      payloadBytes,
      fileOffset: this.#base + this.#used,
      fenceBytes: this.#fenceBytes,
      salt: this.#salt,
      chain: this.#chain,
    });
    this.#used += recordBytes(payloadBytes);
  }
}
