// The records of log format v1. `docs/data-files.md` describes the format in prose.
//
// A record is a 16-byte header at a 16-byte boundary, the payload, and 1 to 16 bytes of padding:
//
//    0  u32  header checksum: CRC-32C of bytes 4..16, seeded with the segment's salt
//    4  u32  chain checksum: CRC-32C of bytes 8 to the end of the padding, seeded with the chain
//            checksum of the record before (of the segment before, for a segment's first record)
//    8  u32  bits 0-27 payload bytes, bits 28-30 kind, bit 31 masked
//   12  u32  fence: bytes of this segment, divided by 16, that were durable when this was written
//   16       payload, then padding of 0xA5 up to the next 16-byte boundary (at least one byte)
//
// A checksum alone cannot tell a write that a power cut tore from a bit that flipped later, and the
// two want opposite answers: the first was never acknowledged and must be cut off, the second may
// have been and must be refused. The preallocated file decides it, because it was full of zeros: a
// sector that did not reach the disk is still all zero. Hence the invariant that every 512-byte
// sector of a completely written record has several non-zero bytes: the header lies in one sector
// and is never zero, the padding ends in a non-zero byte, and a payload that holds an (almost) zero
// sector is masked. The fence closes the other door: what a later record says was durable before it
// was written cannot be torn.
import { crc32c } from '@cairn/core';

export const headerBytes = 16;
export const sectorBytes = 512;
export const payloadBytesMax: number = 2 ** 28 - 1;
const paddingByte = 0xa5;
const maskedFlag = 0x8000_0000;
/** Fewer non-zero bytes than this in a sector: mask it, so that no flipped bit can make it zero. */
const sectorNonZeroBytesMin = 4;

/** Never renumber. */
export const RecordKind = { segment: 1, marker: 2, hardState: 3, entry: 4 } as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

/** The smallest and largest kind that this version of the format knows. */
export function isKnownKind(kind: number): kind is RecordKind {
  return kind >= RecordKind.segment && kind <= RecordKind.entry;
}

/** Bytes that a record of this payload takes in the file. */
export function recordBytes(payloadBytes: number): number {
  return headerBytes + ((payloadBytes + 16) & ~15);
}

/** Where a sealed record ended and what the next one is chained to. */
export interface ChainPosition {
  readonly end: number;
  readonly chain: number;
}

export interface SealOptions {
  readonly kind: RecordKind;
  readonly payloadBytes: number;
  /** Where in the segment this record will stand. */
  readonly fileOffset: number;
  readonly fenceBytes: number;
  readonly salt: number;
  readonly chain: number;
}

/** Completes the record at `start` of `bytes`, whose payload is in place. Returns its chain checksum. */
export function sealRecord(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  options: SealOptions,
): number {
  const { payloadBytes } = options;
  const payload = start + headerBytes;
  const end = start + recordBytes(payloadBytes);
  bytes.fill(paddingByte, payload + payloadBytes, end);
  let word = payloadBytes | (options.kind << 28);
  if (payloadBytes >= sectorBytes && hasEmptySector(bytes, payload, options)) {
    applyMask(bytes, payload, payloadBytes, options.chain);
    word |= maskedFlag;
  }
  view.setUint32(start + 8, word >>> 0, true);
  view.setUint32(start + 12, options.fenceBytes / 16, true);
  const chain = crc32c(bytes, options.chain, start + 8, end);
  view.setUint32(start + 4, chain, true);
  view.setUint32(start, crc32c(bytes, options.salt, start + 4, start + 16), true);
  return chain;
}

/** Whether a sector that lies completely in the payload is (almost) all zeros. */
function hasEmptySector(bytes: Uint8Array, payload: number, options: SealOptions): boolean {
  const shift = options.fileOffset + headerBytes - payload;
  const end = payload + options.payloadBytes;
  let sector = Math.ceil((payload + shift) / sectorBytes) * sectorBytes - shift;
  for (; sector + sectorBytes <= end; sector += sectorBytes) {
    let nonZero = 0;
    for (let i = sector; i < sector + sectorBytes; i++) {
      if (bytes[i] !== 0 && ++nonZero >= sectorNonZeroBytesMin) break;
    }
    if (nonZero < sectorNonZeroBytesMin) return true;
  }
  return false;
}

/**
 * Exclusive or with a pseudo-random stream (xorshift32) that depends on everything logged so far;
 * its own inverse. Not a secret: it only has to differ from what a payload is made of.
 */
function applyMask(bytes: Uint8Array, payload: number, payloadBytes: number, chain: number): void {
  let state = (chain ^ 0x9e37_79b9) | 1;
  for (let i = payload; i < payload + payloadBytes; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = (bytes[i] as number) ^ (state & 0xff);
  }
}

export interface RecordHeader {
  readonly kind: number;
  readonly masked: boolean;
  readonly payloadBytes: number;
  readonly fenceBytes: number;
  readonly chain: number;
}

/** The header at `offset`, or undefined if its checksum is wrong. */
export function readHeader(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  salt: number,
): RecordHeader | undefined {
  if (offset + headerBytes > bytes.length) return undefined;
  const checksum = crc32c(bytes, salt, offset + 4, offset + headerBytes);
  if (checksum !== view.getUint32(offset, true)) return undefined;
  const word = view.getUint32(offset + 8, true);
  return {
    kind: (word >>> 28) & 7,
    masked: word >= maskedFlag,
    payloadBytes: word & payloadBytesMax,
    fenceBytes: view.getUint32(offset + 12, true) * 16,
    chain: view.getUint32(offset + 4, true),
  };
}

/** Whether the record at `offset` is complete and follows a record with the checksum `chain`. */
export function isIntact(
  bytes: Uint8Array,
  offset: number,
  header: RecordHeader,
  chain: number,
): boolean {
  const end = offset + recordBytes(header.payloadBytes);
  return end <= bytes.length && crc32c(bytes, chain, offset + 8, end) === header.chain;
}

/** A copy of the payload, as it was given to the log. `chain` is that of the record before. */
export function readPayload(
  bytes: Uint8Array,
  offset: number,
  header: RecordHeader,
  chain: number,
): Uint8Array {
  const start = offset + headerBytes;
  // Not `slice`: that of a Buffer is no copy, and unmasking must not change the file's bytes.
  const payload = new Uint8Array(bytes.subarray(start, start + header.payloadBytes));
  if (header.masked) applyMask(payload, 0, payload.length, chain);
  return payload;
}
