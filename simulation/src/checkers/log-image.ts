// What one member's log holds, as an outsider can know it: from what was given to the log to write, what
// of it was reported as durable, and what the log itself said when it was opened again.
import type { LogIndex, Term } from '@cairn/core';

export interface LoggedEntry {
  readonly index: LogIndex;
  readonly term: Term;
  readonly type: number;
  readonly data: Uint8Array;
}

export interface LoggedVote {
  readonly term: Term;
  readonly vote: bigint;
}

export interface LogImage {
  readonly vote: LoggedVote;
  readonly baseIndex: LogIndex;
  readonly baseTerm: Term;
  readonly entries: readonly LoggedEntry[];
}

export const emptyImage: LogImage = {
  vote: { term: 0, vote: 0n },
  baseIndex: 0,
  baseTerm: 0,
  entries: [],
};

export function lastIndexOf(image: LogImage): LogIndex {
  return image.baseIndex + image.entries.length;
}

/** Undefined when the image does not reach that far, or begins after it. */
export function termAt(image: LogImage, index: LogIndex): Term | undefined {
  if (index === image.baseIndex) return image.baseTerm;
  return image.entries[index - image.baseIndex - 1]?.term;
}

export function withEntries(image: LogImage, entries: readonly LoggedEntry[]): LogImage {
  const first = entries[0];
  if (first === undefined) return image;
  const keptCount = first.index - image.baseIndex - 1;
  if (keptCount === image.entries.length) {
    return { ...image, entries: image.entries.concat(entries) };
  }
  return { ...image, entries: [...image.entries.slice(0, Math.max(0, keptCount)), ...entries] };
}

/** The state of `index` is elsewhere; a log of another history is dropped. */
export function withBase(image: LogImage, index: LogIndex, term: Term): LogImage {
  const continues = termAt(image, index) === term;
  return {
    ...image,
    baseIndex: index,
    baseTerm: term,
    entries: continues ? image.entries.slice(index - image.baseIndex) : [],
  };
}
