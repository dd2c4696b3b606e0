import type { Outcome } from './outcome.ts';

/** One submitted request. */
export interface Call {
  /** The message of the etcd API as the client sent it. */
  readonly request: Uint8Array;
  /** How long the client waits; Infinity = as long as the replica does. */
  readonly timeoutMs: number;
  reply(outcome: Outcome): void;
}
