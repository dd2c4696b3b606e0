// The codec of a record (mvccpb.KeyValue: key 1, create_revision 2, mod_revision 3, version 4,
// value 5, lease 6), by hand because every put and every range pays for it, and because HashKV needs
// one exact encoding: fields in ascending order, zero values left out.
//
// Reading is lenient as protobuf demands: any order, the last one of a repeated field counts, unknown
// fields are skipped. The accessors walk the fields without building an object; `recordKey` and
// `recordValue` are views into the record, not copies.
import { emptyBytes, varintLength, writeVarint } from '@cairn/core';
import { allocateBytes } from './byte-slab.ts';
import { MalformedRecordError } from './errors.ts';
import type { KeyValue } from './types.ts';

const keyTag = (1 << 3) | 2;
const createTag = 2 << 3;
const modTag = 3 << 3;
const versionTag = 4 << 3;
const valueTag = (5 << 3) | 2;
const leaseTag = 6 << 3;

const wordSize = 2 ** 32;

/** Where a walk over the fields of a record stands. One object, reused: walks do not nest. */
const walk = { offset: 0, tag: 0, low: 0, high: 0, start: 0 };

function readVarint(bytes: Uint8Array): void {
  let offset = walk.offset;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[offset++];
    if (byte === undefined) throw new MalformedRecordError('record ends inside a number');
    const bits = byte & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 0x80) {
      walk.offset = offset;
      walk.low = low >>> 0;
      walk.high = high >>> 0;
      return;
    }
  }
  throw new MalformedRecordError('record holds a number longer than ten bytes');
}

/**
 * Steps over the next field: leaves its tag in `walk.tag`, a number's halves in `walk.low` and
 * `walk.high`, the start of a byte string's content in `walk.start`; false at the end.
 */
function nextField(bytes: Uint8Array, end: number = bytes.length): boolean {
  if (walk.offset >= end) return false;
  walk.start = walk.offset;
  readVarint(bytes);
  const tag = walk.low;
  if (walk.high !== 0 || tag >>> 3 === 0) throw new MalformedRecordError('bad field number');
  walk.tag = tag;
  switch (tag & 7) {
    case 0:
      readVarint(bytes);
      break;
    case 1:
      walk.offset += 8;
      break;
    case 2: {
      readVarint(bytes);
      walk.start = walk.offset;
      walk.offset += walk.high === 0 ? walk.low : Infinity;
      break;
    }
    case 5:
      walk.offset += 4;
      break;
    default:
      throw new MalformedRecordError(`unknown wire type ${tag & 7}`);
  }
  if (walk.offset > end) throw new MalformedRecordError('record ends inside a field');
  return true;
}

function numberOfWalk(): number {
  if (walk.high >= 2 ** 21) throw new MalformedRecordError('revision or version above 2^53');
  return walk.high * wordSize + walk.low;
}

function leaseOfWalk(): bigint {
  return BigInt.asIntN(64, (BigInt(walk.high) << 32n) | BigInt(walk.low));
}

function numberField(record: Uint8Array, tag: number): number {
  let found = 0;
  walk.offset = 0;
  while (nextField(record)) if (walk.tag === tag) found = numberOfWalk();
  return found;
}

function bytesField(record: Uint8Array, tag: number): Uint8Array {
  let start = 0;
  let end = 0;
  walk.offset = 0;
  while (nextField(record)) {
    if (walk.tag !== tag) continue;
    start = walk.start;
    end = walk.offset;
  }
  return start === end ? emptyBytes : record.subarray(start, end);
}

/** Where a part of some bytes is. */
export interface Span {
  start: number;
  end: number;
}

/** Finds the key of the record that lies at `start` ≤ i < `end` of `bytes`. */
export function findRecordKey(bytes: Uint8Array, start: number, end: number, found: Span): void {
  found.start = start;
  found.end = start;
  walk.offset = start;
  while (nextField(bytes, end)) {
    if (walk.tag !== keyTag) continue;
    found.start = walk.start;
    found.end = walk.offset;
  }
}

/** A view, not a copy. */
export function recordKey(record: Uint8Array): Uint8Array {
  return bytesField(record, keyTag);
}

/** A view, not a copy. */
export function recordValue(record: Uint8Array): Uint8Array {
  return bytesField(record, valueTag);
}

export function recordCreateRevision(record: Uint8Array): number {
  return numberField(record, createTag);
}

/** 0 in the stored record of a tombstone. */
export function recordModRevision(record: Uint8Array): number {
  return numberField(record, modTag);
}

/** 0 in a tombstone. */
export function recordVersion(record: Uint8Array): number {
  return numberField(record, versionTag);
}

/** True for the record of a put that created its key. */
export function recordIsCreate(record: Uint8Array): boolean {
  let created = 0;
  let modified = 0;
  walk.offset = 0;
  while (nextField(record)) {
    if (walk.tag === createTag) created = numberOfWalk();
    else if (walk.tag === modTag) modified = numberOfWalk();
  }
  return created === modified;
}

