import { concatBytes } from '@cairn/core';
import type { Outcome } from '../submit/outcome.ts';
import { pieceHeadBytes } from '../submit/pieces.ts';

/** The answer as one message, however it leaves; undefined = there is none. */
export function bytesOf(outcome: Outcome | undefined): Uint8Array | undefined {
  if (outcome?.kind === 'answer') return outcome.bytes;
  if (outcome?.kind !== 'pieces') return undefined;
  return concatBytes(outcome.pieces.map(({ memory, end }) => memory.subarray(pieceHeadBytes, end)));
}
