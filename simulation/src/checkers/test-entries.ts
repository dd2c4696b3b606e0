import { fromByteString } from '@cairn/core';
import type { LogImage, LoggedEntry } from './log-image.ts';

/** `index/term` with data of its own unless told otherwise. */
export function entry(index: number, term: number, data = `${index}/${term}`): LoggedEntry {
  return { index, term, type: 0, data: fromByteString(data) };
}

/** A log that begins with index 2, as a founder's does. */
export function logOf(...terms: readonly number[]): LogImage {
  return {
    vote: { term: terms.at(-1) ?? 1, vote: 0n },
    baseIndex: 1,
    baseTerm: 1,
    entries: terms.map((term, i) => entry(i + 2, term)),
  };
}