/** 0n = none. */
export function recordLease(record: Uint8Array): bigint {
  let lease = 0n;
  walk.offset = 0;
  while (nextField(record)) if (walk.tag === leaseTag) lease = leaseOfWalk();
  return lease;
}

/** The record without its value, as a keys-only range answers it; all other bytes unchanged. */
export function stripValue(record: Uint8Array): Uint8Array {
  let stripped = record;
  let removed = 0;
  walk.offset = 0;
  for (let start = 0; nextField(record); start = walk.offset) {
    if (walk.tag !== valueTag) continue;
    // Rare second value fields shift by what has been cut before them.
    const next = allocateBytes(stripped.length - (walk.offset - start));
    next.set(stripped.subarray(0, start - removed));
    next.set(stripped.subarray(walk.offset - removed), start - removed);
    removed += walk.offset - start;
    stripped = next;
  }
  return stripped;
}

/** @throws MalformedRecordError */
export function decodeRecord(record: Uint8Array): KeyValue {
  let key = emptyBytes;
  let value = emptyBytes;
  let createRevision = 0;
  let modRevision = 0;
  let version = 0;
  let lease = 0n;
  walk.offset = 0;
  while (nextField(record)) {
    if (walk.tag === keyTag) key = record.subarray(walk.start, walk.offset);
    else if (walk.tag === createTag) createRevision = numberOfWalk();
    else if (walk.tag === modTag) modRevision = numberOfWalk();
    else if (walk.tag === versionTag) version = numberOfWalk();
    else if (walk.tag === valueTag) value = record.subarray(walk.start, walk.offset);
    else if (walk.tag === leaseTag) lease = leaseOfWalk();
  }
  return { key, createRevision, modRevision, version, value, lease };
}

function numberSize(value: number): number {
  return value === 0 ? 0 : 1 + varintLength(value);
}

function writeNumber(target: Uint8Array, offset: number, tag: number, value: number): number {
  if (value === 0) return offset;
  target[offset] = tag;
  return writeVarint(target, offset + 1, value);
}

function bytesSize(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : 1 + varintLength(bytes.length) + bytes.length;
}

function writeBytes(target: Uint8Array, offset: number, tag: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return offset;
  target[offset] = tag;
  const start = writeVarint(target, offset + 1, bytes.length);
  target.set(bytes, start);
  return start + bytes.length;
}

/** A lease as the two words of its 64-bit two's complement, which is what protobuf writes. */
function leaseWords(lease: bigint): { readonly low: number; readonly high: number } {
  const unsigned = BigInt.asUintN(64, lease);
  return { low: Number(unsigned & 0xffffffffn), high: Number(unsigned >> 32n) };
}

function wordsSize(low: number, high: number): number {
  const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
  return Math.ceil(bits / 7);
}

function writeWords(target: Uint8Array, offset: number, low: number, high: number): number {
  let at = offset;
  let lowRest = low;
  let highRest = high;
  while (highRest !== 0 || lowRest >= 0x80) {
    target[at++] = (lowRest & 0x7f) | 0x80;
    lowRest = ((lowRest >>> 7) | (highRest << 25)) >>> 0;
    highRest >>>= 7;
  }
  target[at++] = lowRest;
  return at;
}

/** Exactly the bytes etcd stores. Revisions and version are safe integers from 0. */
export function encodeRecord(fields: KeyValue): Uint8Array {
  const { key, createRevision, modRevision, version, value, lease } = fields;
  const words = lease === 0n ? undefined : leaseWords(lease);
  let size = bytesSize(key) + bytesSize(value);
  size += numberSize(createRevision) + numberSize(modRevision) + numberSize(version);
  if (words !== undefined) {
    size += 1 + wordsSize(words.low, words.high);
  }
  const record = allocateBytes(size);
  let offset = writeBytes(record, 0, keyTag, key);
  offset = writeNumber(record, offset, createTag, createRevision);
  offset = writeNumber(record, offset, modTag, modRevision);
  offset = writeNumber(record, offset, versionTag, version);
  offset = writeBytes(record, offset, valueTag, value);
  if (words !== undefined) {
    record[offset] = leaseTag;
    writeWords(record, offset + 1, words.low, words.high);
  }
  return record;
}

/** A tombstone as it is stored: the key and nothing else. */
export function encodeTombstone(key: Uint8Array): Uint8Array {
  const record = allocateBytes(bytesSize(key));
  writeBytes(record, 0, keyTag, key);
  return record;
}

/** A stored tombstone as a watcher gets it: with the revision that only its table key knows. */
export function tombstoneEventRecord(tombstone: Uint8Array, modRevision: number): Uint8Array {
  const record = allocateBytes(tombstone.length + numberSize(modRevision));
  record.set(tombstone);
  writeNumber(record, tombstone.length, modTag, modRevision);
  return record;
}
