// KeepAliveBatch and KeepAliveResults by hand, for both ends: with the generated code every renewal costs
// three objects and two conversions of 64-bit numbers, which is more than renewing it. The generated
// code is the twin that the test compares with.
import { varintLength, writeVarint } from '@cairn/core';
import { leaseIdLength, writeLeaseId } from './lease-id-words.ts';
import type { LeaseIdWords } from './lease-id-words.ts';
import { VarintReader } from './varint-reader.ts';

export interface KeepAliveItem extends LeaseIdWords {
  readonly id: number;
  readonly peek: boolean;
}

export interface KeepAliveResult {
  readonly id: number;
  /** A cairn.v1.KeepAliveResult.Outcome. */
  readonly outcome: number;
  readonly ttlSeconds: number;
}

/** The halves of the lease id come as they are in LeaseIdWords. */
export type KeepAliveItemListener = (
  id: number,
  leaseLow: number,
  leaseHigh: number,
  peek: boolean,
) => void;
/** `outcome` is a cairn.v1.KeepAliveResult.Outcome. */
export type KeepAliveResultListener = (id: number, outcome: number, ttlSeconds: number) => void;

/** Field number and wire type, as one byte. */
const tag = {
  item: 0x0a,
  itemId: 0x08,
  itemLeaseId: 0x10,
  itemPeek: 0x18,
  result: 0x0a,
  resultId: 0x08,
  resultOutcome: 0x10,
  resultTtl: 0x18,
} as const;

/** A cairn.v1.KeepAliveBatch. */
export function encodeKeepAliveBatch(items: readonly KeepAliveItem[]): Uint8Array {
  let length = 0;
  for (const item of items) length += 2 + itemLength(item);
  const batch = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const item of items) {
    const { id, leaseLow, leaseHigh, peek } = item;
    batch[offset] = tag.item;
    // An item has at most 20 bytes, so its length takes one.
    batch[offset + 1] = itemLength(item);
    batch[offset + 2] = tag.itemId;
    offset = writeVarint(batch, offset + 3, id);
    batch[offset] = tag.itemLeaseId;
    offset = writeLeaseId(batch, offset + 1, leaseLow, leaseHigh);
    if (!peek) continue;
    batch[offset++] = tag.itemPeek;
    batch[offset++] = 1;
  }
  return batch;
}

function itemLength({ id, leaseLow, leaseHigh, peek }: KeepAliveItem): number {
  return 2 + varintLength(id) + leaseIdLength(leaseLow, leaseHigh) + (peek ? 2 : 0);
}

/** Tells the items of a cairn.v1.KeepAliveBatch. @throws RangeError when it is none. */
export function readKeepAliveBatch(message: Uint8Array, listener: KeepAliveItemListener): void {
  const reader = new VarintReader();
  reader.begin(message);
  while (!reader.isAtEnd) {
    const field = reader.uint32();
    if (field !== tag.item) {
      reader.skip(field);
      continue;
    }
    const length = reader.uint32();
    const end = reader.offset + length;
    let id = 0;
    let low = 0;
    let high = 0;
    let peek = false;
    while (reader.offset < end) {
      const inner = reader.uint32();
      if (inner === tag.itemId) {
        id = reader.uint32();
      } else if (inner === tag.itemLeaseId) {
        low = reader.word();
        high = reader.high;
      } else if (inner === tag.itemPeek) {
        peek = reader.word() !== 0;
      } else {
        reader.skip(inner);
      }
    }
    if (reader.offset !== end) throw new RangeError('an item reaches beyond its end');
    listener(id, low, high, peek);
  }
}

/** A cairn.v1.KeepAliveResults. */
export function encodeKeepAliveResults(results: readonly KeepAliveResult[]): Uint8Array {
  let length = 0;
  for (const result of results) length += 2 + resultLength(result);
  const message = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const result of results) {
    const { id, outcome, ttlSeconds } = result;
    message[offset] = tag.result;
    // A result has at most 17 bytes, so its length takes one.
    message[offset + 1] = resultLength(result);
    message[offset + 2] = tag.resultId;
    offset = writeVarint(message, offset + 3, id);
    if (outcome !== 0) {
      message[offset++] = tag.resultOutcome;
      message[offset++] = outcome;
    }
    if (ttlSeconds !== 0) {
      message[offset] = tag.resultTtl;
      offset = writeVarint(message, offset + 1, ttlSeconds);
    }
  }
  return message;
}

function resultLength({ id, outcome, ttlSeconds }: KeepAliveResult): number {
  const ttlLength = ttlSeconds === 0 ? 0 : 1 + varintLength(ttlSeconds);
  return 1 + varintLength(id) + (outcome === 0 ? 0 : 2) + ttlLength;
}

/** Tells the results of a cairn.v1.KeepAliveResults. @throws RangeError when it is none. */
export function readKeepAliveResults(message: Uint8Array, listener: KeepAliveResultListener): void {
  const reader = new VarintReader();
  reader.begin(message);
  while (!reader.isAtEnd) {
    const field = reader.uint32();
    if (field !== tag.result) {
      reader.skip(field);
      continue;
    }
    const length = reader.uint32();
    const end = reader.offset + length;
    let id = 0;
    let outcome = 0;
    let ttlSeconds = 0;
    while (reader.offset < end) {
      const inner = reader.uint32();
      if (inner === tag.resultId) id = reader.uint32();
      else if (inner === tag.resultOutcome) outcome = reader.uint32();
      else if (inner === tag.resultTtl) ttlSeconds = reader.safeNumber();
      else reader.skip(inner);
    }
    if (reader.offset !== end) throw new RangeError('a result reaches beyond its end');
    listener(id, outcome, ttlSeconds);
  }
}
