// What stands in the payloads of the four kinds of records. All numbers are little-endian.
import { AssertionFailure } from '@cairn/core';
import type { WalEntry, WalHardState, WalSnapshotMarker } from '../types.ts';

/** First record of a segment. */
export interface SegmentHeader {
  readonly sequence: number;
  /** Index of the first entry that was expected to come into this segment. */
  readonly firstIndex: number;
  /** Size that the file was given when it was made; it is never smaller. */
  readonly segmentBytes: number;
  /** Chain checksum of the last record of the segment before. */
  readonly previousChain: number;
  /** As given to `createWal`. */
  readonly metadata: Uint8Array;
}

export const segmentFixedBytes = 28;
export const previousChainOffset = 24;
export const markerFixedBytes = 16;
export const hardStateBytes = 24;
export const entryFixedBytes = 17;

function setUint64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % 2 ** 32, true);
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
}

function getUint64(view: DataView, offset: number): number {
  const value = view.getUint32(offset + 4, true) * 2 ** 32 + view.getUint32(offset, true);
  if (!Number.isSafeInteger(value)) {
    throw new AssertionFailure(`a number in the log is beyond 2^53: ${value}`);
  }
  return value;
}

export function writeSegmentHeader(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  header: SegmentHeader,
): void {
  setUint64(view, at, header.sequence);
  setUint64(view, at + 8, header.firstIndex);
  setUint64(view, at + 16, header.segmentBytes);
  view.setUint32(at + previousChainOffset, header.previousChain, true);
  bytes.set(header.metadata, at + segmentFixedBytes);
}

export function readSegmentHeader(payload: Uint8Array): SegmentHeader {
  const view = viewOf(payload, segmentFixedBytes);
  return {
    sequence: getUint64(view, 0),
    firstIndex: getUint64(view, 8),
    segmentBytes: getUint64(view, 16),
    previousChain: view.getUint32(previousChainOffset, true),
    metadata: payload.subarray(segmentFixedBytes),
  };
}

export function writeMarker(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  marker: WalSnapshotMarker,
): void {
  setUint64(view, at, marker.index);
  setUint64(view, at + 8, marker.term);
  bytes.set(marker.confState, at + markerFixedBytes);
}

export function readMarker(payload: Uint8Array): WalSnapshotMarker {
  const view = viewOf(payload, markerFixedBytes);
  return {
    index: getUint64(view, 0),
    term: getUint64(view, 8),
    confState: payload.subarray(markerFixedBytes),
  };
}

export function writeHardState(view: DataView, at: number, hardState: WalHardState): void {
  setUint64(view, at, hardState.term);
  view.setBigUint64(at + 8, hardState.vote, true);
  setUint64(view, at + 16, hardState.commit);
}

export function readHardState(payload: Uint8Array): WalHardState {
  const view = viewOf(payload, hardStateBytes);
  return {
    term: getUint64(view, 0),
    vote: view.getBigUint64(8, true),
    commit: getUint64(view, 16),
  };
}

export function writeEntry(bytes: Uint8Array, view: DataView, at: number, entry: WalEntry): void {
  setUint64(view, at, entry.index);
  setUint64(view, at + 8, entry.term);
  bytes[at + 16] = entry.type;
  bytes.set(entry.data, at + entryFixedBytes);
}

/** The payload at `at`; the entry's data is a view of `bytes`. */
export function readEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  payloadBytes: number,
): WalEntry {
  checkLength(payloadBytes, entryFixedBytes);
  return {
    index: getUint64(view, at),
    term: getUint64(view, at + 8),
    type: bytes[at + 16] as number,
    data: bytes.subarray(at + entryFixedBytes, at + payloadBytes),
  };
}

/** The same of a payload that was copied. */
export function readEntryAlone(payload: Uint8Array): WalEntry {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return readEntry(payload, view, 0, payload.length);
}

/** The checksums were right, so a payload that is too short was written so: a bug, not a bad disk. */
function checkLength(payloadBytes: number, bytesMin: number): void {
  if (payloadBytes < bytesMin) {
    throw new AssertionFailure(`a record of ${payloadBytes} bytes is too short`);
  }
}

function viewOf(payload: Uint8Array, bytesMin: number): DataView {
  checkLength(payload.length, bytesMin);
  return new DataView(payload.buffer, payload.byteOffset, payload.length);
}
