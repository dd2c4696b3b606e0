import { toStatus } from '@cairn/api';

/** How one submitted request ends: the answer's bytes, or a gRPC status. */
export type Outcome =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'failure'; readonly code: number; readonly message: string };

export type Reply = (outcome: Outcome) => void;

export function answer(bytes: Uint8Array): Outcome {
  return { kind: 'answer', bytes };
}

/** etcd's code and text for an error; rethrows what is a bug of ours. */
export function failure(error: unknown): Outcome {
  const { code, message } = toStatus(error);
  return { kind: 'failure', code, message };
}
