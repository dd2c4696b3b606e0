// LMDB has no checksums: a bit that changes on the disk would be served as a value. So every record has
// four bytes more behind its value, CRC-32 over key and value, that nobody above `lmdb-store.ts` sees.
//
// It is checked at every read, so it has to be cheap: Node's own CRC for the value, which costs a call
// into C++, and a table for the key, which is too short to be worth another one.
import { crc32 } from 'node:zlib';

export const checksumBytes = 4;

const polynomial = 0xedb8_8320;
const table: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
  return crc;
});

/** The same as `crc32(key)`. */
export function keyChecksum(key: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < key.length; i++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (key[i] as number)) & 0xff] as number);
  }
  return ~crc >>> 0;
}

/** What is stored for a value. */
export function withChecksum(key: Uint8Array, value: Uint8Array): Uint8Array {
  const stored = Buffer.allocUnsafe(value.length + checksumBytes);
  stored.set(value);
  stored.writeUInt32LE(crc32(value, keyChecksum(key)), value.length);
  return stored;
}

/** The value in what was stored for a key; undefined if that is not what it was. */
export function intactValue(key: Uint8Array, stored: Uint8Array): Uint8Array | undefined {
  const end = stored.length - checksumBytes;
  if (end < 0) return undefined;
  const value = stored.subarray(0, end);
  return crc32(value, keyChecksum(key)) === checksumAt(stored, end) ? value : undefined;
}

/** Whether a record is what it was, where the key stands in front of what was stored for it. */
export function isRecordIntact(keyAndStored: Uint8Array): boolean {
  return isIntactAfter(0, keyAndStored);
}

/** @param checksum of the key, or of what else stands in front */
export function isIntactAfter(checksum: number, stored: Uint8Array): boolean {
  const end = stored.length - checksumBytes;
  return end >= 0 && crc32(stored.subarray(0, end), checksum) === checksumAt(stored, end);
}

function checksumAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  return (low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0;
}
