import type { Entry, Ready } from '@cairn/raft';

export interface CommittedEntries {
  /** On this member's disk since an earlier Ready. */
  readonly durable: readonly Entry[];
  /** Written by this Ready: they follow the durable ones, and may be applied when it is synced. */
  readonly written: readonly Entry[];
}

const noEntries: readonly Entry[] = [];

/**
 * What a Ready lets apply, by when it may be. The others can have committed an entry before it is on
 * this member's disk; the backend must never hold what the log could still lose.
 */
export function splitCommitted(
  ready: Pick<Ready, 'committedEntries' | 'entries'>,
): CommittedEntries {
  const { committedEntries, entries } = ready;
  const [first] = entries;
  const last = committedEntries.at(-1);
  if (first === undefined || last === undefined || last.index < first.index) {
    return { durable: committedEntries, written: noEntries };
  }
  const writtenCount = last.index - first.index + 1;
  const durableCount = Math.max(0, committedEntries.length - writtenCount);
  return {
    durable: committedEntries.slice(0, durableCount),
    written: committedEntries.slice(durableCount),
  };
}
