// The key of a record is its revision, big-endian, so that byte order is revision order:
// 8 bytes main, '_', 8 bytes sub, and one 't' more when the record is a tombstone. The same 17
// bytes are the value of etcd's compaction marks in the meta table.
import { allocateBytes } from './byte-slab.ts';
import { MalformedRecordError } from './errors.ts';

export interface RevisionKey {
  readonly main: number;
  readonly sub: number;
  readonly tombstone: boolean;
}

const revisionSizeBytes = 17;
const tombstoneSizeBytes = 18;
const separator = 0x5f;
const tombstoneMark = 0x74;

function writeUint64(target: Uint8Array, offset: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  const low = value >>> 0;
  target[offset] = high >>> 24;
  target[offset + 1] = high >>> 16;
  target[offset + 2] = high >>> 8;
  target[offset + 3] = high;
  target[offset + 4] = low >>> 24;
  target[offset + 5] = low >>> 16;
  target[offset + 6] = low >>> 8;
  target[offset + 7] = low;
}

function readUint32(source: Uint8Array, offset: number): number {
  const high = ((source[offset] as number) << 8) | (source[offset + 1] as number);
  const low = ((source[offset + 2] as number) << 8) | (source[offset + 3] as number);
  return ((high << 16) | low) >>> 0;
}

function readUint64(source: Uint8Array, offset: number): number {
  const value = readUint32(source, offset) * 2 ** 32 + readUint32(source, offset + 4);
  if (!Number.isSafeInteger(value)) throw new MalformedRecordError('revision above 2^53');
  return value;
}

/** A buffer for {@link writeRevision}, for callers that look up many revisions. */
export function newRevisionBuffer(): Uint8Array {
  const buffer = new Uint8Array(revisionSizeBytes);
  buffer[8] = separator;
  return buffer;
}

/** Writes over a buffer of {@link newRevisionBuffer}: no allocation per look-up. */
export function writeRevision(buffer: Uint8Array, main: number, sub: number): Uint8Array {
  writeUint64(buffer, 0, main);
  writeUint64(buffer, 9, sub);
  return buffer;
}

/** 17 bytes, or 18 for a tombstone. Both numbers are safe integers from 0. */
export function encodeRevisionKey(main: number, sub: number, tombstone: boolean): Uint8Array {
  const key = allocateBytes(tombstone ? tombstoneSizeBytes : revisionSizeBytes);
  key[8] = separator;
  if (tombstone) key[17] = tombstoneMark;
  return writeRevision(key, main, sub);
}

/** @throws MalformedRecordError on anything {@link encodeRevisionKey} does not produce */
export function decodeRevisionKey(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): RevisionKey {
  const size = end - start;
  const tombstone = size === tombstoneSizeBytes;
  const shaped = tombstone ? bytes[start + 17] === tombstoneMark : size === revisionSizeBytes;
  if (!shaped || bytes[start + 8] !== separator) {
    throw new MalformedRecordError(`not a revision key: ${bytes.subarray(start, end).join(' ')}`);
  }
  return { main: readUint64(bytes, start), sub: readUint64(bytes, start + 9), tombstone };
}
