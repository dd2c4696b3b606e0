import type { Authority } from './authority.ts';

/** One keep-alive (or, with `peek`, a look at the remaining TTL) that somebody waits for. */
export interface Question {
  readonly leaseId: bigint;
  readonly peek: boolean;
  /** Called exactly once, at once or later. */
  answer(answer: Answer): void;
}

export type Answer =
  /** True only as long as the authority holds: look at it once more before the answer leaves. */
  | { readonly kind: 'alive'; readonly ttlSeconds: number; readonly provedBy: Authority }
  /** Said only after a linearizable read that began after the question came. */
  | { readonly kind: 'notFound' }
  | { readonly kind: 'notPrimary' };

/** Whoever answers questions. */
export interface Answering {
  ask(questions: readonly Question[]): void;
}
