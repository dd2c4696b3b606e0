// The keys a watcher wants, as one-byte strings. etcd's conventions for the two request fields end
// here: an empty key is the key \0, no range end is one key, the range end \0 is "from the key on".
import { fromByteString, toByteString } from '@cairn/core';

export type KeyRange =
  | { readonly kind: 'one'; readonly key: string }
  | { readonly kind: 'between'; readonly key: string; readonly end: string }
  | { readonly kind: 'from'; readonly key: string };

export function toKeyRange(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  const start = key.length === 0 ? '\0' : toByteString(key);
  if (rangeEnd.length === 0) return { kind: 'one', key: start };
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return { kind: 'from', key: start };
  return { kind: 'between', key: start, end: toByteString(rangeEnd) };
}

export function isEmptyRange(range: KeyRange): boolean {
  return range.kind === 'between' && range.key >= range.end;
}

export function contains(range: KeyRange, key: string): boolean {
  switch (range.kind) {
    case 'one':
      return key === range.key;
    case 'between':
      return key >= range.key && key < range.end;
    case 'from':
      return key >= range.key;
  }
}

/** The fields of a request for this range. */
export function toRequestRange(range: KeyRange): {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
} {
  const key = fromByteString(range.key);
  switch (range.kind) {
    case 'one':
      return { key, rangeEnd: new Uint8Array(0) };
    case 'between':
      return { key, rangeEnd: fromByteString(range.end) };
    case 'from':
      return { key, rangeEnd: new Uint8Array(1) };
  }
}
