import type { MonotonicClock } from '@cairn/core';
import type { Status } from '@cairn/api';
import type { NodeMethod } from './methods.ts';
import type { NodeLink } from './node-link.ts';

export type AskOutcome =
  | { readonly kind: 'answer'; readonly message: Uint8Array }
  | { readonly kind: 'failed'; readonly status: Status };

/** One request of the gateway's own. Never rejects. */
export function ask(
  link: Pick<NodeLink, 'submit'>,
  clock: MonotonicClock,
  method: NodeMethod,
  request: Uint8Array,
  timeoutMs: number,
): Promise<AskOutcome> {
  return new Promise((resolve) => {
    link.submit(method, request, clock.nowMs() + timeoutMs, {
      respond: (message) => resolve({ kind: 'answer', message }),
      fail: (code, message) => resolve({ kind: 'failed', status: { code, message } }),
    });
  });
}
