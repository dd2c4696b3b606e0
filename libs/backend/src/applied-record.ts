// Where `AppliedPosition` is kept: in etcd's places, so that a snapshot carries it as etcd's would.
import { toByteString } from '@cairn/core';
import type { AppliedPosition } from './types.ts';

const encoder = new TextEncoder();

/** Keys in the table `meta`; 8 bytes, big-endian. */
export const consistentIndexKey: Uint8Array = encoder.encode('consistent_index');
export const termKey: Uint8Array = encoder.encode('term');
export const consistentIndexName: string = toByteString(consistentIndexKey);
export const termName: string = toByteString(termKey);

export const nothingApplied: AppliedPosition = { index: 0, term: 0 };

export function isPositionKey(key: Uint8Array): boolean {
  const name = toByteString(key);
  return name === consistentIndexName || name === termName;
}

export function encodeUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  // Twice per commit: a view to write through costs more than all of the rest.
  const high = Math.floor(value / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    const shift = 24 - 8 * i;
    bytes[i] = high >>> shift;
    bytes[4 + i] = value >>> shift;
  }
  return bytes;
}

/** Undefined if these are not 8 bytes of a safe integer. */
export function decodeUint64(bytes: Uint8Array): number | undefined {
  if (bytes.length !== 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const value = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  return Number.isSafeInteger(value) ? value : undefined;
}
