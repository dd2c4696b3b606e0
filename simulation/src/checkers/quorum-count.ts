import type { MemberId } from '@cairn/core';

export interface Quorums {
  readonly voters: readonly MemberId[];
  readonly votersOutgoing: readonly MemberId[];
}

/** Undefined: both halves have their majority. Otherwise how many of how many there are in one that has not. */
export function countedQuorum(
  { voters, votersOutgoing }: Quorums,
  counts: (id: MemberId) => boolean,
): string | undefined {
  for (const half of [voters, votersOutgoing]) {
    const count = half.filter(counts).length;
    if (half.length > 0 && count * 2 <= half.length) return `${count} of ${half.length} voters`;
  }
  return undefined;
}
