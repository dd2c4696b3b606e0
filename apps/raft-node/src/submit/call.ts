import type { Requester } from '@cairn/auth';
import type { Outcome } from './outcome.ts';
import type { RequestSteps } from './request-steps.ts';

/** One submitted request. */
export interface Call {
  /** The message of the etcd API as the client sent it. */
  readonly request: Uint8Array;
  /** How long the client waits; Infinity = as long as the replica does. */
  readonly timeoutMs: number;
  /** What the client has shown to say who it is; undefined = nothing. */
  readonly token?: string | undefined;
  /** The name in the client's certificate, if that counts because there is no token; empty = none. */
  readonly certificateName?: string;
  /** Who asks, once that is known; undefined = nobody has said, or auth is off. */
  requester?: Requester | undefined;
  /** Told what is being done for it; undefined = it is not traced. */
  readonly steps?: RequestSteps | undefined;
  reply(outcome: Outcome): void;
}
