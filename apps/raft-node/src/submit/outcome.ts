import { toStatus } from '@cairn/api';
import type { FreePieces, Piece } from './pieces.ts';

/** How one submitted request ends: the answer's bytes, or a gRPC status. */
export type Outcome =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  /** The same, ready to leave; the pieces go back to where they are from. */
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[]; readonly free: FreePieces }
  | { readonly kind: 'failure'; readonly code: number; readonly message: string };

export type Reply = (outcome: Outcome) => void;

export function answer(bytes: Uint8Array): Outcome {
  return { kind: 'answer', bytes };
}

/** etcd's code and text for an error; rethrows what is a bug of ours. */
export function failure(error: unknown): Extract<Outcome, { kind: 'failure' }> {
  const { code, message } = toStatus(error);
  return { kind: 'failure', code, message };
}
